using Sinter.Tensors.Optimizers;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class LionTests
{
    [Fact]
    public void Five_steps_are_those_of_the_formula_in_double_precision()
    {
        const double Rate = 0.01;
        var options = new LionOptions { WeightDecay = 0.3, GradientClip = 1.5 };
        var parameters = OddParameters.Draw();
        var optimizer = new Lion(parameters, options);
        var expected = OddParameters.Doubles(parameters);
        var momentum = expected.Select(values => new double[values.Length]).ToArray();
        for (var step = 1; step <= 5; step++)
        {
            // The last steps have gradients too small to be clipped.
            var gradients = OddParameters.Fill(parameters, step, step < 4 ? 1 : 1e-4);
            var clip = OddParameters.Clip(gradients, options.GradientClip);
            for (var p = 0; p < expected.Length; p++)
            {
                var decay = parameters.All[p].Value.Shape.Rank >= 2 ? options.WeightDecay : 0;
                for (var i = 0; i < expected[p].Length; i++)
                {
                    var gradient = gradients[p][i] * clip;
                    var direction = (options.Beta1 * momentum[p][i]) + ((1 - options.Beta1) * gradient);
                    expected[p][i] -= Rate * (Math.Sign(direction) + (decay * expected[p][i]));
                    momentum[p][i] = (options.Beta2 * momentum[p][i]) + ((1 - options.Beta2) * gradient);
                }
            }

            optimizer.Step(Rate);
        }

        OddParameters.ShouldBe(parameters, expected, 1e-5);
    }

    [Fact]
    public void A_weight_without_gradient_only_decays()
    {
        var parameters = OddParameters.Draw();
        var before = parameters["small"].Value.ToArray<float>();

        new Lion(parameters, new LionOptions { WeightDecay = 0.5 }).Step(0.1);

        parameters["small"].Value.ToArray<float>().ShouldBe(Array.ConvertAll(before, static value => value * 0.95f));
    }
}
