namespace Sinter.Data.Reading;

/// <summary>
/// Tables as delimited text (RFC 4180): the first row names the columns, <see cref="ReadSettings.TextField"/> is the column with the text, a column <c>source</c> gives the source,
/// all others become metadata where they are not empty. Quoted fields may hold delimiters, line ends and doubled quotes. A row is named by the line that it begins on.
/// </summary>
public sealed class CsvFormat : IDocumentFormat
{
    // MetadataDictionary compares each key with each other one.
    private const int MaximumColumns = 512;

    private static readonly byte[] Delimiters = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    private readonly byte? _delimiter;

    private CsvFormat(string name, byte? delimiter, IReadOnlyList<string> endings)
    {
        Name = name;
        Endings = endings;
        _delimiter = delimiter;
    }

    /// <summary>Comma, semicolon, tab or bar: whichever the first rows show.</summary>
    public static CsvFormat Detected { get; } = new("csv", null, [".csv"]);

    /// <summary>Tabs.</summary>
    public static CsvFormat Tabs { get; } = new("tsv", (byte)'\t', [".tsv", ".tab"]);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; }

    /// <summary>Never: any text could be a table of one column.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => false;

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var text = TextContent.AsUtf8(content, out var start);
        return Read(text, _delimiter ?? Detect(start), source, settings);
    }

    private static IEnumerable<RecordBlock> Read(Stream content, byte delimiter, string source, ReadSettings settings)
    {
        CsvColumns? columns = null;
        foreach (var cut in new CsvCutter(delimiter).Cut(content, settings))
        {
            if (columns is not null || cut.Fault is not null)
            {
                yield return cut.ToBlock(source, piece => Rows(piece, columns!, delimiter, source));
                continue;
            }

            var header = new CsvRow(delimiter);
            var length = header.Read(cut.Data.Span);
            columns = CsvColumns.Read(header, cut.Data.Span, settings);
            if (columns.Text < 0 || header.Count > MaximumColumns)
            {
                var fault = columns.Text < 0
                    ? $"The table has no column '{settings.TextField}'; its columns are {columns.List}. Its rows are passed over."
                    : $"The table has {header.Count} columns, and {MaximumColumns} is the limit. Its rows are passed over.";
                yield return RecordBlock.OfFault(cut.Bytes, source, cut.FirstLine, fault);
                yield break;
            }

            var rows = cut with { Data = cut.Data[length..], FirstLine = cut.FirstLine + cut.Data.Span[..length].Count((byte)'\n') };
            yield return rows.ToBlock(source, piece => Rows(piece, columns, delimiter, source));
        }
    }

    private static List<ReadOutcome> Rows(RecordCut piece, CsvColumns columns, byte delimiter, string source)
    {
        var outcomes = new List<ReadOutcome>();
        var row = new CsvRow(delimiter);
        var line = piece.FirstLine;
        var rest = piece.Data.Span;
        while (!rest.IsEmpty)
        {
            var length = row.Read(rest);
            var bytes = rest[..length];
            if (bytes.ContainsAnyExcept(" \t\r\n"u8))
            {
                outcomes.Add(row.Count == columns.Count
                    ? ReadOutcome.Of(columns.ToDocument(row, bytes, source, line))
                    : ReadOutcome.Fault(source, line, $"The row has {row.Count} fields, and the first row names {columns.Count} columns."));
            }

            line += bytes.Count((byte)'\n');
            rest = rest[length..];
        }

        return outcomes;
    }

    /// <summary>The delimiter that gives the most rows of the start as many fields as the first has, and more than one; a comma where none does.</summary>
    internal static byte Detect(ReadOnlySpan<byte> start)
    {
        var best = (Delimiter: Delimiters[0], Alike: 0, Fields: 1);
        foreach (var delimiter in Delimiters)
        {
            var row = new CsvRow(delimiter);
            int fields = 0, alike = 0;
            for (var rest = start; !rest.IsEmpty;)
            {
                rest = rest[row.Read(rest)..];
                fields = fields == 0 ? row.Count : fields;

                // The last row may be cut off: it counts only where it is alone.
                alike += row.Count == fields && (alike == 0 || !rest.IsEmpty) ? 1 : 0;
            }

            if (fields > 1 && (alike > best.Alike || (alike == best.Alike && fields > best.Fields)))
            {
                best = (delimiter, alike, fields);
            }
        }

        return best.Delimiter;
    }
}
