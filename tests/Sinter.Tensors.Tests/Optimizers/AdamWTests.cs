using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class AdamWTests
{
    /// <summary>One matrix larger than a task of the optimizer, one at an odd size, one vector.</summary>
    private static readonly ParameterSpec[] Shapes =
    [
        new("large", [300, 301], ParameterRole.Matrix),
        new("vector", [37], ParameterRole.Vector),
        new("small", [3, 5], ParameterRole.Matrix),
    ];

    [Fact]
    public void Five_steps_are_those_of_the_formula_in_double_precision()
    {
        const double Rate = 0.01;
        var options = new AdamWOptions { WeightDecay = 0.3, GradientClip = 1.5 };
        var parameters = Draw();
        var optimizer = new AdamW(parameters, options);
        var expected = parameters.All.Select(parameter => Array.ConvertAll(parameter.Value.ToArray<float>(), static value => (double)value)).ToArray();
        var (means, squares) = (expected.Select(values => new double[values.Length]).ToArray(), expected.Select(values => new double[values.Length]).ToArray());

        for (var step = 1; step <= 5; step++)
        {
            // The last steps have gradients too small to be clipped.
            var gradients = Fill(parameters, step, step < 4 ? 1 : 1e-4);
            var norm = Math.Sqrt(gradients.Sum(values => values.Sum(value => (double)value * value)));
            var clip = Math.Min(1, options.GradientClip / norm);
            for (var p = 0; p < expected.Length; p++)
            {
                var decay = parameters.All[p].Value.Shape.Rank >= 2 ? options.WeightDecay : 0;
                for (var i = 0; i < expected[p].Length; i++)
                {
                    var gradient = gradients[p][i] * clip;
                    means[p][i] = (options.Beta1 * means[p][i]) + ((1 - options.Beta1) * gradient);
                    squares[p][i] = (options.Beta2 * squares[p][i]) + ((1 - options.Beta2) * gradient * gradient);
                    var direction = means[p][i] / (1 - Math.Pow(options.Beta1, step))
                        / (Math.Sqrt(squares[p][i] / (1 - Math.Pow(options.Beta2, step))) + options.Epsilon);
                    expected[p][i] -= Rate * (direction + (decay * expected[p][i]));
                }
            }

            optimizer.Step(Rate).ShouldBe(norm, 1e-6 * norm);
        }

        optimizer.Steps.ShouldBe(5);
        for (var p = 0; p < expected.Length; p++)
        {
            var actual = parameters.All[p].Value.ToArray<float>();
            for (var i = 0; i < actual.Length; i++)
            {
                ((double)actual[i]).ShouldBe(expected[p][i], 1e-5, $"element {i} of {parameters.All[p].Name}");
            }
        }
    }

    [Fact]
    public void A_step_clears_the_gradients_that_it_has_used()
    {
        var parameters = Draw();
        Fill(parameters, 1, 1);

        new AdamW(parameters, new AdamWOptions()).Step(0.01);

        parameters.All.SelectMany(parameter => parameter.Gradient.ToArray<float>()).ShouldAllBe(value => value == 0);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_no_number_leaves_weights_and_state_alone(float poison)
    {
        var parameters = Draw();
        var optimizer = new AdamW(parameters, new AdamWOptions());
        var before = Weights(parameters);
        Fill(parameters, 1, 1);
        parameters["vector"].Gradient.AsSpan<float>()[36] = poison;

        var norm = optimizer.Step(0.01);

        double.IsFinite(norm).ShouldBeFalse();
        optimizer.Steps.ShouldBe(0);
        Weights(parameters).ShouldBe(before);
        optimizer.State[0].Values.ToArray().ShouldAllBe(value => value == 0);
    }

    private static ParameterSet Draw()
    {
        var parameters = new ParameterSet(new CpuBackend(2), Shapes);
        var random = new RandomStream(1, "weights");
        foreach (var parameter in parameters.All)
        {
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value = (float)random.NextNormal();
            }
        }

        return parameters;
    }

    private static float[][] Fill(ParameterSet parameters, int step, double scale)
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

    private static float[] Weights(ParameterSet parameters) => [.. parameters.All.SelectMany(parameter => parameter.Value.ToArray<float>())];
}
