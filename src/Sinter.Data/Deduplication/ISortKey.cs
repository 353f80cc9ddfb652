namespace Sinter.Data.Deduplication;

/// <summary>A record that <see cref="SortedRuns{T}"/> sorts faster, as it knows a number by which records are in order, up to those of which it is equal.</summary>
public interface ISortKey
{
    /// <summary>The number: where it is less, the record stands before.</summary>
    ulong SortKey { get; }
}
