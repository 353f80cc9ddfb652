namespace Sinter.Data.Mixing;

/// <summary>Divides an amount. Pure arithmetic in a fixed order, so that it gives the same everywhere.</summary>
internal static class Allotment
{
    /// <summary>How far sums of shares may be off, as 0.1 has no exact form.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>n^alpha, rounded, since the last digit of a power is another one on another machine.</summary>
    public static double Power(long size, double alpha)
    {
        if (size == 0)
        {
            return 0;
        }

        var power = Math.Pow(size, alpha);
        var unit = Math.Pow(2, Math.ILogB(power) - 40);
        return Math.Round(power / unit) * unit;
    }

    /// <summary>
    /// Divides <paramref name="total"/> in relation to weights, where none gets more than its capacity: what one cannot take goes to those that have room, in relation to their
    /// weights. What nobody can take is left out.
    /// </summary>
    public static double[] Fill(IReadOnlyList<double> weights, IReadOnlyList<double> capacities, double total)
    {
        var amounts = new double[weights.Count];
        var open = Enumerable.Range(0, weights.Count).Where(i => weights[i] > 0).ToList();
        var rest = total;
        while (open.Count > 0)
        {
            var sum = open.Sum(i => weights[i]);
            var full = open.FindAll(i => rest * weights[i] / sum > capacities[i]);
            if (full.Count == 0)
            {
                open.ForEach(i => amounts[i] = rest * weights[i] / sum);
                break;
            }

            // Who is full now is so at the end too: the others' parts only grow.
            full.ForEach(i => amounts[i] = capacities[i]);
            rest = Math.Max(0, rest - full.Sum(i => capacities[i]));
            open.RemoveAll(full.Contains);
        }

        return amounts;
    }

    /// <summary>Whole numbers that add up to the rounded sum of the amounts: the largest fractions are rounded up, the first of equal ones.</summary>
    public static long[] Round(IReadOnlyList<double> amounts)
    {
        var whole = amounts.Select(static amount => (long)Math.Floor(amount + Tolerance)).ToArray();
        var missing = (long)Math.Round(amounts.Sum(), MidpointRounding.AwayFromZero) - whole.Sum();
        foreach (var i in Enumerable.Range(0, whole.Length).OrderByDescending(i => amounts[i] - whole[i]).Take((int)Math.Clamp(missing, 0, whole.Length)))
        {
            whole[i]++;
        }

        return whole;
    }
}
