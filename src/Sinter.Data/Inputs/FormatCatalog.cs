using Sinter.Data.Compression;
using Sinter.Data.Reading;

namespace Sinter.Data.Inputs;

/// <summary>All forms that documents can be read from.</summary>
public static class FormatCatalog
{
    // Content is asked in this order; a format stands before those that would also fit its content.
    private static readonly IDocumentFormat[] Formats =
    [
        new Reading.Warc.WarcFormat(),
        new Reading.Warc.ArcFormat(),
        new Reading.Wikipedia.WikipediaFormat(),
        new Reading.Epub.EpubFormat(),
        new Reading.Pdf.PdfFormat(),
        new Parquet.ParquetFormat(),
        new JsonLinesFormat(),
        new Html.HtmlFormat(),
        CsvFormat.Detected,
        CsvFormat.Tabs,
        new MarkdownFormat(),
        new TextFormat(),
        new XmlFormat(),
    ];

    /// <summary>The formats.</summary>
    public static IReadOnlyList<IDocumentFormat> All => Formats;

    /// <summary>The file endings of all formats, for messages.</summary>
    public static string Endings { get; } = string.Join(", ", Formats.SelectMany(format => format.Endings));

    /// <summary>The format of a name; throws <see cref="ArgumentException"/> where there is none.</summary>
    public static IDocumentFormat Find(string name) =>
        Array.Find(Formats, format => string.Equals(format.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no format '{name}'; the formats are {string.Join(", ", Formats.Select(format => format.Name))}.", nameof(name));

    /// <summary>The format that content shows, else the one that the name ends in (endings of compressions aside); null where there is none.</summary>
    public static IDocumentFormat? Detect(ReadOnlySpan<byte> start, string name)
    {
        foreach (var format in Formats)
        {
            if (format.Recognises(start))
            {
                return format;
            }
        }

        // The longest ending decides: '.xml' does not take what '.abstract.xml' names.
        IDocumentFormat? best = null;
        var longest = 0;
        foreach (var format in Formats)
        {
            foreach (var ending in format.Endings)
            {
                if (ending.Length > longest && EndsWith(name, ending))
                {
                    (best, longest) = (format, ending.Length);
                }
            }
        }

        return best;
    }

    private static bool EndsWith(string name, string ending) =>
        name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
        || (ContentEncoder.KindOf(name) != CompressionKind.None && name.AsSpan(0, name.LastIndexOf('.')).EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
