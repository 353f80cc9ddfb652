using System.Globalization;
using System.Text;

namespace Sinter.Data.Reading.Pdf;

/// <summary>The text of a PDF file and what it says about itself.</summary>
internal static class PdfDocument
{
    private const int MaximumPages = 100_000;
    private const int MaximumTreeDepth = 64;

    /// <summary>Reads a file; throws <see cref="InvalidDataException"/> where it has no text that can be read, with the reason.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="limit">How many bytes a stream may have, and characters the text.</param>
    public static (string Text, MetadataDictionary Metadata) Read(ReadOnlyMemory<byte> data, int limit)
    {
        var file = PdfFile.Open(data, limit);
        if (file.Resolve(file.Trailer.GetValueOrDefault("Encrypt")) is not null)
        {
            throw new InvalidDataException("it is encrypted; save it without a password first");
        }

        var text = new StringBuilder();
        var lines = new PdfLineWriter(text);
        var reader = new PdfContentReader(file, lines);
        var pages = 0;
        foreach (var (page, resources) in Pages(file))
        {
            pages++;
            reader.ReadPage(Content(file, page, limit), resources);
            if (text.Length > limit)
            {
                throw new InvalidDataException($"its text is longer than {limit} characters, the limit");
            }
        }

        var plain = text.ToString().Trim();
        if (plain.Length == 0)
        {
            throw new InvalidDataException(pages == 0 ? "it has no pages" : $"its {pages} pages have no text; they may be pictures of it");
        }

        if (lines.Unknown * 2 > plain.Length)
        {
            throw new InvalidDataException("its fonts do not say which characters they show");
        }

        return (plain, Metadata(file, pages));
    }

    private static IEnumerable<(PdfDictionary Page, PdfDictionary Resources)> Pages(PdfFile file)
    {
        var root = file.Dictionary(file.Trailer.GetValueOrDefault("Root"));
        if (file.Dictionary(root?.GetValueOrDefault("Pages")) is not { } tree)
        {
            throw new InvalidDataException("it has no tree of pages");
        }

        var seen = new HashSet<PdfDictionary>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(PdfDictionary Node, PdfDictionary Resources, int Depth)>([(tree, [], 0)]);
        while (open.TryPop(out var at) && seen.Count < MaximumPages)
        {
            if (at.Depth > MaximumTreeDepth || !seen.Add(at.Node))
            {
                continue;
            }

            var resources = file.Dictionary(at.Node.GetValueOrDefault("Resources")) ?? at.Resources;
            if (!at.Node.TryGetValue("Kids", out var kids))
            {
                yield return (at.Node, resources);
                continue;
            }

            foreach (var kid in Enumerable.Reverse(file.List(kids)))
            {
                if (file.Dictionary(kid) is { } node)
                {
                    open.Push((node, resources, at.Depth + 1));
                }
            }
        }
    }

    /// <summary>The content of a page: one stream, or several that are read as one.</summary>
    private static byte[] Content(PdfFile file, PdfDictionary page, int limit)
    {
        var contents = file.Resolve(page.GetValueOrDefault("Contents"));
        List<object?> parts = contents as List<object?> ?? [contents];
        var all = new MemoryStream();
        foreach (var part in parts)
        {
            if (file.Resolve(part) is PdfStream stream && file.Unpack(stream) is { } data)
            {
                all.Write(data);
                all.WriteByte((byte)'\n');
                if (all.Length > limit)
                {
                    throw new InvalidDataException($"a page of it is longer than {limit} bytes, the limit");
                }
            }
        }

        return all.ToArray();
    }

    private static MetadataDictionary Metadata(PdfFile file, int pages)
    {
        var facts = new List<KeyValuePair<string, string>>();
        var info = file.Dictionary(file.Trailer.GetValueOrDefault("Info"));
        foreach (var (key, name) in (ReadOnlySpan<(string, string)>)[("Title", "title"), ("Author", "author")])
        {
            if (file.Resolve(info?.GetValueOrDefault(key)) is byte[] bytes && Text(bytes).Trim() is { Length: > 0 } value)
            {
                facts.Add(new(name, value));
            }
        }

        facts.Add(new("pages", pages.ToString(CultureInfo.InvariantCulture)));
        return new MetadataDictionary(facts);
    }

    private static string Text(byte[] bytes) => bytes switch
    {
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
        _ => Encoding.Latin1.GetString(bytes),
    };
}
