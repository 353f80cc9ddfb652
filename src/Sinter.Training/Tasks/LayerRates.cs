using System.Globalization;
using Sinter.Models;
using Sinter.Tensors.Programs;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>Shares of the learning rate by layer, for <see cref="TrainingOptions.RateFactor"/>.</summary>
public static class LayerRates
{
    /// <summary>
    /// Rates that fall from layer to layer (Howard and Ruder 2018, section 3.2): the head has the whole rate, the last layer <paramref name="factor"/> of it, the one below factor² of it, and so on; embeddings
    /// come last.
    /// </summary>
    /// <param name="config">The model with its head.</param>
    /// <param name="factor">Above 0, at most 1; 0.95 to 0.65 are usual.</param>
    /// <exception cref="ArgumentException">The factor is out of its range.</exception>
    public static Func<Parameter, long, double> Decay(ModelConfig config, double factor)
    {
        if (!(factor is > 0 and <= 1))
        {
            throw new ArgumentException(Invariant($"The rates of layers fall by the factor {factor}; it must lie above 0 and not above 1."), nameof(factor));
        }

        return (parameter, _) => Math.Pow(factor, Top(config) - Depth(config, parameter.Name));
    }

    /// <summary>
    /// Layers that thaw one after another (Howard and Ruder 2018, section 3.3): at first the head alone is trained, then the last layer too, and so on down to the embeddings.
    /// </summary>
    /// <param name="config">The model with its head.</param>
    /// <param name="stepsPerLayer">Steps until the next layer thaws, at least 1.</param>
    /// <exception cref="ArgumentException">The number of steps is below 1.</exception>
    public static Func<Parameter, long, double> Thaw(ModelConfig config, int stepsPerLayer)
    {
        if (stepsPerLayer < 1)
        {
            throw new ArgumentException(Invariant($"A layer thaws every {stepsPerLayer} steps; give at least 1."), nameof(stepsPerLayer));
        }

        return (parameter, step) => step / stepsPerLayer >= Top(config) - Depth(config, parameter.Name) ? 1 : 0;
    }

    /// <summary>The product of two.</summary>
    public static Func<Parameter, long, double> Both(Func<Parameter, long, double> first, Func<Parameter, long, double> second)
        => (parameter, step) => first(parameter, step) * second(parameter, step);

    /// <summary>The depth of what stands behind the last layer.</summary>
    internal static int Top(ModelConfig config) => config.Layers + 1 + (config.Kind == ModelKind.EncoderDecoder ? config.DecoderLayers : 0);

    /// <summary>How far a parameter stands from the embeddings: 0 for theirs, one more for each layer, and the most for the last norm and the head. The decoder of an encoder-decoder follows its encoder.</summary>
    internal static int Depth(ModelConfig config, string name)
    {
        var parts = name.Split('.');
        if (parts.Any(static part => part is "embedding" or "positions" or "tokenTypes" or "embeddingNorm"))
        {
            return 0;
        }

        // T5's layers share the bias of the first one of their side.
        if (parts[^1] == "relativeBias")
        {
            return 1 + (parts[0] == "decoder" ? config.Layers : 0);
        }

        var layer = Array.FindIndex(parts, static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        if (layer < 0 || parts.Contains("mtp", StringComparer.Ordinal))
        {
            return config.Kind == ModelKind.EncoderDecoder && parts[0] == "encoder" ? config.Layers : Top(config);
        }

        return Math.Min(Top(config), 1 + int.Parse(parts[layer], CultureInfo.InvariantCulture) + (parts.Take(layer).Contains("decoder", StringComparer.Ordinal) ? config.Layers : 0));
    }
}
