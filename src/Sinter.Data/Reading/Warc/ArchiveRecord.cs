namespace Sinter.Data.Reading.Warc;

/// <summary>A record of an archive as it was cut out, or what is wrong where one should be.</summary>
/// <param name="Number">The number of the record, from 1.</param>
/// <param name="Header">Its header.</param>
/// <param name="Body">Its content.</param>
/// <param name="Fault">What is wrong; null where nothing is.</param>
internal readonly record struct ArchiveRecord(long Number, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Body, string? Fault);
