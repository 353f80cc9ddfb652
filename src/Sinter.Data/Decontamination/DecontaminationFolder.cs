namespace Sinter.Data.Decontamination;

/// <summary>The files of a decontamination, named here and nowhere else.</summary>
/// <param name="root">The folder.</param>
public sealed class DecontaminationFolder(string root)
{
    /// <summary>The folder itself.</summary>
    public string Root { get; } = root;

    /// <summary>The shards of the documents that stay.</summary>
    public string Kept => Path.Combine(Root, "kept");

    /// <summary>The shards of what was taken away, each with what it matched.</summary>
    public string Removed => Path.Combine(Root, "removed");

    /// <summary>The shards of the records that could not be read.</summary>
    public string Broken => Path.Combine(Root, "broken");

    /// <summary>The figures; their presence says that the folder is whole.</summary>
    public string Report => Path.Combine(Root, "report.json");

    /// <summary>The page.</summary>
    public string ReportPage => Path.Combine(Root, "report.html");
}
