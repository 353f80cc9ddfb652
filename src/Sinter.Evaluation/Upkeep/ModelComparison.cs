using System.Globalization;
using Sinter.Evaluation.Metrics;
using Sinter.Evaluation.Significance;

namespace Sinter.Evaluation.Upkeep;

/// <summary>An old and a new model measured on the same held-out items.</summary>
/// <param name="Measure">What was measured: <c>bits per byte</c>, <c>accuracy</c>.</param>
/// <param name="Items">How many items there are.</param>
/// <param name="Old">The figure of the old model.</param>
/// <param name="New">The figure of the new one.</param>
/// <param name="LowerIsBetter">Whether small figures are good ones.</param>
/// <param name="Low">The lower end of the 95 % interval of new - old.</param>
/// <param name="High">The upper end.</param>
/// <param name="PValue">How often so great a difference comes by chance where there is none.</param>
/// <param name="Verdict">Which model it speaks for.</param>
public sealed record ModelComparison(string Measure, long Items, double Old, double New, bool LowerIsBetter, double Low, double High, double PValue, UpkeepVerdict Verdict)
{
    /// <summary>With fewer items than this nothing is decided: an interval of so few means nothing.</summary>
    public const int FewestItems = 10;

    private const double Significance = 0.05;

    /// <summary>New - old.</summary>
    public double Difference => New - Old;

    /// <summary>Compares losses, of which small ones are good.</summary>
    /// <param name="measure">The name of the measure with its unit.</param>
    /// <param name="old">The loss of the old model on each item: the sum over the units of the item where there are <paramref name="units"/>, else the loss itself.</param>
    /// <param name="new">The loss of the new model on the same items.</param>
    /// <param name="units">The tokens or bytes of each item, by whose sum the summed loss is divided; null where each item counts the same.</param>
    /// <param name="seed">What the bootstrap draws from.</param>
    /// <param name="margin">A difference up to here does not matter, in the units of the measure.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no items, or a number is not finite or a unit not above 0.</exception>
    public static ModelComparison OfLosses(string measure, IReadOnlyList<double> old, IReadOnlyList<double> @new, IReadOnlyList<long>? units = null, int seed = 0, double margin = 0)
    {
        Lengths.MustMatch(old.Count, "losses of the old model", @new.Count, "of the new");
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        if (units is null)
        {
            return Judge(measure, old.Count, PairedBootstrap.OfMeans([.. old], [.. @new], seed), lowerIsBetter: true, margin);
        }

        Lengths.MustMatch(old.Count, "losses", units.Count, "counts of units");
        if (units.Any(static count => count <= 0))
        {
            throw new ArgumentException("An item has no tokens or bytes; leave out what is empty.", nameof(units));
        }

        if (old.Count == 0)
        {
            throw new ArgumentException("There are no items; at least one is expected.", nameof(old));
        }

        Bootstrap.Check([.. old, .. @new]);
        var bootstrap = PairedBootstrap.Of(
            old.Count,
            items =>
            {
                var (before, after, sum) = (0.0, 0.0, 0L);
                foreach (var item in items)
                {
                    before += old[item];
                    after += @new[item];
                    sum += units[item];
                }

                return (before / sum, after / sum);
            },
            seed);
        return Judge(measure, old.Count, bootstrap, lowerIsBetter: true, margin);
    }

    /// <summary>Compares answers that are right or wrong: the interval is that of the paired bootstrap, and McNemar's exact test has to agree.</summary>
    /// <param name="measure">The name of the measure.</param>
    /// <param name="old">Whether the old model got each item right.</param>
    /// <param name="new">Whether the new one did.</param>
    /// <param name="seed">What the bootstrap draws from.</param>
    /// <param name="margin">A difference up to here does not matter, as a share.</param>
    /// <exception cref="ArgumentException">The lengths differ or there are no items.</exception>
    public static ModelComparison OfAnswers(string measure, IReadOnlyList<bool> old, IReadOnlyList<bool> @new, int seed = 0, double margin = 0)
    {
        Lengths.MustMatch(old.Count, "answers of the old model", @new.Count, "of the new");
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var bootstrap = PairedBootstrap.OfMeans([.. old.Select(Number)], [.. @new.Select(Number)], seed);
        return Judge(measure, old.Count, bootstrap with { PValue = McNemarTest.Of([.. old], [.. @new]).PValue }, lowerIsBetter: false, margin);
    }

    /// <summary>The comparison in a sentence.</summary>
    public override string ToString()
    {
        var verdict = Verdict switch
        {
            UpkeepVerdict.TakeNew => "the new model is better",
            UpkeepVerdict.KeepOld => "the new model is worse",
            _ when Items < FewestItems => "too few items to tell",
            _ => "no difference that is more than chance",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Measure}: {Old:0.0000} before, {New:0.0000} after on {Items} items (change {Low:+0.0000;-0.0000;0} to {High:+0.0000;-0.0000;0}): {verdict}.");
    }

    private static double Number(bool right) => right ? 1 : 0;

    private static ModelComparison Judge(string measure, int items, PairedBootstrap bootstrap, bool lowerIsBetter, double margin)
    {
        // How much worse the new model is, from at least to at most.
        var (least, most) = lowerIsBetter ? (bootstrap.Low, bootstrap.High) : (-bootstrap.High, -bootstrap.Low);
        var isSure = items >= FewestItems && bootstrap.PValue <= Significance;
        var verdict = isSure && least > margin ? UpkeepVerdict.KeepOld
            : isSure && most < -margin ? UpkeepVerdict.TakeNew
            : UpkeepVerdict.NoDifference;
        return new(measure, items, bootstrap.First, bootstrap.Second, lowerIsBetter, bootstrap.Low, bootstrap.High, bootstrap.PValue, verdict);
    }
}
