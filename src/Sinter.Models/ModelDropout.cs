using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models;

/// <summary>
/// Dropout while a model is recorded for training (Srivastava et al. 2014): after the embeddings, on what attention and feed-forward add to the residual stream, and before the last layer of a head. Masks
/// follow from the seed, the pass and the place in the model.
/// </summary>
/// <param name="Rate">The probability that an element becomes 0, in [0, 1); 0 where only what has a rate of its own drops, such as LoRA.</param>
/// <param name="Seed">Integers [2], given before each run: the seed of the training and the number of the pass.</param>
public sealed record ModelDropout(double Rate, Tensor Seed)
{
    /// <summary>A tensor with some of its elements dropped.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="place">The name of the place in the model, which its masks are its own by.</param>
    /// <param name="rate">The rate of a place that has one of its own; null for <see cref="Rate"/>.</param>
    internal Tensor Apply(Tensor x, string place, double? rate = null)
    {
        // FNV-1a: the same number on every machine.
        var site = 2166136261u;
        foreach (var letter in place)
        {
            site = (site ^ letter) * 16777619u;
        }

        return x.Dropout(Seed, rate ?? Rate, (int)(site >> 1));
    }
}
