using Sinter.Tensors.Optimizers;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class AdamWTests
{
    [Fact]
    public void Five_steps_are_those_of_the_formula_in_double_precision()
    {
        const double Rate = 0.01;
        var options = new AdamWOptions { WeightDecay = 0.3, GradientClip = 1.5 };
        var parameters = OddParameters.Draw();
        var optimizer = new AdamW(parameters, options);
        var expected = parameters.All.Select(parameter => Array.ConvertAll(parameter.Value.ToArray<float>(), static value => (double)value)).ToArray();
        var (means, squares) = (expected.Select(values => new double[values.Length]).ToArray(), expected.Select(values => new double[values.Length]).ToArray());

        for (var step = 1; step <= 5; step++)
        {
            // The last steps have gradients too small to be clipped.
            var gradients = OddParameters.Fill(parameters, step, step < 4 ? 1 : 1e-4);
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
        OddParameters.ShouldBe(parameters, expected, 1e-5);
    }
}
