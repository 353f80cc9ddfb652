using Sinter.Tensors.Programs;

namespace Sinter.Models.Transformers;

/// <summary>The parameters of encoder-decoders. What both sides have is called alike, after <see cref="Encoder"/> or <see cref="Decoder"/>.</summary>
internal static class EncoderDecoderLayout
{
    /// <summary>What the names of the encoder's parameters begin with.</summary>
    public const string Encoder = "encoder.";

    /// <summary>What the names of the decoder's parameters begin with.</summary>
    public const string Decoder = "decoder.";

    /// <summary>The embedding, which both sides share, the two stacks, and the output.</summary>
    public static IEnumerable<ParameterSpec> Of(ModelConfig config) =>
    [
        new("embedding", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding),
        .. Side(config, Encoder, config.Layers),
        .. Side(config, Decoder, config.DecoderLayers),
        .. VocabularyOutput.Layout(config),
    ];

    private static IEnumerable<ParameterSpec> Side(ModelConfig config, string side, int layers)
    {
        var layout = Positions(config, side);
        for (var layer = 0; layer < layers; layer++)
        {
            layout = layout.Concat(TransformerLayout.Block(config, $"{side}{layer}."));
            if (side == Decoder)
            {
                layout = layout.Concat(CrossAttention(config, $"{side}{layer}.crossAttention"));
            }
        }

        return config.NormPlacement == NormPlacement.After ? layout : layout.Concat(TransformerLayout.Norm(config, side + "norm", config.HiddenSize));
    }

    private static IEnumerable<ParameterSpec> Positions(ModelConfig config, string side) =>
    [
        .. config.Positions switch
        {
            PositionKind.Learned => [new ParameterSpec(side + "positions", [config.ContextLength + config.PositionOffset, config.HiddenSize], ParameterRole.Embedding)],
            PositionKind.Relative => [new ParameterSpec(side + "relativeBias", [config.RelativeBuckets, config.Heads], ParameterRole.Embedding)],
            _ => Array.Empty<ParameterSpec>(),
        },
        .. config.EmbeddingNorm ? TransformerLayout.Norm(config, side + "embeddingNorm", config.HiddenSize) : [],
    ];

    /// <summary>Attention of the decoder to what the encoder gives: keys and values lie together, as they are multiplied with the same input.</summary>
    private static IEnumerable<ParameterSpec> CrossAttention(ModelConfig config, string name) =>
    [
        .. TransformerLayout.Norm(config, name + ".norm", config.HiddenSize),
        .. TransformerLayout.Linear(name + ".query", config.QuerySize, config.HiddenSize, config.AttentionBias),
        .. TransformerLayout.Linear(name + ".keyValue", 2 * config.KeyValueSize, config.HiddenSize, config.AttentionBias),
        .. TransformerLayout.Linear(name + ".output", config.HiddenSize, config.QuerySize, config.AttentionOutputBias),
        .. config.NormPlacement == NormPlacement.Both ? TransformerLayout.Norm(config, name + ".postNorm", config.HiddenSize) : [],
    ];
}
