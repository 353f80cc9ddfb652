using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>Makes documents of the lines of a spool or of kept shards again.</summary>
internal sealed class RecordReader(ReadSettings settings)
{
    private readonly JsonRecordReader _own = new("", settings with { KeepRecords = true });
    private readonly JsonRecordReader _plain = new("", ReadSettings.Default with { KeepRecords = true });

    /// <summary>The field that holds the text of a line.</summary>
    public string TextField(bool isPlain) => isPlain ? ReadSettings.Default.TextField : settings.TextField;

    /// <summary>The document of a line.</summary>
    /// <exception cref="InvalidDataException">The line is not what was written.</exception>
    public Document Read(ReadOnlyMemory<byte> line, bool isPlain) =>
        (isPlain ? _plain : _own).ReadLines(new RecordCut(line, line.Length, 1, 1, IsTail: false, Fault: null)) is [{ Document: { } document }] ? document
            : throw new InvalidDataException("A document that was written before cannot be read again: its file was changed since; run again with --overwrite.");
}
