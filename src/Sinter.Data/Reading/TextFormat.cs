namespace Sinter.Data.Reading;

/// <summary>
/// Plain text: one document a file, or one a paragraph or line (<see cref="ReadSettings.TextUnit"/>). A file beyond <see cref="ReadSettings.MaximumRecordBytes"/> is cut at the ends
/// of paragraphs into parts with the ids <c>name#1</c>, <c>name#2</c> and so on; a paragraph or line is named by its line. Bytes that are not UTF-8 are read as windows-1252,
/// and the metadata say so.
/// </summary>
public sealed class TextFormat : IDocumentFormat
{
    private static readonly MetadataDictionary Windows1252 = new([new(TextContent.EncodingKey, "windows-1252")]);

    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".txt", ".text"];

    /// <summary>Never: any text could be something else as well.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => false;

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var text = TextContent.AsUtf8(content);
        return settings.TextUnit switch
        {
            TextUnit.Line => new LineCutter().Cut(text, settings).Select(cut => cut.ToBlock(source, piece => Units(piece, source, byLine: true))),
            TextUnit.Paragraph => new ParagraphCutter().Cut(text, settings).Select(cut => cut.ToBlock(source, piece => Units(piece, source, byLine: false))),
            _ => WholeTexts(text, source, settings, bytes => (Text(bytes, out var metadata), metadata)),
        };
    }

    /// <summary>The documents of a file that is one text, or the parts of a long one.</summary>
    /// <param name="content">The content as UTF-8.</param>
    /// <param name="source">The name of the file.</param>
    /// <param name="settings">How it is read.</param>
    /// <param name="decode">Gives text and metadata of the bytes.</param>
    internal static IEnumerable<RecordBlock> WholeTexts(Stream content, string source, ReadSettings settings, Func<ReadOnlyMemory<byte>, (string Text, MetadataDictionary Metadata)> decode)
    {
        var limit = Math.Max(settings.MaximumRecordBytes, settings.BlockBytes);
        var empty = true;
        foreach (var cut in new WholeTextCutter(limit).Cut(content, settings))
        {
            empty = false;
            yield return cut.ToBlock(source, piece => [Part(piece)]);
        }

        if (empty)
        {
            yield return RecordBlock.OfFault(0, source, 0, "The file is empty.");
        }

        ReadOutcome Part(RecordCut piece)
        {
            if (TextContent.IsBinary(piece.Data.Span))
            {
                return ReadOutcome.Fault(source, piece.FirstLine, "The file is not a text: it has many zero bytes.");
            }

            var (text, metadata) = decode(piece.Data);
            var alone = piece.FirstRecord == 1 && piece.IsTail;
            return ReadOutcome.Of(new Document { Id = alone ? source : $"{source}#{piece.FirstRecord}", Text = text, Source = source, Metadata = metadata });
        }
    }

    private static List<ReadOutcome> Units(RecordCut piece, string source, bool byLine)
    {
        var outcomes = new List<ReadOutcome>();
        var rest = piece.Data;
        var line = piece.FirstLine;
        while (!rest.IsEmpty)
        {
            var length = LineLength(rest.Span);
            var lines = 1;
            if (!IsBlank(rest.Span[..length]))
            {
                while (!byLine && length < rest.Length && LineLength(rest.Span[length..]) is var next && !IsBlank(rest.Span.Slice(length, next)))
                {
                    length += next;
                    lines++;
                }

                var bytes = rest[..length].TrimEnd("\r\n"u8);
                outcomes.Add(TextContent.IsBinary(bytes.Span)
                    ? ReadOutcome.Fault(source, line, "This is not a text: it has zero bytes.")
                    : ReadOutcome.Of(new Document { Id = $"{source}#{line}", Text = Text(bytes, out var metadata), Source = source, Metadata = metadata }));
            }

            rest = rest[length..];
            line += lines;
        }

        return outcomes;
    }

    private static int LineLength(ReadOnlySpan<byte> data) => data.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : data.Length;

    private static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r\n"u8);

    private static string Text(ReadOnlyMemory<byte> bytes, out MetadataDictionary metadata)
    {
        var text = TextContent.Decode(bytes.Span, out var fallback);
        metadata = fallback ? Windows1252 : MetadataDictionary.Empty;
        return text;
    }
}
