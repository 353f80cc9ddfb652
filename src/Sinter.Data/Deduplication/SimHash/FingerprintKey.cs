namespace Sinter.Data.Deduplication;

/// <summary>The fingerprint of one document.</summary>
/// <param name="Value">The fingerprint, or what is left of it to compare.</param>
/// <param name="Document">The number of the document.</param>
internal readonly record struct FingerprintKey(ulong Value, int Document) : ISortKey, IComparable<FingerprintKey>
{
    /// <inheritdoc/>
    public ulong SortKey => Value;

    /// <summary>By fingerprint and document.</summary>
    public int CompareTo(FingerprintKey other) => Value != other.Value ? Value.CompareTo(other.Value) : Document.CompareTo(other.Document);
}
