using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Core;

/// <summary>The README's example of tensors, as it stands there.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public void A_linear_layer_learns_the_weights_that_made_its_data()
    {
        var random = new RandomStream(1, "example");
        var x = Tensor.Normal(random, [64, 3]);
        var y = x.Linear(Tensor.From(new float[,] { { 1, -2, 0.5f } }));
        var weight = Tensor.Normal(random, [1, 3], requiresGradient: true);
        for (var step = 0; step < 200; step++)
        {
            var loss = (x.Linear(weight) - y).Square().Mean();
            weight = Tensor.From((weight - (0.1f * loss.GradientOf(weight))).ToArray<float>(), [1, 3], requiresGradient: true);
        }

        weight.ToArray<float>().Zip([1f, -2f, 0.5f], (learned, made) => Math.Abs(learned - made)).Max().ShouldBeLessThan(1e-3f);
    }
}
