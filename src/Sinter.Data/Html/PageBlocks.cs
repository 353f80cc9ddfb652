namespace Sinter.Data.Html;

/// <summary>
/// The text of a page in blocks: what stands between two borders of block elements, or two line breaks in a row, with white space as a browser shows it.
/// </summary>
internal sealed class PageBlocks
{
    private readonly HtmlDocument _document;
    private readonly List<TextBlock> _blocks = [];
    private char[] _text;
    private int _length;
    private TextBlock _open;
    private bool _spaceIsDue;
    private int _lineBreaks;
    private bool _keepsSpace;

    private PageBlocks(HtmlDocument document)
    {
        _document = document;
        _text = new char[1024];
    }

    /// <summary>The blocks in order; none is empty.</summary>
    public IReadOnlyList<TextBlock> Blocks => _blocks;

    /// <summary>The text of a block; lines are parted where a line break or preformatted text parts them.</summary>
    public ReadOnlySpan<char> Text(TextBlock block) => _text.AsSpan(block.TextStart, block.TextLength);

    /// <summary>Cuts a page into blocks.</summary>
    public static PageBlocks Of(HtmlDocument document)
    {
        var blocks = new PageBlocks(document);
        blocks.Run();
        return blocks;
    }

    /// <summary>Whether what is within such an element is no text of the page.</summary>
    public static bool IsSkipped(HtmlTag tag) =>
        tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Noscript or HtmlTag.Template or HtmlTag.Iframe or HtmlTag.Title or HtmlTag.Select or HtmlTag.Datalist or HtmlTag.Textarea
            or HtmlTag.Svg or HtmlTag.Object or HtmlTag.Video or HtmlTag.Audio or HtmlTag.Canvas or HtmlTag.Noframes or HtmlTag.Noembed or HtmlTag.Xmp or HtmlTag.Annotation or HtmlTag.Rp;

    private void Run()
    {
        var tags = _document.Tags;
        var ends = _document.Ends;
        // The open elements that matter: blocks, links and preformatted text. Depth is bounded by the builder.
        var stack = new Stack<(int Node, int Container, int Link, bool KeepsSpace)>();
        var (container, link) = (0, 0);
        for (var node = 1; node < tags.Length;)
        {
            while (stack.Count > 0 && ends[stack.Peek().Node] <= node)
            {
                var closed = stack.Pop();
                EndBlockIf(tags[closed.Node].Has(TagTraits.Block), node);
                (container, link, _keepsSpace) = (closed.Container, closed.Link, closed.KeepsSpace);
            }

            var tag = tags[node];
            if (tag == HtmlTag.Text)
            {
                Append(_document.Text(node), node, container, link > 0);
            }
            else if (IsSkipped(tag))
            {
                EndBlockIf(tag.Has(TagTraits.Block), node);
                node = ends[node];
                continue;
            }
            else if (tag == HtmlTag.Br)
            {
                _lineBreaks++;
                EndBlockIf(_lineBreaks >= 2 && !_keepsSpace, node);
            }
            else if (tag == HtmlTag.Hr)
            {
                EndBlockIf(true, node);
            }
            else if (tag.Has(TagTraits.Block) || tag is HtmlTag.A || tag == HtmlTag.Pre)
            {
                stack.Push((node, container, link, _keepsSpace));
                EndBlockIf(tag.Has(TagTraits.Block), node);
                container = tag.Has(TagTraits.Block) ? node : container;
                link = tag == HtmlTag.A && _document.HasAttribute(node, HtmlAttribute.Href) ? node : link;
                _keepsSpace |= tag is HtmlTag.Pre or HtmlTag.Listing;
            }

            node++;
        }

        EndBlockIf(true, tags.Length);
    }

    private void Append(ReadOnlySpan<char> text, int node, int container, bool isLink)
    {
        if (_length + text.Length + 2 > _text.Length)
        {
            Array.Resize(ref _text, (int)Math.Min(Math.Max(_text.Length * 2L, _length + text.Length + 2L), Array.MaxLength));
        }

        if (_open.TextLength == 0 && !text.IsWhiteSpace())
        {
            _open = new TextBlock(node, container, _length);
            _spaceIsDue = false;
            _lineBreaks = 0;
        }
        else if (_open.TextLength == 0)
        {
            return;
        }

        if (_lineBreaks > 0 && !text.IsWhiteSpace())
        {
            _text[_length++] = '\n';
            _lineBreaks = 0;
            _spaceIsDue = false;
        }

        var before = _length;
        if (_keepsSpace)
        {
            text.CopyTo(_text.AsSpan(_length));
            _length += text.Length;
            _text.AsSpan(before, text.Length).Replace('\r', '\n');
        }
        else
        {
            AppendCollapsed(text);
        }

        _open.LinkCharacters += isLink ? _length - before : 0;
        _open.TextLength = Math.Max(1, _length - _open.TextStart);
    }

    private void AppendCollapsed(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character <= ' ' || char.IsWhiteSpace(character) || character == '\u200B')
            {
                _spaceIsDue = true;
                continue;
            }

            if (_spaceIsDue && _length > _open.TextStart && _text[_length - 1] != '\n')
            {
                _text[_length++] = ' ';
            }

            _spaceIsDue = false;
            if (character is not ('\uFEFF' or '\u00AD' or '\u2060'))
            {
                _text[_length++] = character;
            }
        }
    }

    private void EndBlockIf(bool ends, int node)
    {
        if (!ends)
        {
            return;
        }

        _lineBreaks = 0;
        _spaceIsDue = false;
        if (_open.TextLength > 0)
        {
            _open.EndNode = node;
            _open.TextLength = _text.AsSpan(_open.TextStart, _length - _open.TextStart).TrimEnd().Length;
            _length = _open.TextStart + _open.TextLength;
            if (_open.TextLength > 0)
            {
                _open.Measure(Text(_open));
                _blocks.Add(_open);
            }

            _open = default;
        }
    }
}
