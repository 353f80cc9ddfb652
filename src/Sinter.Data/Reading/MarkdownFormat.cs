namespace Sinter.Data.Reading;

/// <summary>
/// Markdown: a file is a document, its text is kept as it is. Front matter (lines between <c>---</c> at the very start) is left out of the text;
/// its simple keys become metadata, lists and nested keys are left out.
/// </summary>
public sealed class MarkdownFormat : IDocumentFormat
{
    private const int MaximumFrontMatterLines = 512;

    /// <inheritdoc/>
    public string Name => "markdown";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".md", ".markdown"];

    /// <summary>Never: any text is Markdown.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => false;

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings) =>
        TextFormat.WholeTexts(TextContent.AsUtf8(content), source, settings, bytes =>
        {
            var text = TextContent.Decode(bytes.Span, out _);
            var body = FrontMatter(text, out var metadata);
            return (text[body..], metadata);
        });

    /// <summary>Where the text begins behind the front matter; 0 where there is none.</summary>
    private static int FrontMatter(string text, out MetadataDictionary metadata)
    {
        metadata = MetadataDictionary.Empty;
        var at = 0;
        if (NextLine(text, ref at) is not "---")
        {
            return 0;
        }

        var facts = new List<KeyValuePair<string, string>>();
        for (var lines = 0; lines < MaximumFrontMatterLines && at < text.Length; lines++)
        {
            var line = NextLine(text, ref at);
            if (line is "---" or "...")
            {
                metadata = new MetadataDictionary(facts.DistinctBy(fact => fact.Key, StringComparer.Ordinal));
                return at;
            }

            var colon = line.IndexOf(':');
            if (colon > 0 && !char.IsWhiteSpace(line[0]) && line[0] is not ('#' or '-'))
            {
                var value = Unquoted(line[(colon + 1)..].Trim());
                if (value is not ([] or ['[', ..] or ['{', ..] or ['|'] or ['>']))
                {
                    facts.Add(new(line[..colon].Trim().ToString(), value.ToString()));
                }
            }
            else if (line is not ([] or [' ' or '\t' or '#' or '-', ..]))
            {
                // A line that YAML does not have: then the rule at the top was a rule of the text.
                return 0;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value) => value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;

    private static ReadOnlySpan<char> NextLine(string text, ref int at)
    {
        var rest = text.AsSpan(at);
        var end = rest.IndexOf('\n');
        at += end < 0 ? rest.Length : end + 1;
        return (end < 0 ? rest : rest[..end]).TrimEnd();
    }
}
