using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Optimizers;

/// <summary>Parameters that optimizers are tested with: a matrix larger than one task at an odd size, a small one, an embedding, and vectors.</summary>
internal static class OddParameters
{
    public static ParameterSet Draw(int threads = 2)
    {
        var parameters = new ParameterSet(new CpuBackend(threads),
        [
            new("large", [300, 301], ParameterRole.Matrix),
            new("vector", [37], ParameterRole.Vector),
            new("small", [3, 5], ParameterRole.Matrix),
            new("embedding", [11, 7], ParameterRole.Embedding),
        ]);
        foreach (var parameter in parameters.All)
        {
            var random = new RandomStream(1, parameter.Name);
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value = (float)random.NextNormal();
            }
        }

        return parameters;
    }

    /// <summary>Draws the gradients of a step; gives a copy, by parameter.</summary>
    public static float[][] Fill(ParameterSet parameters, int step, double scale = 1)
    {
        var random = new RandomStream((ulong)step, "gradients");
        return [.. parameters.All.Select(parameter =>
        {
            foreach (ref var value in parameter.Gradient.AsSpan<float>())
            {
                value = (float)(random.NextNormal() * scale);
            }

            return parameter.Gradient.ToArray<float>();
        })];
    }

    /// <summary>All weights in one array.</summary>
    public static float[] Weights(ParameterSet parameters) => [.. parameters.All.SelectMany(parameter => parameter.Value.ToArray<float>())];

    /// <summary>The weights in double precision, by parameter.</summary>
    public static double[][] Doubles(ParameterSet parameters)
        => [.. parameters.All.Select(parameter => Array.ConvertAll(parameter.Value.ToArray<float>(), static value => (double)value))];

    /// <summary>The factor that brings the norm of all gradients down to a limit, in double precision.</summary>
    public static double Clip(float[][] gradients, double limit)
        => limit == 0 ? 1 : Math.Min(1, limit / Math.Sqrt(gradients.Sum(values => values.Sum(value => (double)value * value))));

    /// <summary>Holds that all weights are as expected.</summary>
    public static void ShouldBe(ParameterSet parameters, double[][] expected, double tolerance)
    {
        foreach (var (p, parameter) in parameters.All.Index())
        {
            var actual = parameter.Value.ToArray<float>();
            for (var i = 0; i < actual.Length; i++)
            {
                // Asked first: to make a message for each of so many weights takes longer than all else.
                if (!(Math.Abs(actual[i] - expected[p][i]) <= tolerance))
                {
                    ((double)actual[i]).ShouldBe(expected[p][i], tolerance, $"element {i} of {parameter.Name}");
                }
            }
        }
    }
}
