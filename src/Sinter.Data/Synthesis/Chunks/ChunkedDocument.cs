using Sinter.Data.Cleaning;

namespace Sinter.Data.Synthesis;

/// <summary>
/// A document cut into chunks: by headings (Markdown's <c>#</c>, the wiki's <c>=</c>) and paragraphs; paragraphs of one section are put together up to the greatest size,
/// and one that is longer is cut at the ends of sentences, else at white space. Heading lines belong to no chunk.
/// </summary>
public sealed class ChunkedDocument
{
    private const int LongestTitle = 120;

    private static readonly string[] TitleKeys = ["title", "name", "heading", "page_title"];

    private readonly ChunkOptions _options;
    private readonly List<SourceChunk> _chunks = [];
    private readonly Lazy<DocumentWords> _words;

    /// <summary>Cuts a document.</summary>
    public ChunkedDocument(Document document, ChunkOptions options)
    {
        options.Check();
        _options = options;
        Document = document;
        _words = new(() => new DocumentWords(document.Text));
        Title = TitleOf(document);
        Cut();
    }

    /// <summary>The document.</summary>
    public Document Document { get; }

    /// <summary>What it is about, where its metadata say so; else its chunks go by the last heading of the first level, or by the first heading of all.</summary>
    public string? Title { get; }

    /// <summary>Its chunks, in order.</summary>
    public IReadOnlyList<SourceChunk> Chunks => _chunks;

    /// <summary>The words of the whole document.</summary>
    internal DocumentWords Words => _words.Value;

    private static string? TitleOf(Document document)
    {
        foreach (var key in TitleKeys)
        {
            if (document.Metadata.TryGetValue(key, out var title) && title.Trim() is { Length: > 0 and <= LongestTitle } sound)
            {
                return sound;
            }
        }

        return null;
    }

    private void Cut()
    {
        var text = Document.Text;
        var paragraphs = new List<(int Start, int End)>();
        string? heading = null;
        string? title = null;
        var at = text.AsSpan().Overlaps(Document.Body, out var bodyStart) ? bodyStart : text.Length;
        var start = -1;
        var end = -1;
        while (at < text.Length)
        {
            var length = text.AsSpan(at).IndexOf('\n');
            var lineEnd = length < 0 ? text.Length : at + length;
            var line = text.AsSpan(at, lineEnd - at);
            if (HeadingOf(line) is var (found, isFirstLevel))
            {
                Close();
                EndSection(paragraphs, title, heading);
                heading = found;
                title = isFirstLevel ? found : title ?? found;
            }
            else if (line.IsWhiteSpace())
            {
                Close();
            }
            else
            {
                start = start < 0 ? lineEnd - line.TrimStart().Length : start;
                end = at + line.TrimEnd().Length;
            }

            at = lineEnd + 1;
        }

        Close();
        EndSection(paragraphs, title, heading);

        void Close()
        {
            if (start >= 0)
            {
                paragraphs.Add((start, end));
                start = -1;
            }
        }
    }

    /// <summary>The text of a heading line and whether it is of the first level; null where the line is none.</summary>
    private static (string Heading, bool IsFirstLevel)? HeadingOf(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.Length is < 3 or > LongestTitle)
        {
            return null;
        }

        if (line[0] == '#')
        {
            var rest = line.TrimStart('#');
            return line.Length - rest.Length <= 6 && rest.Length > 0 && rest[0] == ' ' ? Sound(rest.TrimEnd('#').Trim(), line.Length - rest.Length == 1) : null;
        }

        return line[0] == '=' && line[^1] == '=' ? Sound(line.Trim("= ").Trim(), line[1..].TrimStart()[0] != '=') : null;

        static (string, bool)? Sound(ReadOnlySpan<char> heading, bool isFirstLevel) => heading.IsEmpty ? null : (heading.ToString(), isFirstLevel);
    }

    /// <summary>Puts the paragraphs of a section together.</summary>
    private void EndSection(List<(int Start, int End)> paragraphs, string? title, string? heading)
    {
        var first = true;
        var (start, end) = (-1, -1);
        foreach (var paragraph in paragraphs)
        {
            if (start >= 0 && paragraph.End - start <= _options.MaximumCharacters)
            {
                end = paragraph.End;
                continue;
            }

            Flush();
            (start, end) = paragraph;
            while (end - start > _options.MaximumCharacters)
            {
                var cut = CutPlace(start, end);
                Add(start, start + Document.Text.AsSpan(start, cut - start).TrimEnd().Length);
                start = cut + (Document.Text.Length - cut - Document.Text.AsSpan(cut).TrimStart().Length);
            }
        }

        Flush();
        paragraphs.Clear();

        void Flush()
        {
            if (start >= 0)
            {
                Add(start, end);
                start = -1;
            }
        }

        void Add(int from, int to)
        {
            if (to - from >= _options.MinimumCharacters)
            {
                _chunks.Add(new SourceChunk(this, _chunks.Count, from, to, Title ?? title, heading, first));
                first = false;
            }
        }
    }

    /// <summary>The last end of a sentence within the greatest size; else the last white space; else right there, though never within a pair of surrogates.</summary>
    private int CutPlace(int start, int end)
    {
        var most = start + _options.MaximumCharacters;
        var paragraph = Document.Text.AsSpan(start, end - start);
        var best = 0;
        for (var at = 0; at < paragraph.Length;)
        {
            at = SentenceCounter.EndOf(paragraph, at);
            if (at > most - start)
            {
                break;
            }

            best = at;
        }

        if (best >= _options.MinimumCharacters)
        {
            return start + best;
        }

        var space = paragraph[..(most - start)].LastIndexOfAny(' ', '\t', '\n');
        return space >= _options.MinimumCharacters ? start + space : char.IsLowSurrogate(Document.Text[most]) && most - 1 > start ? most - 1 : most;
    }
}
