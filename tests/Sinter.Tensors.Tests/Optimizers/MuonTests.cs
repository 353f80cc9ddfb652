using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class MuonTests
{
    private const double Rate = 0.01;

    [Theory]
    [InlineData(24, 40)]
    [InlineData(40, 24)]
    [InlineData(31, 31)]
    public void A_step_is_that_of_the_formula_in_double_precision(int rows, int columns)
    {
        var parameters = Draw(rows, columns);
        var before = parameters["matrix"].Value.ToArray<float>();
        var gradient = Fill(parameters["matrix"]);
        var optimizer = new Muon(parameters, new MuonOptions { AdamW = new AdamWOptions { WeightDecay = 0.3, GradientClip = 0 } });

        optimizer.Step(Rate);

        // In the first step the momentum is the gradient: with the look ahead the direction is (1 + μ) times it.
        var direction = Orthogonalize(gradient, rows, columns);
        var after = parameters["matrix"].Value.ToArray<float>();
        for (var i = 0; i < after.Length; i++)
        {
            var expected = (before[i] * (1 - (Rate * 0.3))) - (Rate * 0.2 * Math.Sqrt(Math.Max(rows, columns)) * direction[i]);
            ((double)after[i]).ShouldBe(expected, 1e-5);
        }

        parameters["matrix"].Gradient.ToArray<float>().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Embeddings_and_vectors_are_left_to_AdamW()
    {
        var (withMuon, withAdamW) = (Draw(8, 8), Draw(8, 8));
        foreach (var set in new[] { withMuon, withAdamW })
        {
            foreach (var parameter in set.All)
            {
                Fill(parameter);
            }
        }

        new Muon(withMuon, new MuonOptions()).Step(Rate);
        new AdamW(withAdamW, new AdamWOptions()).Step(Rate);

        withMuon["embedding"].Value.ToArray<float>().ShouldBe(withAdamW["embedding"].Value.ToArray<float>());
        withMuon["vector"].Value.ToArray<float>().ShouldBe(withAdamW["vector"].Value.ToArray<float>());
        withMuon["matrix"].Value.ToArray<float>().ShouldNotBe(withAdamW["matrix"].Value.ToArray<float>());
    }

    private static ParameterSet Draw(int rows, int columns)
    {
        var parameters = new ParameterSet(new CpuBackend(2),
        [
            new("vector", [7], ParameterRole.Vector),
            new("matrix", [rows, columns], ParameterRole.Matrix),
            new("embedding", [11, 5], ParameterRole.Embedding),
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

    private static double[] Fill(Parameter parameter)
    {
        var random = new RandomStream(2, parameter.Name);
        foreach (ref var value in parameter.Gradient.AsSpan<float>())
        {
            value += (float)random.NextNormal();
        }

        return Array.ConvertAll(parameter.Gradient.ToArray<float>(), static value => (double)value);
    }

    /// <summary>Five Newton-Schulz steps written as plainly as possible: X = 3.4445 X - 4.7750 (X Xᵀ) X + 2.0315 (X Xᵀ)² X.</summary>
    private static double[] Orthogonalize(double[] matrix, int rows, int columns)
    {
        var norm = Math.Sqrt(matrix.Sum(value => value * value));
        var x = Array.ConvertAll(matrix, value => value / norm);
        for (var step = 0; step < 5; step++)
        {
            var square = Multiply(x, Transpose(x, rows, columns), rows, columns, rows);
            var once = Multiply(square, x, rows, rows, columns);
            var twice = Multiply(square, once, rows, rows, columns);
            x = [.. x.Select((value, i) => (3.4445 * value) - (4.7750 * once[i]) + (2.0315 * twice[i]))];
        }

        return x;
    }

    private static double[] Transpose(double[] matrix, int rows, int columns)
        => [.. Enumerable.Range(0, rows * columns).Select(i => matrix[(i % rows * columns) + (i / rows)])];

    private static double[] Multiply(double[] a, double[] b, int rows, int depth, int columns)
        => [.. Enumerable.Range(0, rows * columns).Select(i => Enumerable.Range(0, depth).Sum(k => a[(i / columns * depth) + k] * b[(k * columns) + (i % columns)]))];
}
