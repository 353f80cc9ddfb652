using Sinter.Tensors;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench;

/// <summary>Tensors of normally distributed numbers, the same in every run.</summary>
internal static class RandomTensor
{
    /// <summary>Makes one.</summary>
    public static Tensor Create(Backend backend, Shape shape, bool requiresGradient = false)
    {
        var tensor = Tensor.Zeros(backend, shape, requiresGradient: requiresGradient);
        var random = new RandomStream(1, shape.ToString());
        foreach (ref var value in tensor.AsSpan<float>())
        {
            value = (float)random.NextNormal();
        }

        return tensor;
    }
}
