using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>The weights of one part of a model.</summary>
/// <param name="Name">The part.</param>
/// <param name="Parameters">How many there are.</param>
public sealed record PartSize(string Name, long Parameters);

/// <summary>What a description means in numbers: parameters, memory, arithmetic. It makes no model.</summary>
public sealed record ModelSummary
{
    private ModelSummary(ModelConfig config) => Config = config;

    /// <summary>The description.</summary>
    public ModelConfig Config { get; }

    /// <summary>The published model that it is, by family and sizes; null where none is known.</summary>
    public ModelPreset? Published { get; private init; }

    /// <summary>The parts of the model, in the order in which a token goes through them.</summary>
    public IReadOnlyList<PartSize> Parts { get; private init; } = [];

    /// <summary>Trainable weights in all; a tied embedding counts once.</summary>
    public long Parameters => Parts.Sum(static part => part.Parameters);

    /// <summary>Weights that a token goes through: of a mixture of experts those of its own experts only.</summary>
    public long ActiveParameters { get; private init; }

    /// <summary>Bytes of keys and values for each token that a decoder keeps; 0 for a model that keeps none.</summary>
    public long CacheBytesPerToken { get; private init; }

    /// <summary>
    /// Floating-point operations for one token, forward: 2 for each weight of the matrices that it is multiplied with, those of the output among them, and 4 · heads · head size for each layer
    /// and each position that it attends to (Kaplan et al. 2020, table 1). Of an encoder-decoder it is for one token of each side, of a model with heads for several tokens with all heads. A training step takes three times
    /// as much.
    /// </summary>
    /// <param name="positions">Positions that a token attends to; windows are taken into account.</param>
    public double OperationsPerToken(int positions)
    {
        // An encoder sees as far ahead as back.
        var window = Config.Kind == ModelKind.Encoder ? (2 * Config.Window) - 1 : Config.Window;
        var attended = 0.0;
        for (var layer = 0; layer < Config.Blocks && Config.Kind != ModelKind.Recurrent; layer++)
        {
            attended += Config.IsWindowed(layer) ? Math.Min(positions, window) : positions;
        }

        // A decoder of an encoder-decoder attends to itself and to the source.
        attended += Config.Kind == ModelKind.EncoderDecoder ? 2.0 * Config.DecoderLayers * positions : 0;
        return (2.0 * _multiplied) + (4.0 * Config.QuerySize * attended);
    }

    private long _multiplied;

    /// <summary>Counts.</summary>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public static ModelSummary Of(ModelConfig config)
    {
        var layout = ModelLayout.Of(config.Validated()).ToList();
        var parts = layout
            .GroupBy(PartOf)
            .Select(static part => (Order: part.Min(static spec => OrderOf(PartOf(spec))), Part: new PartSize(part.Key, part.Sum(static spec => spec.Shape.Count))))
            .OrderBy(static part => part.Order)
            .Select(static part => part.Part)
            .ToList();
        var experts = layout.Where(static spec => spec.Name.Contains(".experts.", StringComparison.Ordinal)).Sum(static spec => spec.Shape.Count);
        var idle = config.Experts == 0 ? 0 : experts - (experts / config.Experts * config.ExpertsPerToken);
        var matrices = layout.Where(static spec => spec.Role == ParameterRole.Matrix).Sum(static spec => spec.Shape.Count) - idle;
        var hasOutput = config.Head is ModelHead.LanguageModel or ModelHead.MaskedLanguageModel;
        return new ModelSummary(config)
        {
            Published = ModelPresets.Of(config),
            Parts = parts,
            ActiveParameters = parts.Sum(static part => part.Parameters) - idle,
            CacheBytesPerToken = config.Kind switch
            {
                ModelKind.Decoder => 2L * sizeof(float) * config.KeyValueSize * (config.Layers + (config.PredictedTokens > 1 ? 1 : 0)),
                ModelKind.EncoderDecoder => 2L * sizeof(float) * config.KeyValueSize * config.DecoderLayers,
                _ => 0,
            },
            _multiplied = matrices + (hasOutput ? (long)config.VocabularySize * config.HiddenSize : 0),
        };
    }

    private static string PartOf(ParameterSpec spec) => spec.Name switch
    {
        "embedding" => "token embedding",
        "tokenTypes" => "position and segment embeddings",
        var name when name.EndsWith("positions", StringComparison.Ordinal) => "position and segment embeddings",
        var name when name.StartsWith("output", StringComparison.Ordinal) => "output",
        var name when name.StartsWith("mtp.", StringComparison.Ordinal) => "prediction heads",
        var name when name.StartsWith("head", StringComparison.Ordinal) || name.StartsWith("classifier", StringComparison.Ordinal) => "head",
        var name when name.Contains("norm", StringComparison.OrdinalIgnoreCase) => "norms",
        var name when name.Contains(".cross", StringComparison.OrdinalIgnoreCase) => "cross attention",
        var name when name.Contains("attention", StringComparison.OrdinalIgnoreCase) || name.EndsWith("relativeBias", StringComparison.Ordinal) => "attention",
        var name when name.Contains(".experts.", StringComparison.Ordinal) || name.Contains(".router", StringComparison.Ordinal) => "experts",
        var name when name.Contains("feedForward", StringComparison.OrdinalIgnoreCase) => "feed-forward",
        _ => "recurrent layers",
    };

    private static int OrderOf(string part) => part switch
    {
        "token embedding" => 0,
        "position and segment embeddings" => 1,
        "attention" => 2,
        "cross attention" => 3,
        "feed-forward" or "experts" or "recurrent layers" => 4,
        "prediction heads" => 5,
        "norms" => 6,
        "head" => 7,
        _ => 8,
    };
}
