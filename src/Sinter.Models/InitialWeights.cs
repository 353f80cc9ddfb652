using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models;

/// <summary>The weights that a model begins with.</summary>
internal static class InitialWeights
{
    private const double Deviation = 0.02;

    /// <summary>
    /// Draws the weights as GPT-2 does: N(0, 0.02), the projections into the residual stream N(0, 0.02 / sqrt(2 layers)) where norms stand before the parts, norms 1
    /// (or 0 where an offset is added), biases 0. Each weight has a stream of its own name.
    /// </summary>
    public static void Draw(ModelConfig config, ParameterSet parameters, ulong seed)
    {
        foreach (var parameter in parameters.All)
        {
            var values = parameter.Value.AsSpan<float>();
            if (parameter.Value.Shape.Rank == 1)
            {
                values.Fill(parameter.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : (float)(1 - config.NormOffset));
                continue;
            }

            var deviation = DeviationOf(config, parameter.Name);
            var random = new RandomStream(seed, "initialize/" + parameter.Name);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(random.NextNormal() * deviation);
            }
        }
    }

    private static double DeviationOf(ModelConfig config, string name)
    {
        var intoResidual = name.EndsWith("attention.output", StringComparison.Ordinal) || name.EndsWith("down", StringComparison.Ordinal);
        return intoResidual && config.NormPlacement != NormPlacement.After ? Deviation / Math.Sqrt(2 * config.Layers) : Deviation;
    }
}
