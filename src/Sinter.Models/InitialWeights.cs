using Sinter.Models.Recurrent;
using Sinter.Models.Transformers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models;

/// <summary>The weights that a model begins with.</summary>
internal static class InitialWeights
{
    private const double Deviation = 0.02;

    /// <summary>
    /// Draws the weights as GPT-2 does: N(0, 0.02), the projections into the residual stream N(0, 0.02 / sqrt(2 layers)) where norms stand before the parts, norms 1
    /// (or 0 where an offset is added), biases 0. T5 and recurrent models have ways of their own. Each weight has a stream of its own name.
    /// </summary>
    public static void Draw(ModelConfig config, IReadOnlyList<Parameter> parameters, ulong seed)
    {
        if (config.Family == ModelFamily.T5)
        {
            T5InitialWeights.Draw(config, parameters, seed);
            return;
        }

        if (config.Kind == ModelKind.Recurrent)
        {
            RecurrentInitialWeights.Draw(config, parameters, seed);
            return;
        }

        foreach (var parameter in parameters)
        {
            Draw(config, parameter, seed);
        }
    }

    /// <summary>Draws one parameter.</summary>
    public static void Draw(ModelConfig config, Parameter parameter, ulong seed)
    {
        var values = parameter.Value.AsSpan<float>();
        if (parameter.Value.Shape.Rank == 1)
        {
            values.Fill(parameter.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : (float)(1 - config.NormOffset));
            return;
        }

        var deviation = DeviationOf(config, parameter.Name);
        var random = new RandomStream(seed, "initialize/" + parameter.Name);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextNormal() * deviation);
        }
    }

    private static double DeviationOf(ModelConfig config, string name)
    {
        var intoResidual = name.EndsWith("attention.output", StringComparison.Ordinal) || name.EndsWith("down", StringComparison.Ordinal);
        return intoResidual && config.NormPlacement != NormPlacement.After ? Deviation / Math.Sqrt(2 * config.Layers) : Deviation;
    }
}
