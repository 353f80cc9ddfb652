namespace Sinter.Data.Deduplication;

/// <summary>The files of a deduplication, named here and nowhere else.</summary>
/// <param name="root">The output folder.</param>
public sealed class DeduplicationFolder(string root)
{
    /// <summary>The folder itself.</summary>
    public string Root { get; } = root;

    /// <summary>The shards of the documents that stay, with all fields as they were read.</summary>
    public string Kept => Path.Combine(Root, "kept");

    /// <summary>The shards of what was taken away; see <see cref="RemovedLine"/>.</summary>
    public string Removed => Path.Combine(Root, "removed");

    /// <summary>The shards of the records that could not be read.</summary>
    public string Broken => Path.Combine(Root, "broken");

    /// <summary>Which documents were the same: a line of JSON for each group, <c>{"kept","size","members"}</c>.</summary>
    public string Clusters => Path.Combine(Root, "clusters.jsonl");

    /// <summary>What later runs compare with.</summary>
    public string Index => Path.Combine(Root, "index");

    /// <summary>What the deduplication is made of: inputs, finder, options.</summary>
    public string Settings => Path.Combine(Root, "dedup.json");

    /// <summary>The figures of a finished deduplication; its presence says that it is finished.</summary>
    public string Report => Path.Combine(Root, "report.json");

    /// <summary>The page of a finished deduplication.</summary>
    public string ReportPage => Path.Combine(Root, "report.html");

    /// <summary>What is needed until it is finished.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>How far a deduplication is that is not finished.</summary>
    public string Progress => Path.Combine(Work, "progress.json");

    /// <summary>Is held by the process that works here.</summary>
    public string Lock => Path.Combine(Root, "dedup.lock");

    /// <summary>Whether a deduplication was finished here.</summary>
    public bool IsFinished => File.Exists(Settings) && File.Exists(Report);

    /// <summary>What lies in the folder besides a deduplication; nothing where there is no folder.</summary>
    public IEnumerable<string> Strangers()
    {
        HashSet<string> own = new(StringComparer.Ordinal) { Kept, Removed, Broken, Clusters, Index, Settings, Report, ReportPage, Work, Lock };
        return !Directory.Exists(Root) ? []
            : Directory.EnumerateFileSystemEntries(Root).Where(entry => !own.Contains(entry) && !entry.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Root;
}
