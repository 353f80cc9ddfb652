using Sinter.Data.Compression;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>Opens a file, tells how records lie in it, and gives them one after another.</summary>
/// <param name="options">The limits.</param>
/// <param name="knownNames">The names of fields that the task knows, by which the first row of a table is told from a record.</param>
/// <param name="takesColumns">Whether the task reads a word a line.</param>
internal sealed class RecordSource(TuningOptions options, IReadOnlySet<string> knownNames, bool takesColumns)
{
    private const int StartBytes = 1 << 16;

    private long _bytes;

    /// <summary>The records of a file in order. The layout is known when the first one is asked for.</summary>
    /// <param name="input">The file.</param>
    /// <param name="label">The label of all its lines; null where it is no file of lines of one label.</param>
    /// <param name="layout">Told as soon as it is known.</param>
    public IEnumerable<RawRecord> Read(InputFile input, string? label, Action<RecordLayout> layout)
    {
        using var raw = input.Open();
        using var decoded = ContentDecoder.Open(raw, input.Name);
        using var content = new StartedStream(decoded);
        var start = content.Start(StartBytes).ToArray();
        if (start.AsSpan().StartsWith("PAR1"u8))
        {
            layout(RecordLayout.Table);
            using var seekable = raw.CanSeek && ContentDecoder.KindOf(start, input.Name) == CompressionKind.None && IsAtStart(raw, start) ? raw : SpooledContent.Of(content);
            foreach (var record in new ParquetRows(input.Name, options).Read(seekable))
            {
                yield return record;
            }

            yield break;
        }

        var text = TextContent.AsUtf8(content, out var begin);
        foreach (var record in ReadText(text, WithoutMark(begin).ToArray(), input.Name, label, layout))
        {
            yield return record;
        }
    }

    /// <summary>Counts what was read against the limit of all files.</summary>
    internal IEnumerable<RecordCut> Counted(IEnumerable<RecordCut> cuts, string name)
    {
        foreach (var cut in cuts)
        {
            _bytes += cut.Bytes;
            if (_bytes > options.MaximumBytes)
            {
                throw new InvalidDataException(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The labelled files hold over {options.MaximumBytes:N0} bytes, the limit for what is kept in memory, within '{name}'; give fewer or smaller files."));
            }

            yield return cut;
        }
    }

    private IEnumerable<RawRecord> ReadText(Stream content, byte[] start, string name, string? label, Action<RecordLayout> layout)
    {
        var settings = new ReadSettings { MaximumRecordBytes = options.MaximumRecordBytes, BlockBytes = Math.Min(1 << 20, options.MaximumRecordBytes) };
        if (TextContent.IsBinary(start))
        {
            throw new InvalidDataException($"'{name}' is no text but binary data; expected JSON, JSON Lines, CSV, TSV, Parquet or text, compressed or not.");
        }

        if (label is not null)
        {
            layout(RecordLayout.LabelledLines);
            return new LineRecords(name, label).Read(Counted(new LineCutter().Cut(content, settings), name));
        }

        var ending = EndingOf(name);
        if (IsJson(start, ending))
        {
            layout(RecordLayout.Json);
            RecordCutter cutter = JsonLinesFormat.HasLines(start) ? new LineCutter() : new JsonValueCutter();
            return new JsonRecords(name, options.MaximumDepth, cutter is LineCutter).Read(Counted(cutter.Cut(content, settings), name));
        }

        if (TableShape.Of(start, ending, knownNames) is { } shape && (!takesColumns || shape.HasNames))
        {
            layout(shape.HasNames ? RecordLayout.Table : RecordLayout.NamelessTable);
            RecordCutter cutter = shape.IsQuoted ? new CsvCutter(shape.Delimiter) : new LineCutter();
            return new TableRows(name, shape).Read(Counted(cutter.Cut(content, settings), name));
        }

        if (takesColumns)
        {
            layout(RecordLayout.Columns);
            return new ColumnSentences(name, options).Read(Counted(new LineCutter().Cut(content, settings), name));
        }

        layout(RecordLayout.Lines);
        return new LineRecords(name, null).Read(Counted(new LineCutter().Cut(content, settings), name));
    }

    private bool IsJson(ReadOnlySpan<byte> start, string ending)
    {
        start = start.TrimStart(" \t\r\n"u8);
        if (ending is ".json" or ".jsonl" or ".ndjson")
        {
            return true;
        }

        if (start is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        // A word a line may begin with a bracket too.
        var next = start[1..].TrimStart(" \t\r\n"u8);
        return !takesColumns || next is [(byte)'"' or (byte)'{' or (byte)'}' or (byte)']', ..];
    }

    private static string EndingOf(string name)
    {
        var file = Path.GetFileName(name);
        file = ContentEncoder.KindOf(file) != CompressionKind.None || file.EndsWith(".bz2", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(file) : file;
        return Path.GetExtension(file).ToLowerInvariant();
    }

    private static bool IsAtStart(Stream raw, ReadOnlySpan<byte> start)
    {
        var begin = new byte[4];
        raw.Position = 0;
        var length = raw.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        raw.Position = 0;
        return length == begin.Length && start.StartsWith(begin);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> start) => start.StartsWith("\uFEFF"u8) ? start[3..] : start;
}
