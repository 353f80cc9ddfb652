namespace Sinter.Data.Deduplication;

/// <summary>What two texts have in common, read as shingles.</summary>
internal static class ShingleComparison
{
    /// <summary>The true Jaccard similarity of the shingles, and the longest run that both texts share.</summary>
    public static DuplicateMatch Of(ShingleOptions options, string removed, string kept)
    {
        var (one, other) = (new TextUnits(options, removed), new TextUnits(options, kept));
        var (first, second) = (new ShingleReader(options), new ShingleReader(options));
        if (one.IsCut || other.IsCut)
        {
            first.Begin(removed);
            second.Begin(kept);
        }
        else
        {
            first.Begin(one);
            second.Begin(other);
        }

        return LongestSharedRun.Find(options, one, other) with { Similarity = SharedShingles.Jaccard(first, second) };
    }

    /// <summary>The longest run alone; its similarity is 0.</summary>
    public static DuplicateMatch SharedRun(ShingleOptions options, string removed, string kept) =>
        LongestSharedRun.Find(options, new TextUnits(options, removed), new TextUnits(options, kept));
}
