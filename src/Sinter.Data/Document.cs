using System.Text;

namespace Sinter.Data;

/// <summary>
/// One text that a model may learn from, with where it comes from. It is never changed: a cleaning step gives a new document with
/// the same id, so that what went in can be traced to the last token.
/// </summary>
public sealed record Document
{
    /// <summary>The metadata key that says how many lines at the start of the text are a heading; see <see cref="Body"/>.</summary>
    public const string HeadingLinesKey = "headingLines";

    /// <summary>The name of the document, unique in its data set and the same in every stage.</summary>
    public required string Id { get; init; }

    /// <summary>The text itself.</summary>
    public required string Text { get; init; }

    /// <summary>The file or address that the text was read from, with <c>/</c> between folders on every system.</summary>
    public string Source { get; init; } = "";

    /// <summary>Further facts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = MetadataDictionary.Empty;

    /// <summary>The JSON object that the document was read from, where the reader was told to keep it (<see cref="Reading.ReadSettings.KeepRecords"/>), so that it can be written with all its fields as they were.</summary>
    internal SourceRecord? Record { get; init; }

    /// <summary>The size of the text in bytes of UTF-8.</summary>
    public long Utf8Bytes => Encoding.UTF8.GetByteCount(Text);

    /// <summary>
    /// The prose of the document: the text without its heading lines, where the metadata says that it has some (<see cref="HeadingLinesKey"/>),
    /// else the whole text. Rules that judge content look here, so that a name alone never counts as prose.
    /// </summary>
    public ReadOnlySpan<char> Body => BodyOf(Text, Metadata.TryGetValue(HeadingLinesKey, out var value) ? value : null);

    /// <summary>The body of a text of which <paramref name="headingLines"/> lines, a number or null, are a heading.</summary>
    internal static ReadOnlySpan<char> BodyOf(string text, string? headingLines)
    {
        var body = text.AsSpan();
        if (int.TryParse(headingLines, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var lines))
        {
            for (var i = 0; i < lines && !body.IsEmpty; i++)
            {
                var end = body.IndexOf('\n');
                body = end < 0 ? [] : body[(end + 1)..];
            }
        }

        return body.Trim();
    }
}
