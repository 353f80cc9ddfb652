using Sinter.Tensors.Programs;

namespace Sinter.Models.Transformers;

/// <summary>
/// The heads of a model that predicts several tokens at once (Gloeckle et al. 2024): one block each, <c>mtp.0.</c> for the next token, <c>mtp.1.</c> for the one after it,
/// and so on, side by side on one trunk. The final norm and the output are shared.
/// </summary>
internal static class PredictionHeads
{
    /// <summary>The parameters of all heads; none where the next token only is predicted.</summary>
    public static IEnumerable<ParameterSpec> Layout(ModelConfig config)
        => Enumerable.Range(config.Layers, config.Blocks - config.Layers).SelectMany(layer => TransformerLayout.Block(config, Prefix(config, layer)));

    /// <summary>What the names of a layer's parameters begin with; the heads follow the trunk's layers.</summary>
    public static string Prefix(ModelConfig config, int layer) => layer < config.Layers ? $"{layer}." : $"mtp.{layer - config.Layers}.";
}
