namespace Sinter.Data.Deduplication;

/// <summary>One band of one document.</summary>
/// <param name="Hash">The hash of its rows.</param>
/// <param name="Band">Which band it is.</param>
/// <param name="Document">The number of the document.</param>
internal readonly record struct BandKey(ulong Hash, int Band, int Document) : ISortKey, IComparable<BandKey>
{
    /// <inheritdoc/>
    public ulong SortKey => Hash;

    /// <summary>Whether two documents are a pair by this band.</summary>
    public bool Matches(BandKey other) => Hash == other.Hash && Band == other.Band;

    /// <summary>By hash, band and document.</summary>
    public int CompareTo(BandKey other) =>
        Hash != other.Hash ? Hash.CompareTo(other.Hash)
        : Band != other.Band ? Band.CompareTo(other.Band)
        : Document.CompareTo(other.Document);
}
