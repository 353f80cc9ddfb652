namespace Sinter.Evaluation.Metrics;

/// <summary>References of candidates: one or several for each.</summary>
internal static class References
{
    /// <summary>One reference for each candidate as a list of one.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> OfSingle(IReadOnlyList<string> references) =>
        [.. references.Select(static reference => (IReadOnlyList<string>)[reference])];

    /// <summary>Each candidate has at least one reference.</summary>
    /// <exception cref="ArgumentException">The lengths differ or one has none.</exception>
    public static void Check(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        Lengths.MustMatch(candidates.Count, "candidates", references.Count, "sets of references");
        for (var item = 0; item < candidates.Count; item++)
        {
            if (references[item].Count == 0)
            {
                throw new ArgumentException($"Candidate {item} has no reference; at least one is expected, which may be empty.");
            }
        }
    }

    /// <summary>How many references there are, as signatures say it: <c>1</c>, or <c>var</c> where it differs.</summary>
    public static string Count(IReadOnlyList<IReadOnlyList<string>> references)
    {
        var counts = references.Select(static set => set.Count).Distinct().ToList();
        return counts.Count == 1 ? counts[0].ToString(System.Globalization.CultureInfo.InvariantCulture) : "var";
    }
}
