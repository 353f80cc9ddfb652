namespace Sinter.Data.Tuning;

/// <summary>
/// Divides records by the hash of their inputs and a seed, and by nothing else: the order of the records does not matter, and records with the same input (questions about one
/// context, answers to one prompt) stay together. Where a stratum is given, such as the label, each stratum is divided by itself.
/// </summary>
public static class TuningSplit
{
    /// <summary>Holds a share of the records out: of each stratum as many as the share says, rounded, but never all of it.</summary>
    /// <param name="records">The records; at least two.</param>
    /// <param name="share">The share that is held out, above 0 and below 1.</param>
    /// <param name="seed">Another seed gives another division.</param>
    /// <param name="stratum">The label of a record; null for one division of all.</param>
    /// <exception cref="ArgumentException">The share is none, or one of the parts would be empty.</exception>
    public static SplitRecords<T> HoldOut<T>(IReadOnlyList<T> records, double share, ulong seed = 0, Func<T, string>? stratum = null)
        where T : TaskRecord
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"The share that is held out is {share}; it must be above 0 and below 1."), nameof(share));
        }

        var isHeldOut = new bool[records.Count];
        foreach (var groups in Strata(records, seed, stratum))
        {
            var wanted = Math.Round(groups.Sum(static group => group.Count) * share);
            var taken = 0;
            for (var i = 0; i < groups.Count - 1 && taken < wanted; i++)
            {
                // A large group that overshoots by more than it lacks is passed over.
                if (taken + groups[i].Count - wanted > wanted - taken)
                {
                    continue;
                }

                taken += groups[i].Count;
                groups[i].ForEach(index => isHeldOut[index] = true);
            }
        }

        return Divide(records, index => isHeldOut[index], "hold out a larger share, or give more records");
    }

    /// <summary>The divisions of a cross-validation: each record is held out in exactly one of them, and the parts are as equal as groups allow.</summary>
    /// <param name="records">The records; at least as many different inputs as folds.</param>
    /// <param name="folds">How many divisions, at least 2.</param>
    /// <param name="seed">Another seed gives other divisions.</param>
    /// <param name="stratum">The label of a record; null for one division of all.</param>
    /// <exception cref="ArgumentException">There are fewer than two folds, or too few records for them.</exception>
    public static IReadOnlyList<SplitRecords<T>> Folds<T>(IReadOnlyList<T> records, int folds, ulong seed = 0, Func<T, string>? stratum = null)
        where T : TaskRecord
    {
        if (folds < 2 || folds > records.Count)
        {
            throw new ArgumentException($"{folds} folds cannot be made of {records.Count} records; there must be at least 2, and a record for each.", nameof(folds));
        }

        var fold = new int[records.Count];
        var sizes = new int[folds];
        foreach (var groups in Strata(records, seed, stratum))
        {
            var inStratum = new int[folds];
            foreach (var group in groups)
            {
                var smallest = Enumerable.Range(0, folds).MinBy(i => (inStratum[i], sizes[i]));
                inStratum[smallest] += group.Count;
                sizes[smallest] += group.Count;
                group.ForEach(index => fold[index] = smallest);
            }
        }

        return [.. Enumerable.Range(0, folds).Select(i => Divide(records, index => fold[index] == i, "make fewer folds, or give records with more different inputs"))];
    }

    /// <summary>
    /// The first so many records in the order of their hashes, each stratum with its share, for learning curves: what a smaller number takes, a larger one takes too (strata apart
    /// whose shares round otherwise). Records with the same input are not kept together here. They come in the order in which they were given.
    /// </summary>
    /// <exception cref="ArgumentException">The number is below 1 or above that of the records.</exception>
    public static IReadOnlyList<T> Take<T>(IReadOnlyList<T> records, int count, ulong seed = 0, Func<T, string>? stratum = null)
        where T : TaskRecord
    {
        if (count < 1 || count > records.Count)
        {
            throw new ArgumentException($"{count} records cannot be taken of {records.Count}.", nameof(count));
        }

        // The place of a record within its stratum, as a share of it, orders all records at once: so every beginning has the strata in their proportions.
        return [.. Strata(records, seed, stratum)
            .SelectMany(static groups =>
            {
                var order = groups.SelectMany(static group => group).ToArray();
                return order.Select((index, i) => (Place: (i + 0.5) / order.Length, Index: index));
            })
            .OrderBy(static entry => entry.Place)
            .ThenBy(static entry => entry.Index)
            .Take(count)
            .Select(static entry => entry.Index)
            .Order()
            .Select(index => records[index])];
    }

    /// <summary>The strata in order; of each the groups of records with one input in the order of their hashes; of each the indices.</summary>
    private static IEnumerable<List<List<int>>> Strata<T>(IReadOnlyList<T> records, ulong seed, Func<T, string>? stratum)
        where T : TaskRecord
    {
        // A group is of the stratum of its first record: it cannot be parted, even where its labels contradict each other.
        var groups = new Dictionary<ulong, List<int>>();
        var order = new List<(string Stratum, ulong Hash, List<int> Group)>();
        for (var i = 0; i < records.Count; i++)
        {
            var hash = records[i].InputHash(seed);
            if (!groups.TryGetValue(hash, out var group))
            {
                groups.Add(hash, group = []);
                order.Add((stratum?.Invoke(records[i]) ?? "", hash, group));
            }

            group.Add(i);
        }

        return order
            .GroupBy(static entry => entry.Stratum, StringComparer.Ordinal)
            .OrderBy(static entries => entries.Key, StringComparer.Ordinal)
            .Select(static entries => entries.OrderBy(static entry => entry.Hash).Select(static entry => entry.Group).ToList());
    }

    private static SplitRecords<T> Divide<T>(IReadOnlyList<T> records, Func<int, bool> isHeldOut, string advice)
        where T : TaskRecord
    {
        var train = new List<T>();
        var heldOut = new List<T>();
        for (var i = 0; i < records.Count; i++)
        {
            (isHeldOut(i) ? heldOut : train).Add(records[i]);
        }

        return train.Count > 0 && heldOut.Count > 0 ? new SplitRecords<T>(train, heldOut)
            : throw new ArgumentException($"Of {records.Count} records, {train.Count} would be left to train on and {heldOut.Count} to measure on; {advice}.", nameof(records));
    }
}
