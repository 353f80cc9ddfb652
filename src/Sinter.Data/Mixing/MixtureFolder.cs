namespace Sinter.Data.Mixing;

/// <summary>The files of a mixture, named here and nowhere else.</summary>
/// <param name="root">The output folder.</param>
public sealed class MixtureFolder(string root)
{
    /// <summary>The folder itself.</summary>
    public string Root { get; } = root;

    /// <summary>The shards of the mixture.</summary>
    public string Kept => Path.Combine(Root, "kept");

    /// <summary>What was mixed, planned and written; its presence says that the mixture is finished.</summary>
    public string Record => Path.Combine(Root, "mixture.json");

    /// <summary>The page of the mixture.</summary>
    public string ReportPage => Path.Combine(Root, "report.html");

    /// <summary>What lies in the folder besides a mixture; nothing where there is no folder.</summary>
    public IEnumerable<string> Strangers()
    {
        HashSet<string> own = new(StringComparer.Ordinal) { Kept, Record, ReportPage };
        return !Directory.Exists(Root) ? [] : Directory.EnumerateFileSystemEntries(Root).Where(entry => !own.Contains(entry)).Order(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Root;
}
