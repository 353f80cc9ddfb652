using System.CommandLine;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model convert MODEL --type f32|f16|bf16 --out DIR</c>: the model in another form.</summary>
internal static class ConvertVerb
{
    private static readonly Dictionary<string, TensorType?> Types = new(StringComparer.Ordinal)
    {
        ["f32"] = TensorType.Float32,
        ["f16"] = TensorType.Float16,
        ["bf16"] = TensorType.BFloat16,
    };

    private static readonly Dictionary<string, EmbeddingTying> Ties = new(StringComparer.Ordinal)
    {
        ["input"] = EmbeddingTying.TieToInput,
        ["mean"] = EmbeddingTying.TieToMean,
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "How the weights are stored: f32, f16 or bf16, rounded to nearest; as they were without it." };
        var tie = new Option<string?>("--tie") { HelpName = "WAY", Description = "Make the embedding and the output one matrix: the embedding (input), or the mean of both (mean)." };
        var untie = new Option<bool>("--untie") { Description = "Give the output a matrix of its own, which begins as the embedding; the model computes what it did." };
        var multiple = NumberOption.Whole("--pad-to", "N", 1, 1 << 16, "Make the rows of the embedding a multiple of N; new ones begin as the mean of all.");
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "convert",
            "Writes a model with another precision, with embeddings tied or untied, or with a padded vocabulary.",
            "sinter model convert runs/dotnet-docs --type bf16 --out half",
            "sinter model convert runs/dotnet-docs --untie --pad-to 64 --out untied")
        {
            model, type, tie, untie, multiple,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(tie) is not null && parsed.GetValue(untie))
            {
                throw new UsageException("--tie and --untie do the opposite; give one of the two.");
            }

            var options = new ConversionOptions
            {
                Type = NamedOption.Read(Types, "--type", parsed.GetValue(type), usual: null),
                Tying = parsed.GetValue(untie) ? EmbeddingTying.Untie : NamedOption.Read(Ties, "--tie", parsed.GetValue(tie), EmbeddingTying.Keep),
                Multiple = parsed.GetValue(multiple) ?? 1,
            };
            if (options == new ConversionOptions())
            {
                throw new UsageException("Nothing is to change; give --type, --tie, --untie or --pad-to.");
            }

            var source = LoadedModel.Locate(parsed.GetRequiredValue(model));
            return arguments.Run(parsed, source, target => ModelConversion.Write(source, target, options));
        });
        return verb;
    }
}
