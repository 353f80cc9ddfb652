using System.Buffers;
using System.Text;

namespace Sinter.Data.Reading.Wikipedia;

/// <summary>
/// Dumps of Wikipedia and other sites of MediaWiki (the XML of <c>pages-articles</c>). Pages of the main namespace that are no redirects become documents: their id is the id of the page,
/// their title is metadata, their text is what <see cref="WikiText"/> leaves. Of several revisions the last one is taken. Other pages are passed over.
/// </summary>
public sealed class WikipediaFormat : IDocumentFormat
{
    private static ReadOnlySpan<byte> PageStart => "<page>"u8;

    /// <inheritdoc/>
    public string Name => "wikipedia";

    /// <summary>None: dumps end in <c>.xml</c>, and show themselves by what they begin with.</summary>
    public IReadOnlyList<string> Endings => [];

    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("<mediawiki "u8) || (start.StartsWith("<?xml"u8) && start.IndexOf("<mediawiki "u8) >= 0);

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings) =>
        new PageCutter().Cut(content, settings).Select(cut => cut.ToBlock(source, piece => Pages(piece, source)));

    private static List<ReadOutcome> Pages(RecordCut piece, string source)
    {
        var outcomes = new List<ReadOutcome>();
        var line = piece.FirstLine;
        var rest = piece.Data.Span;
        while (rest.IndexOf(PageStart) is var start and >= 0)
        {
            line += rest[..start].Count((byte)'\n');
            rest = rest[(start + PageStart.Length)..];
            var length = rest.IndexOf("</page>"u8);
            if (length < 0)
            {
                outcomes.Add(ReadOutcome.Fault(source, line, "The last page breaks off."));
                break;
            }

            outcomes.Add(Page(rest[..length], source, line));
            line += rest[..length].Count((byte)'\n');
            rest = rest[length..];
        }

        return outcomes;
    }

    private static ReadOutcome Page(ReadOnlySpan<byte> page, string source, long line)
    {
        var revision = page.IndexOf("<revision>"u8);
        var head = revision < 0 ? page : page[..revision];
        if (Element(head, "ns"u8) is var space && !space.SequenceEqual("0"u8) && !space.IsEmpty)
        {
            return ReadOutcome.Pass("namespace");
        }

        if (head.IndexOf("<redirect"u8) >= 0)
        {
            return ReadOutcome.Pass("redirect");
        }

        var title = Element(head, "title"u8);
        var id = Element(head, "id"u8);
        if (title.IsEmpty || id.IsEmpty)
        {
            return ReadOutcome.Fault(source, line, "The page has no title or no id.");
        }

        if (Text(page) is not { } text)
        {
            return ReadOutcome.Fault(source, line, $"The page '{Encoding.UTF8.GetString(title)}' has no whole text.");
        }

        return ReadOutcome.Of(new Document
        {
            Id = Encoding.UTF8.GetString(id),
            Text = text,
            Source = source,
            Metadata = new MetadataDictionary([new("title", XmlText.Decode(title))]),
        });
    }

    /// <summary>The plain text of the last revision; null where it breaks off or is missing.</summary>
    private static string? Text(ReadOnlySpan<byte> page)
    {
        var start = page.LastIndexOf("<text"u8);
        if (start < 0)
        {
            return null;
        }

        var rest = page[start..];
        var open = rest.IndexOf((byte)'>');
        if (open > 0 && rest[open - 1] == '/')
        {
            return "";
        }

        var end = open < 0 ? -1 : rest[open..].IndexOf("</text>"u8);
        if (end < 0)
        {
            return null;
        }

        var escaped = rest.Slice(open + 1, end - 1);
        var buffer = ArrayPool<char>.Shared.Rent(escaped.Length);
        try
        {
            var length = XmlText.Decode(escaped, buffer);
            return WikiText.ToPlainText(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> page, ReadOnlySpan<byte> name)
    {
        Span<byte> tag = stackalloc byte[name.Length + 3];
        tag[0] = (byte)'<';
        name.CopyTo(tag[1..]);
        tag[name.Length + 1] = (byte)'>';
        var start = page.IndexOf(tag[..(name.Length + 2)]);
        if (start < 0)
        {
            return [];
        }

        var rest = page[(start + name.Length + 2)..];
        var end = rest.IndexOf((byte)'<');
        return end < 0 ? [] : rest[..end];
    }
}
