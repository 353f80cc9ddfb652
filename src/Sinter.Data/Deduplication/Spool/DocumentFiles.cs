namespace Sinter.Data.Deduplication;

/// <summary>Where the documents of one run lie: while it works, or as the index that it leaves.</summary>
/// <param name="Table">The table of <see cref="DocumentEntry"/>.</param>
/// <param name="Ids">The ids in UTF-8, one behind another.</param>
/// <param name="Sketches">The sketches, each behind its length in 4 bytes.</param>
internal sealed record DocumentFiles(string Table, string Ids, string Sketches)
{
    /// <summary>The files of a folder.</summary>
    public static DocumentFiles In(string folder) => new(Path.Combine(folder, "documents.table"), Path.Combine(folder, "ids.bin"), Path.Combine(folder, "sketches.bin"));
}
