namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998): from counts to probabilities and back-off weights.</summary>
internal static class KneserNey
{
    /// <summary>From this order on n-grams may be pruned.</summary>
    private const int LeastPruned = 3;

    /// <summary>The values of all n-grams, order by order.</summary>
    /// <param name="counts">The counts by order from 1; each n-gram's context and its suffix are there too.</param>
    /// <param name="prune">Whether n-grams of three tokens and more that count once are left out.</param>
    public static NgramLevel[] Smooth(NgramCounts[] counts, bool prune)
    {
        var kept = Keep(counts, prune);
        var discounts = Array.ConvertAll(counts, Discounts);
        var linear = new double[counts.Length][];
        var weights = new double[counts.Length][];
        linear[0] = Unigrams(counts[0], discounts[0]);
        for (var n = 1; n < counts.Length; n++)
        {
            (linear[n], weights[n - 1]) = Interpolate(counts[n], counts[n - 1], discounts[n], linear[n - 1], kept[n]);
        }

        return [.. counts.Select((level, n) => ToLevel(level, linear[n], n + 1 < counts.Length ? weights[n] : [], kept[n]))];
    }

    private static bool[][] Keep(NgramCounts[] counts, bool prune)
    {
        var kept = Array.ConvertAll(counts, level => new bool[level.Store.Count]);
        for (var n = counts.Length - 1; n >= 0; n--)
        {
            var level = counts[n];
            for (var i = 0; i < level.Store.Count; i++)
            {
                kept[n][i] |= !prune || n + 1 < LeastPruned || level.Counts[i] > 1;
                if (kept[n][i] && n > 0)
                {
                    // A longer n-gram is of use only where the shorter ones in it are there to back off to.
                    kept[n - 1][counts[n - 1].Store.Find(level.Store[i][..^1])] = true;
                    kept[n - 1][counts[n - 1].Store.Find(level.Store[i][1..])] = true;
                }
            }
        }

        return kept;
    }

    /// <summary>What is taken off a count of 1, of 2, and of 3 or more; index 0 is for none. The usual values stand in where there are too few counts to tell.</summary>
    private static double[] Discounts(NgramCounts level)
    {
        Span<double> of = stackalloc double[5];
        of.Clear();
        foreach (var count in level.Counts)
        {
            if (count is > 0 and < 5)
            {
                of[count]++;
            }
        }

        double[] discounts = [0, 0.5, 1, 1.5];
        if (of[1] > 0 && of[2] > 0 && of[3] > 0 && of[4] > 0)
        {
            var y = of[1] / (of[1] + (2 * of[2]));
            for (var count = 1; count <= 3; count++)
            {
                var discount = count - ((count + 1) * y * of[count + 1] / of[count]);
                discounts[count] = discount > 0 && discount < count ? discount : discounts[count];
            }
        }

        return discounts;
    }

    private static double[] Unigrams(NgramCounts level, double[] discounts)
    {
        var total = 0.0;
        var discounted = 0.0;
        for (var word = 0; word < level.Store.Count; word++)
        {
            var count = level.Counts[word];
            total += count;
            discounted += count - discounts[Math.Min(count, 3)];
        }

        // What is taken off is shared by all words, the unknown one too; the begin of a line is never predicted.
        var words = level.Store.Count - 1;
        var share = (1 - (discounted / total)) / words;
        var linear = new double[level.Store.Count];
        for (var word = 0; word < linear.Length; word++)
        {
            var count = level.Counts[word];
            linear[word] = level.Store[word][0] == NgramVocabulary.Begin ? 0 : ((count - discounts[Math.Min(count, 3)]) / total) + share;
        }

        return linear;
    }

    /// <summary>The probabilities of an order, and the weights with which its contexts back off.</summary>
    private static (double[] Linear, double[] Weights) Interpolate(NgramCounts level, NgramCounts shorter, double[] discounts, double[] shorterLinear, bool[] kept)
    {
        var store = level.Store;
        var contexts = new int[store.Count];
        var sums = new double[shorter.Store.Count];
        var weights = new double[shorter.Store.Count];
        for (var i = 0; i < store.Count; i++)
        {
            contexts[i] = shorter.Store.Find(store[i][..^1]);
            sums[contexts[i]] += level.Counts[i];
        }

        Array.Fill(weights, 1);
        for (var i = 0; i < store.Count; i++)
        {
            if (kept[i])
            {
                weights[contexts[i]] -= Discounted(level.Counts[i], discounts) / sums[contexts[i]];
            }
        }

        var linear = new double[store.Count];
        for (var i = 0; i < store.Count; i++)
        {
            var suffix = shorter.Store.Find(store[i][1..]);
            linear[i] = (Discounted(level.Counts[i], discounts) / sums[contexts[i]]) + (weights[contexts[i]] * shorterLinear[suffix]);
        }

        return (linear, weights);
    }

    private static double Discounted(int count, double[] discounts) => Math.Max(0, count - discounts[Math.Min(count, 3)]);

    private static NgramLevel ToLevel(NgramCounts level, double[] linear, double[] weights, bool[] kept)
    {
        var store = new NgramStore(level.Store.Order);
        var probabilities = new List<float>();
        var backoffs = new List<float>();
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                store.Add(level.Store[i], out _);
                probabilities.Add(Log(linear[i]));
                if (weights.Length > 0)
                {
                    backoffs.Add(Log(weights[i]));
                }
            }
        }

        return new NgramLevel(store, [.. probabilities], [.. backoffs]);
    }

    private static float Log(double value) => value <= 0 ? NgramLevel.Impossible : (float)Math.Log10(value);
}
