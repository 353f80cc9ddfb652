using System.Collections.Concurrent;

namespace Sinter.Data.Reading.Warc;

/// <summary>
/// Counts the records of archives that are neither documents nor faults, because they are not meant to hold text: requests, images, pages that were not found. It can
/// be read at any time and is filled from any thread, as blocks are cut and decoded.
/// </summary>
public sealed class ArchiveTally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How many records were passed over, by why: <c>request</c>, <c>status 404</c>, <c>type image</c>.</summary>
    public IReadOnlyDictionary<string, long> PassedOver => _counts;

    /// <summary>How many records were passed over in all.</summary>
    public long Total => _counts.Values.Sum();

    internal void Add(string reason) => _counts.AddOrUpdate(reason, 1, static (_, count) => count + 1);
}
