namespace Sinter.Models.Files.Families;

/// <summary>The formats of all families.</summary>
internal static class FamilyFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FamilyFormat> All { get; } =
    [
        new LlamaFormat(),
        new MistralFormat(),
        new MixtralFormat(),
        new Qwen2Format(),
        new Qwen3Format(),
        new GemmaFormat(),
        new Gemma2Format(),
        new Phi3Format(),
        new NeoXFormat(),
        new Gpt1Format(),
        new Gpt2Format(),
        new BertFormat(),
        new RobertaFormat(),
        new DistilBertFormat(),
        new ModernBertFormat(),
        new T5Format(),
        new BartFormat(),
        new RecurrentFormat(ModelFamily.Lstm),
        new RecurrentFormat(ModelFamily.Gru),
    ];

    /// <summary>The format of a family.</summary>
    public static FamilyFormat Of(ModelFamily family) => All.FirstOrDefault(format => format.Family == family)
        ?? throw new NotSupportedException($"There is no file format for the family {family} yet.");
}
