namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>The n-grams of one order with what the model says of them, in logarithms to base 10.</summary>
/// <param name="Store">The n-grams.</param>
/// <param name="Probabilities">Of each the probability of its last word behind the others.</param>
/// <param name="Backoffs">Of each the weight of the shorter context where it is the context and the longer n-gram is not known; empty at the highest order.</param>
internal sealed record NgramLevel(NgramStore Store, float[] Probabilities, float[] Backoffs)
{
    /// <summary>What is written for a probability of 0.</summary>
    public const float Impossible = -99;

    /// <summary>The back-off weight of an n-gram.</summary>
    public double Backoff(int index) => Backoffs.Length == 0 ? 0 : Backoffs[index];
}
