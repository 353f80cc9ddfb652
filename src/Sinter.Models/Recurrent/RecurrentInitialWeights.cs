using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Recurrent;

/// <summary>The weights that a recurrent model begins with.</summary>
internal static class RecurrentInitialWeights
{
    /// <summary>
    /// Draws all weights and biases uniformly from ±1 / sqrt(hidden size), as PyTorch does in its recurrent and linear layers; the embedding too, since it may be the output as well.
    /// </summary>
    public static void Draw(ModelConfig config, IReadOnlyList<Parameter> parameters, ulong seed)
    {
        var bound = 1 / Math.Sqrt(config.HiddenSize);
        foreach (var parameter in parameters)
        {
            var random = new RandomStream(seed, "initialize/" + parameter.Name);
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight = (float)(((2 * random.NextDouble()) - 1) * bound);
            }
        }
    }
}
