using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Transformers;

/// <summary>The weights that a T5 begins with.</summary>
internal static class T5InitialWeights
{
    /// <summary>
    /// Draws the weights as Raffel et al. 2020 do: each matrix N(0, 1 / sqrt(its inputs)); queries by sqrt(head size) smaller, as T5 does not scale its scores; the
    /// embedding N(0, 1), which v1.0 scales down before its output; norms 1. An output of its own is a matrix like the others.
    /// </summary>
    public static void Draw(ModelConfig config, IReadOnlyList<Parameter> parameters, ulong seed)
    {
        foreach (var parameter in parameters)
        {
            var values = parameter.Value.AsSpan<float>();
            if (parameter.Value.Shape.Rank == 1)
            {
                values.Fill(1);
                continue;
            }

            var width = parameter.Value.Shape[1];
            var queries = parameter.Name.EndsWith(".query", StringComparison.Ordinal) ? values.Length
                : parameter.Name.EndsWith(".qkv", StringComparison.Ordinal) ? config.QuerySize * width : 0;
            var deviation = parameter.Name == "embedding" ? 1
                : parameter.Name.EndsWith("relativeBias", StringComparison.Ordinal) ? 1 / Math.Sqrt(config.HiddenSize)
                : 1 / Math.Sqrt(width);
            var random = new RandomStream(seed, "initialize/" + parameter.Name);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(random.NextNormal() * (i < queries ? deviation / Math.Sqrt(config.HeadSize) : deviation));
            }
        }
    }
}
