using Sinter.Data.FastText;
using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Significance;

/// <summary>
/// The difference of two systems on the same items (Koehn, "Statistical Significance Tests for Machine Translation Evaluation", 2004): items are drawn with what both systems made of them.
/// </summary>
/// <param name="First">The figure of the first system.</param>
/// <param name="Second">That of the second.</param>
/// <param name="Low">The lower end of the interval of second - first.</param>
/// <param name="High">The upper end.</param>
/// <param name="PValue">How often so great a difference would come by chance where there is none, to either side: the drawn differences moved to 0, one added to hits and draws; 1 at most.</param>
public sealed record PairedBootstrap(double First, double Second, double Low, double High, double PValue)
{
    /// <summary>Second - first.</summary>
    public double Difference => Second - First;

    /// <summary>Compares the means of values, one of each system for each item.</summary>
    /// <param name="first">The values of the first system.</param>
    /// <param name="second">Those of the second on the same items.</param>
    /// <param name="seed">What is drawn from.</param>
    /// <param name="samples">How often.</param>
    /// <param name="confidence">How sure the interval is.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are none, or one is not finite.</exception>
    public static PairedBootstrap OfMeans(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int seed = 0, int samples = Bootstrap.UsualSamples, double confidence = 0.95)
    {
        Lengths.MustMatch(first.Length, "values of the first system", second.Length, "of the second");
        Bootstrap.Check(first);
        Bootstrap.Check(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var differences = new double[first.Length];
        for (var item = 0; item < differences.Length; item++)
        {
            differences[item] = second[item] - first[item];
        }

        var drawn = new double[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            var random = SplitMix.For(seed, sample);
            var sum = 0.0;
            for (var item = 0; item < differences.Length; item++)
            {
                sum += differences[random.NextBelow(differences.Length)];
            }

            drawn[sample] = sum / differences.Length;
        }

        var (before, after) = (0.0, 0.0);
        for (var item = 0; item < differences.Length; item++)
        {
            before += first[item];
            after += second[item];
        }

        return Make(before / first.Length, after / first.Length, drawn, confidence);
    }

    /// <summary>Compares figures that are not means, such as BLEU of a corpus.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="figures">Both systems' figures on drawn items, given their indices; an item may be there several times.</param>
    /// <param name="seed">What is drawn from.</param>
    /// <param name="samples">How often.</param>
    /// <param name="confidence">How sure the interval is.</param>
    /// <exception cref="ArgumentException">There are no items, or a figure is not finite.</exception>
    public static PairedBootstrap Of(int items, Func<IReadOnlyList<int>, (double First, double Second)> figures, int seed = 0, int samples = Bootstrap.UsualSamples, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var (first, second) = figures([.. Enumerable.Range(0, items)]);
        var drawn = new double[samples];
        var draw = new int[items];
        for (var sample = 0; sample < samples; sample++)
        {
            var random = SplitMix.For(seed, sample);
            for (var item = 0; item < items; item++)
            {
                draw[item] = random.NextBelow(items);
            }

            var (one, two) = figures(draw);
            drawn[sample] = two - one;
        }

        Bootstrap.Check([first, second, .. drawn]);
        return Make(first, second, drawn, confidence);
    }

    private static PairedBootstrap Make(double first, double second, double[] drawn, double confidence)
    {
        var difference = second - first;
        var asGreat = drawn.Count(value => Math.Abs(value - difference) >= Math.Abs(difference));
        Array.Sort(drawn);
        return new(
            first, second, Bootstrap.Percentile(drawn, (1 - confidence) / 2), Bootstrap.Percentile(drawn, (1 + confidence) / 2),
            Math.Min(1, (asGreat + 1.0) / (drawn.Length + 1.0)));
    }
}
