using System.Globalization;
using Sinter.Data;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Reinforcement;

/// <summary>A sum and its answer, such as <c>37+85=</c> and <c>122</c>.</summary>
/// <param name="Prompt">The sum, with the sign of equality.</param>
/// <param name="Answer">The answer.</param>
public readonly record struct ArithmeticProblem(string Prompt, string Answer);

/// <summary>
/// Sums that can be checked, to train and measure small models on. Which sums are held out follows from the sums alone: of each a hash decides, so that no training set, whatever its seed and size, holds one
/// of any held-out set.
/// </summary>
/// <param name="digits">The most digits of a number; 1 to 9.</param>
/// <param name="heldOutShare">The share of all sums that is held out.</param>
public sealed class ArithmeticProblems(int digits = 2, double heldOutShare = 0.1)
{
    private readonly long _limit = digits is >= 1 and <= 9 ? (long)Math.Pow(10, digits) : throw new ArgumentException(Invariant($"The numbers of sums have {digits} digits; expected 1 to 9."));
    private readonly double _heldOutShare = heldOutShare is > 0 and < 1 ? heldOutShare : throw new ArgumentException(Invariant($"The held-out share of sums is {heldOutShare}; it must lie between 0 and 1."));

    /// <summary>Sums to train on, drawn at random: each number as likely, and a sum may come again.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">What they are drawn from.</param>
    public IEnumerable<ArithmeticProblem> Train(int count, ulong seed) => Draw(count, seed, heldOut: false);

    /// <summary>Held-out sums, each once.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">What they are drawn from.</param>
    public IEnumerable<ArithmeticProblem> HeldOut(int count, ulong seed) => Draw(4 * count, seed, heldOut: true).Distinct().Take(count);

    /// <summary>Draws until a sum came that is wanted, at most so often for each: of few digits perhaps none is held out.</summary>
    private const int MostAttempts = 100_000;

    private IEnumerable<ArithmeticProblem> Draw(int count, ulong seed, bool heldOut)
    {
        var random = new RandomStream(seed, heldOut ? "arithmetic/held-out" : "arithmetic/train");
        for (int drawn = 0, attempts = 0; drawn < count && attempts < MostAttempts; attempts++)
        {
            var (a, b) = (random.NextBelow(_limit), random.NextBelow(_limit));
            var prompt = string.Create(CultureInfo.InvariantCulture, $"{a}+{b}=");
            if (StableHash.Of(prompt) / (double)ulong.MaxValue < _heldOutShare == heldOut)
            {
                drawn++;
                attempts = 0;
                yield return new ArithmeticProblem(prompt, (a + b).ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
