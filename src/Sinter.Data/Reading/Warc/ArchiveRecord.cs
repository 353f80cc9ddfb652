namespace Sinter.Data.Reading.Warc;

/// <summary>A record of an archive as it was cut out, or what became of it where its content is not needed.</summary>
/// <param name="Number">The number of the record, from 1.</param>
/// <param name="Header">Its header.</param>
/// <param name="Body">Its content.</param>
/// <param name="Outcome">What became of it, where that shows without its content; else null.</param>
internal readonly record struct ArchiveRecord(long Number, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Body, ReadOutcome? Outcome);
