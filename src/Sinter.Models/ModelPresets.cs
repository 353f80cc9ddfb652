using Sinter.Tensors.Operations;

namespace Sinter.Models;

/// <summary>A published model, by its name.</summary>
/// <param name="Name">The name, such as <c>gpt2-124m</c>.</param>
/// <param name="Source">Where its sizes were published.</param>
/// <param name="Config">The description.</param>
public sealed record ModelPreset(string Name, string Source, ModelConfig Config);

/// <summary>The sizes of published models, to make new ones of, to plan with, and to know a model by.</summary>
public static class ModelPresets
{
    private const string Gpt2Paper = "Radford et al. 2019";
    private const string Gpt3Paper = "Brown et al. 2020, table 2.1; all attention dense here, where theirs alternates with sparse layers";
    private const string BertPaper = "Devlin et al. 2019; Turc et al. 2019 for the small ones";
    private const string LlamaC = "llama2.c, trained on TinyStories";

    /// <summary>All presets, family by family, from small to large.</summary>
    public static IReadOnlyList<ModelPreset> All { get; } =
    [
        Gpt("gpt1-117m", "Radford et al. 2018", ModelFamily.Gpt1, 12, 768, 12, 40478, 512),
        Gpt("gpt2-124m", Gpt2Paper, ModelFamily.Gpt2, 12, 768, 12, 50257, 1024),
        Gpt("gpt2-355m", Gpt2Paper, ModelFamily.Gpt2, 24, 1024, 16, 50257, 1024),
        Gpt("gpt2-774m", Gpt2Paper, ModelFamily.Gpt2, 36, 1280, 20, 50257, 1024),
        Gpt("gpt2-1558m", Gpt2Paper, ModelFamily.Gpt2, 48, 1600, 25, 50257, 1024),
        Gpt("gpt3-125m", Gpt3Paper, ModelFamily.Gpt2, 12, 768, 12, 50257, 2048),
        Gpt("gpt3-1.3b", Gpt3Paper, ModelFamily.Gpt2, 24, 2048, 16, 50257, 2048),
        Gpt("gpt3-6.7b", Gpt3Paper, ModelFamily.Gpt2, 32, 4096, 32, 50257, 2048),
        Gpt("gpt3-175b", Gpt3Paper, ModelFamily.Gpt2, 96, 12288, 96, 50257, 2048),
        Llama("llama-260k", LlamaC, 5, 64, 8, 4, 172, 512, 512),
        Llama("llama-15m", LlamaC, 6, 288, 6, 6, 768, 32000, 256),
        Llama("llama-42m", LlamaC, 8, 512, 8, 8, 1376, 32000, 1024),
        Llama("llama-110m", LlamaC, 12, 768, 12, 12, 2048, 32000, 1024),
        Llama("llama2-7b", "Touvron et al. 2023", 32, 4096, 32, 32, 11008, 32000, 4096, tied: false),
        Llama("llama2-13b", "Touvron et al. 2023", 40, 5120, 40, 40, 13824, 32000, 4096, tied: false),
        Llama("llama2-70b", "Touvron et al. 2023", 80, 8192, 64, 8, 28672, 32000, 4096, tied: false),
        Llama("llama3-8b", "Dubey et al. 2024", 32, 4096, 32, 8, 14336, 128256, 8192, tied: false, ropeBase: 500_000),
        Llama("llama3-70b", "Dubey et al. 2024", 80, 8192, 64, 8, 28672, 128256, 8192, tied: false, ropeBase: 500_000),
        new("llama3.2-1b", "Meta 2024", Of(ModelFamily.Llama, 16, 2048, 32, 8, 8192, 128256, 131072) with
        {
            RopeBase = 500_000,
            RopeScaling = new Llama3RotaryScaling(32),
        }),
        new("mistral-7b", "Jiang et al. 2023", FamilyDefaults.Apply(Of(ModelFamily.Mistral, 32, 4096, 32, 8, 14336, 32000, 32768) with { Window = 4096, TieEmbeddings = false })),
        new("mixtral-8x7b", "Jiang et al. 2024", FamilyDefaults.Apply(Of(ModelFamily.Mixtral, 32, 4096, 32, 8, 14336, 32000, 32768) with
        {
            RopeBase = 1_000_000,
            TieEmbeddings = false,
            Experts = 8,
            ExpertsPerToken = 2,
            RouterLossWeight = 0.02,
        })),
        new("qwen2-0.5b", "Yang et al. 2024", FamilyDefaults.Apply(Of(ModelFamily.Qwen2, 24, 896, 14, 2, 4864, 151936, 32768) with { RopeBase = 1_000_000 })),
        new("qwen2-7b", "Yang et al. 2024", FamilyDefaults.Apply(Of(ModelFamily.Qwen2, 28, 3584, 28, 4, 18944, 152064, 32768) with { RopeBase = 1_000_000, TieEmbeddings = false })),
        new("qwen3-0.6b", "Yang et al. 2025", FamilyDefaults.Apply(Of(ModelFamily.Qwen3, 28, 1024, 16, 8, 3072, 151936, 40960) with { HeadSize = 128, RopeBase = 1_000_000 })),
        new("gemma-2b", "Gemma Team 2024", FamilyDefaults.Apply(Of(ModelFamily.Gemma, 18, 2048, 8, 1, 16384, 256000, 8192))),
        new("gemma-7b", "Gemma Team 2024", FamilyDefaults.Apply(Of(ModelFamily.Gemma, 28, 3072, 16, 16, 24576, 256000, 8192) with { HeadSize = 256 })),
        new("gemma2-2b", "Gemma Team 2024", FamilyDefaults.Apply(Of(ModelFamily.Gemma2, 26, 2304, 8, 4, 9216, 256000, 8192) with { HeadSize = 256 })),
        new("phi3-mini", "Abdin et al. 2024", FamilyDefaults.Apply(Of(ModelFamily.Phi3, 32, 3072, 32, 32, 8192, 32064, 4096) with { TieEmbeddings = false, Window = 2047 })),
        Pythia("pythia-70m", 6, 512, 8),
        Pythia("pythia-160m", 12, 768, 12),
        Pythia("pythia-410m", 24, 1024, 16),
        Bert("bert-tiny", 2, 128, 2),
        Bert("bert-mini", 4, 256, 4),
        Bert("bert-small", 4, 512, 8),
        Bert("bert-medium", 8, 512, 8),
        Bert("bert-base", 12, 768, 12),
        Bert("bert-large", 24, 1024, 16),
        new("roberta-base", "Liu et al. 2019", FamilyDefaults.Apply(Of(ModelFamily.Roberta, 12, 768, 12, 12, 3072, 50265, 512))),
        new("roberta-large", "Liu et al. 2019", FamilyDefaults.Apply(Of(ModelFamily.Roberta, 24, 1024, 16, 16, 4096, 50265, 512))),
        new("distilbert-base", "Sanh et al. 2019", FamilyDefaults.Apply(Of(ModelFamily.DistilBert, 6, 768, 12, 12, 3072, 30522, 512))),
        new("modernbert-base", "Warner et al. 2024", FamilyDefaults.Apply(Of(ModelFamily.ModernBert, 22, 768, 12, 12, 1152, 50368, 8192))),
        T5("t5-small", 6, 512, 8, 2048),
        T5("t5-base", 12, 768, 12, 3072),
        new("flan-t5-small", "Chung et al. 2022 (T5 v1.1)", FamilyDefaults.Apply(Of(ModelFamily.T5, 8, 512, 6, 6, 1024, 32128, 512) with { HeadSize = 64, TieEmbeddings = false }) with
        {
            Gated = true,
            Activation = UnaryFunction.GeluTanh,
            PaddingToken = 0,
            DecoderStartToken = 0,
        }),
        new("bart-base", "Lewis et al. 2020", Bart(6, 768, 12, 3072)),
        new("bart-large", "Lewis et al. 2020", Bart(12, 1024, 16, 4096)),
        Recurrent("lstm-20m", ModelFamily.Lstm),
        Recurrent("gru-18m", ModelFamily.Gru),
    ];

    /// <summary>The preset of a name; null where there is none.</summary>
    public static ModelPreset? Find(string name) => All.FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The published model that has the family and the sizes of a description, whatever its head; null where none is known.</summary>
    public static ModelPreset? Of(ModelConfig config) => All.FirstOrDefault(preset =>
        preset.Config.Family == config.Family && preset.Config.VocabularySize == config.VocabularySize && preset.Config.HiddenSize == config.HiddenSize
        && preset.Config.Layers == config.Layers && preset.Config.Heads == config.Heads && preset.Config.KeyValueHeads == config.KeyValueHeads
        && preset.Config.IntermediateSize == config.IntermediateSize && preset.Config.DecoderLayers == config.DecoderLayers && preset.Config.ContextLength == config.ContextLength);

    private static ModelConfig Of(ModelFamily family, int layers, int hidden, int heads, int keyValueHeads, int intermediate, int vocabulary, int context) => new()
    {
        Family = family,
        VocabularySize = vocabulary,
        HiddenSize = hidden,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = keyValueHeads,
        IntermediateSize = intermediate,
        ContextLength = context,
    };

    private static ModelPreset Gpt(string name, string source, ModelFamily family, int layers, int hidden, int heads, int vocabulary, int context) =>
        new(name, source, FamilyDefaults.Apply(Of(family, layers, hidden, heads, heads, 4 * hidden, vocabulary, context)));

    private static ModelPreset Llama(string name, string source, int layers, int hidden, int heads, int keyValueHeads, int intermediate, int vocabulary, int context, bool tied = true, double ropeBase = 10_000) =>
        new(name, source, Of(ModelFamily.Llama, layers, hidden, heads, keyValueHeads, intermediate, vocabulary, context) with { TieEmbeddings = tied, RopeBase = ropeBase });

    private static ModelPreset Pythia(string name, int layers, int hidden, int heads) =>
        new(name, "Biderman et al. 2023", FamilyDefaults.Apply(Of(ModelFamily.NeoX, layers, hidden, heads, heads, 4 * hidden, 50304, 2048)));

    private static ModelPreset Bert(string name, int layers, int hidden, int heads) =>
        new(name, BertPaper, FamilyDefaults.Apply(Of(ModelFamily.Bert, layers, hidden, heads, heads, 4 * hidden, 30522, 512)));

    private static ModelPreset T5(string name, int layers, int hidden, int heads, int intermediate) =>
        new(name, "Raffel et al. 2020", FamilyDefaults.Apply(Of(ModelFamily.T5, layers, hidden, heads, heads, intermediate, 32128, 512)) with { PaddingToken = 0, DecoderStartToken = 0 });

    private static ModelConfig Bart(int layers, int hidden, int heads, int intermediate) =>
        FamilyDefaults.Apply(Of(ModelFamily.Bart, layers, hidden, heads, heads, intermediate, 50265, 1024)) with { PaddingToken = 1, DecoderStartToken = 2 };

    private static ModelPreset Recurrent(string name, ModelFamily family) =>
        new(name, "two layers of 650 units, as the medium model of Zaremba et al. 2014", FamilyDefaults.Apply(Of(family, 2, 650, 1, 1, 650, 10000, 256) with { TieEmbeddings = false }));
}
