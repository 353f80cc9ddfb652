namespace Sinter.Data.Cleaning;

/// <summary>
/// What several steps want to know of one text: its lines, paragraphs, words and sentences, each found when it is first asked for. Lengths and places are in
/// UTF-16 units. It belongs to one thread at a time.
/// </summary>
/// <param name="text">The text.</param>
public sealed class TextAnalysis(string text)
{
    private TextLine[]? _lines;
    private TextSpan[]? _contentLines;
    private TextSpan[]? _paragraphs;
    private WordList? _words;
    private SpanGroups? _lineGroups;
    private SpanGroups? _paragraphGroups;
    private int _sentences = -1;

    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>All lines, the empty ones too, without their line ends (LF or CR LF); a text that is empty has none.</summary>
    public ReadOnlySpan<TextLine> Lines => _lines ??= TextLine.Split(Text);

    /// <summary>The lines that are not blank, trimmed.</summary>
    public ReadOnlySpan<TextSpan> ContentLines => _contentLines ??= FindContentLines();

    /// <summary>What stands between blank lines, from the first character of the first line to the last of the last.</summary>
    public ReadOnlySpan<TextSpan> Paragraphs => _paragraphs ??= FindParagraphs();

    /// <summary>The words: what stands between white space.</summary>
    public ReadOnlySpan<TextWord> Words => WordList.Words;

    /// <summary>Sums over the words, and their repetitions.</summary>
    public WordList WordList => _words ??= new WordList(Text);

    /// <summary>Which <see cref="ContentLines"/> are the same.</summary>
    public SpanGroups LineGroups => _lineGroups ??= SpanGroups.Of(Text, ContentLines);

    /// <summary>Which <see cref="Paragraphs"/> are the same.</summary>
    public SpanGroups ParagraphGroups => _paragraphGroups ??= SpanGroups.Of(Text, Paragraphs);

    /// <summary>How many sentences there are, line by line; see <see cref="SentenceCounter"/>.</summary>
    public int Sentences
    {
        get
        {
            if (_sentences < 0)
            {
                _sentences = 0;
                foreach (var line in ContentLines)
                {
                    _sentences += SentenceCounter.Count(line.In(Text));
                }
            }

            return _sentences;
        }
    }

    private TextSpan[] FindContentLines()
    {
        var content = new TextSpan[Lines.Length];
        var count = 0;
        foreach (var line in Lines)
        {
            if (line.Content.Length > 0)
            {
                content[count++] = line.Content;
            }
        }

        Array.Resize(ref content, count);
        return content;
    }

    private TextSpan[] FindParagraphs()
    {
        var paragraphs = new List<TextSpan>();
        var open = false;
        foreach (var line in Lines)
        {
            var content = line.Content;
            if (content.Length == 0)
            {
                open = false;
            }
            else if (open)
            {
                paragraphs[^1] = TextSpan.FromBounds(paragraphs[^1].Start, content.End);
            }
            else
            {
                paragraphs.Add(content);
                open = true;
            }
        }

        return [.. paragraphs];
    }
}
