using System.Buffers;

namespace Sinter.Data.Html;

/// <summary>
/// Builds the tree of a page as browsers do (HTML standard, 13.2.6) in what matters to its text: void elements, end tags that are implied, scopes, foreign content.
/// Simplified: what stands wrongly between the cells of a table stays where it is, and of formatting that crosses blocks the end tag is passed over.
/// </summary>
/// <remarks>No recursion; an element deeper than <see cref="MaximumDepth"/> takes the place of the one before it, as in browsers.</remarks>
internal ref struct HtmlTreeBuilder
{
    private const int MaximumDepth = 512;

    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\n\f\r");

    private readonly string _source;
    private readonly HtmlDocument _document;
    private readonly OpenElement[] _stack = new OpenElement[MaximumDepth];
    private readonly int[] _open = new int[256];
    private HtmlTokenizer _tokenizer;
    private int _depth;

    private HtmlTreeBuilder(string source)
    {
        _source = source;
        _document = new HtmlDocument(source);
        _tokenizer = new HtmlTokenizer(source);
        _stack[_depth++] = new OpenElement(HtmlTag.Unknown, 0, 0, 0, false);
    }

    private readonly OpenElement Current => _stack[_depth - 1];

    /// <summary>The tree of a page.</summary>
    public static HtmlDocument Build(string source)
    {
        var builder = new HtmlTreeBuilder(source);
        builder.Run();
        return builder._document;
    }

    private void Run()
    {
        while (!_document.IsFull)
        {
            var firstAttribute = _document.AttributeCount;
            if (!_tokenizer.Read(_document, Current.IsForeign))
            {
                break;
            }

            switch (_tokenizer.Token)
            {
                case HtmlToken.Text:
                    AddText(decodes: true);
                    break;
                case HtmlToken.CdataText:
                    AddText(decodes: false);
                    break;
                case HtmlToken.StartTag:
                    Start(firstAttribute);
                    break;
                case HtmlToken.EndTag:
                    End(HtmlTags.Of(_source.AsSpan(_tokenizer.Start, _tokenizer.Length)));
                    break;
            }
        }

        PopTo(0);
        _document.Complete();
    }

    private void AddText(bool decodes)
    {
        if (_tokenizer.Length == 0)
        {
            return;
        }

        if (Current.Tag == HtmlTag.Head && _source.AsSpan(_tokenizer.Start, _tokenizer.Length).ContainsAnyExcept(Space))
        {
            Pop();
        }

        _document.AddText(Current.Node, _tokenizer.Start, _tokenizer.Length, decodes);
    }

    private void Start(int firstAttribute)
    {
        var nameStart = _tokenizer.Start;
        var nameLength = _tokenizer.Length;
        var tag = HtmlTags.Of(_source.AsSpan(nameStart, nameLength));
        if (Current.IsForeign && (tag.Has(TagTraits.ClosesParagraph) || tag is HtmlTag.Br or HtmlTag.Img or HtmlTag.Span or HtmlTag.Body or HtmlTag.Head))
        {
            PopWhile(static open => open.IsForeign);
        }

        if (!Current.IsForeign && !MakeRoom(tag))
        {
            return;
        }

        var isForeign = tag is HtmlTag.Svg or HtmlTag.Math || (Current.IsForeign && !IsIntegrationPoint(Current.Tag));
        var node = _document.AddElement(tag, Current.Node, firstAttribute);
        if (isForeign ? _tokenizer.IsSelfClosing : tag.Has(TagTraits.Void))
        {
            return;
        }

        if (_depth == MaximumDepth)
        {
            Pop();
        }

        _open[(int)tag]++;
        _stack[_depth++] = new OpenElement(tag, node, nameStart, nameLength, isForeign);
        if (!isForeign && tag.Has(TagTraits.RawText | TagTraits.EscapableRawText))
        {
            _tokenizer.ReadRawText(_source.AsSpan(nameStart, nameLength), tag == HtmlTag.Script);
            AddText(tag.Has(TagTraits.EscapableRawText));
            Pop();
        }
    }

    /// <summary>Closes what the start of an element closes; false where the tag makes no element.</summary>
    private bool MakeRoom(HtmlTag tag)
    {
        if (Current.Tag == HtmlTag.Head && !tag.Has(TagTraits.Head))
        {
            Pop();
        }

        if (tag.Has(TagTraits.ClosesParagraph))
        {
            CloseInScope(HtmlTag.P, TagTraits.Scope, HtmlTag.Button);
        }

        switch (tag)
        {
            case HtmlTag.Html or HtmlTag.Body:
                return _open[(int)tag] == 0;
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6 when IsHeading(Current.Tag):
                Pop();
                break;
            case HtmlTag.Li:
                CloseItem(HtmlTag.Li, HtmlTag.Li);
                break;
            case HtmlTag.Dd or HtmlTag.Dt:
                CloseItem(HtmlTag.Dd, HtmlTag.Dt);
                break;
            case HtmlTag.Option or HtmlTag.Optgroup:
                PopWhile(static open => open.Tag == HtmlTag.Option);
                if (tag == HtmlTag.Optgroup)
                {
                    PopWhile(static open => open.Tag == HtmlTag.Optgroup);
                }

                break;
            case HtmlTag.Button:
                CloseInScope(HtmlTag.Button, TagTraits.Scope, HtmlTag.Button);
                break;
            case HtmlTag.A or HtmlTag.Nobr:
                CloseFormatting(tag);
                break;
            case HtmlTag.Td or HtmlTag.Th:
                CloseInTable(static open => open is HtmlTag.Td or HtmlTag.Th or HtmlTag.Caption);
                break;
            case HtmlTag.Tr:
                CloseInTable(static open => open is HtmlTag.Tr or HtmlTag.Caption or HtmlTag.Colgroup);
                break;
            case HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot or HtmlTag.Caption or HtmlTag.Colgroup:
                CloseInTable(static open => open is HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot or HtmlTag.Caption or HtmlTag.Colgroup);
                break;
            case HtmlTag.Table when Current.Tag is HtmlTag.Table or HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot or HtmlTag.Tr:
                CloseInTable(static open => open is HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot or HtmlTag.Tr);
                Pop();
                break;
        }

        return true;
    }

    private void End(HtmlTag tag)
    {
        switch (tag)
        {
            case HtmlTag.Html or HtmlTag.Body:
                break;
            case HtmlTag.P when !CloseInScope(HtmlTag.P, TagTraits.Scope, HtmlTag.Button):
                _document.AddElement(HtmlTag.P, Current.Node, _document.AttributeCount);
                break;
            case HtmlTag.P:
                break;
            case HtmlTag.Br:
                _document.AddElement(HtmlTag.Br, Current.Node, _document.AttributeCount);
                break;
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6:
                CloseHeading();
                break;
            case HtmlTag.Li:
                CloseInScope(tag, TagTraits.Scope, HtmlTag.Ul, HtmlTag.Ol);
                break;
            case HtmlTag.Table or HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot or HtmlTag.Tr or HtmlTag.Caption or HtmlTag.Td or HtmlTag.Th:
                CloseInScope(tag, TagTraits.None, HtmlTag.Table, HtmlTag.Template);
                break;
            default:
                if (tag.Has(TagTraits.Formatting) || tag == HtmlTag.Unknown || !tag.Has(TagTraits.Special))
                {
                    CloseInline(tag);
                }
                else if (!tag.Has(TagTraits.Void))
                {
                    CloseInScope(tag, TagTraits.Scope, tag);
                }

                break;
        }
    }

    /// <summary>Closes the nearest such element with all within it, unless an element that bounds the scope stands between.</summary>
    private bool CloseInScope(HtmlTag tag, TagTraits bound, HtmlTag boundTag, HtmlTag otherBoundTag = HtmlTag.Text)
    {
        for (var i = _open[(int)tag] == 0 ? 0 : _depth - 1; i > 0; i--)
        {
            var open = _stack[i].Tag;
            if (open == tag)
            {
                PopTo(i);
                return true;
            }

            if (open == boundTag || open == otherBoundTag || open.Has(bound))
            {
                return false;
            }
        }

        return false;
    }

    private void CloseHeading()
    {
        for (var i = _depth - 1; i > 0 && !_stack[i].Tag.Has(TagTraits.Scope); i--)
        {
            if (IsHeading(_stack[i].Tag))
            {
                PopTo(i);
                return;
            }
        }
    }

    /// <summary>Closes an open item of the list that a new one begins in.</summary>
    private void CloseItem(HtmlTag tag, HtmlTag otherTag)
    {
        for (var i = _depth - 1; i > 0; i--)
        {
            var open = _stack[i].Tag;
            if (open == tag || open == otherTag)
            {
                PopTo(i);
                return;
            }

            if (open.Has(TagTraits.Special) && open is not (HtmlTag.Address or HtmlTag.Div or HtmlTag.P))
            {
                return;
            }
        }
    }

    /// <summary>Closes the outermost of the parts of the nearest table that are meant.</summary>
    private void CloseInTable(Func<HtmlTag, bool> isMeant)
    {
        var last = 0;
        for (var i = _depth - 1; i > 0 && _stack[i].Tag is not (HtmlTag.Table or HtmlTag.Template); i--)
        {
            last = isMeant(_stack[i].Tag) ? i : last;
        }

        if (last > 0)
        {
            PopTo(last);
        }
    }

    /// <summary>Closes an open element of the same sort, which cannot stand in itself, unless a block stands between.</summary>
    private void CloseFormatting(HtmlTag tag)
    {
        for (var i = _depth - 1; i > 0 && !_stack[i].Tag.Has(TagTraits.Special); i--)
        {
            if (_stack[i].Tag == tag)
            {
                PopTo(i);
                return;
            }
        }
    }

    /// <summary>Closes an element that is no block by its name, unless a block stands between.</summary>
    private void CloseInline(HtmlTag tag)
    {
        var name = _source.AsSpan(_tokenizer.Start, _tokenizer.Length);
        for (var i = _open[(int)tag] == 0 ? 0 : _depth - 1; i > 0; i--)
        {
            var open = _stack[i];
            if (open.Tag == tag && (tag != HtmlTag.Unknown || _source.AsSpan(open.NameStart, open.NameLength).Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                PopTo(i);
                return;
            }

            if (open.Tag.Has(TagTraits.Special))
            {
                return;
            }
        }
    }

    private static bool IsHeading(HtmlTag tag) => tag is >= HtmlTag.H1 and <= HtmlTag.H6;

    private static bool IsIntegrationPoint(HtmlTag tag) =>
        tag is HtmlTag.Foreignobject or HtmlTag.Desc or HtmlTag.Title or HtmlTag.Annotation or HtmlTag.Mi or HtmlTag.Mo or HtmlTag.Mn or HtmlTag.Ms or HtmlTag.Mtext;

    private void PopWhile(Func<OpenElement, bool> condition)
    {
        while (_depth > 1 && condition(Current))
        {
            Pop();
        }
    }

    private void Pop() => PopTo(_depth - 1);

    private void PopTo(int depth)
    {
        while (_depth > depth)
        {
            _open[(int)_stack[--_depth].Tag]--;
            _document.Close(_stack[_depth].Node);
        }
    }

    /// <summary>An element whose end has not come.</summary>
    private readonly record struct OpenElement(HtmlTag Tag, int Node, int NameStart, int NameLength, bool IsForeign);
}
