namespace Sinter.Data.Cleaning;

/// <summary>The files of a cleaning, named here and nowhere else.</summary>
/// <param name="root">The output folder.</param>
public sealed class CleaningFolder(string root)
{
    /// <summary>The folder itself.</summary>
    public string Root { get; } = root;

    /// <summary>The shards of the documents that were kept.</summary>
    public string Kept => Path.Combine(Root, "kept");

    /// <summary>The shards of the documents that were dropped, each with the step, the reason and what was found.</summary>
    public string Dropped => Path.Combine(Root, "dropped");

    /// <summary>The shards of the records that could not be read.</summary>
    public string Broken => Path.Combine(Root, "broken");

    /// <summary>The shards of the scores of all documents.</summary>
    public string Scores => Path.Combine(Root, "scores");

    /// <summary>What the cleaning is made of: inputs, steps, options.</summary>
    public string Settings => Path.Combine(Root, "cleaning.json");

    /// <summary>How far a cleaning is that is not finished.</summary>
    public string Progress => Path.Combine(Root, "progress.json");

    /// <summary>Times and samples of a finished cleaning; its presence says that it is finished.</summary>
    public string Record => Path.Combine(Root, "record.json");

    /// <summary>The figures of a finished cleaning.</summary>
    public string Report => Path.Combine(Root, "report.json");

    /// <summary>The page of a finished cleaning.</summary>
    public string ReportPage => Path.Combine(Root, "report.html");

    /// <summary>Is held by the process that cleans here.</summary>
    public string Lock => Path.Combine(Root, "cleaning.lock");

    /// <summary>What lies in the folder besides a cleaning; nothing where there is no folder.</summary>
    public IEnumerable<string> Strangers()
    {
        HashSet<string> own = new(StringComparer.Ordinal) { Kept, Dropped, Broken, Scores, Settings, Progress, Record, Report, ReportPage, Lock };
        return !Directory.Exists(Root) ? []
            : Directory.EnumerateFileSystemEntries(Root).Where(entry => !own.Contains(entry) && !entry.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Root;
}
