namespace Sinter.Data.Bias;

/// <summary>What one pass over documents has counted.</summary>
/// <param name="Associations">The groups and the words near them.</param>
internal sealed record BiasCounts(AssociationCounts Associations)
{
    /// <summary>The hash of each document's id.</summary>
    public List<ulong> Hashes { get; } = [];

    /// <summary>The group of the balanced set that each names most often, by its number among all groups, or -1.</summary>
    public List<int> Main { get; } = [];

    /// <summary>The records that could not be read.</summary>
    public long Broken { get; set; }

    /// <summary>Counts a document.</summary>
    public void Add(Document document, BiasOptions options)
    {
        var named = Associations.Add(document.Text);
        Hashes.Add(StableHash.Of(document.Id, (ulong)options.Seed));
        var (best, most, tie) = (-1, 0, false);
        for (var group = 0; group < named.Length && options.Balance is not null; group++)
        {
            if (string.Equals(options.Groups[group].Set, options.Balance, StringComparison.Ordinal) && named[group] >= Math.Max(1, most))
            {
                tie = named[group] == most;
                (best, most) = (group, named[group]);
            }
        }

        Main.Add(tie ? -1 : best);
    }

    /// <summary>Adds what was counted in the documents that follow.</summary>
    public void Add(BiasCounts other)
    {
        Associations.Add(other.Associations);
        Hashes.AddRange(other.Hashes);
        Main.AddRange(other.Main);
        Broken += other.Broken;
    }
}
