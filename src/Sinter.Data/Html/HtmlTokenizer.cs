using System.Buffers;

namespace Sinter.Data.Html;

/// <summary>
/// Cuts a page into tags and texts as the HTML standard does (13.2.5). It knows nothing of the tree, but is told in which element it stands where that matters.
/// </summary>
internal ref struct HtmlTokenizer(string source)
{
    private const int CommentWindow = 4096;

    private static readonly SearchValues<char> TagNameEnd = SearchValues.Create(" \t\n\f\r/>");
    private static readonly SearchValues<char> AttributeNameEnd = SearchValues.Create("= \t\n\f\r/>");
    private static readonly SearchValues<char> UnquotedEnd = SearchValues.Create(" \t\n\f\r>");

    private readonly ReadOnlySpan<char> _source = source;

    /// <summary>Where the reading stands.</summary>
    public int At { get; private set; }

    /// <summary>What the last token is.</summary>
    public HtmlToken Token { get; private set; }

    /// <summary>Where the text, or the name of the tag, starts.</summary>
    public int Start { get; private set; }

    /// <summary>The length of the text or the name.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the start tag ends in <c>/&gt;</c>.</summary>
    public bool IsSelfClosing { get; private set; }

    /// <summary>Reads the next token; the attributes of a start tag go to <paramref name="document"/>. False at the end of the page.</summary>
    public bool Read(HtmlDocument document, bool allowsCdata)
    {
        while (At < _source.Length)
        {
            if (_source[At] != '<' || !BeginsMarkup(At))
            {
                ReadText();
                return true;
            }

            var next = _source[At + 1];
            if (next == '!')
            {
                if (SkipDeclaration(allowsCdata))
                {
                    return true;
                }
            }
            else if (next == '?' || (next == '/' && !char.IsAsciiLetter(_source[At + 2])))
            {
                SkipTo('>');
            }
            else
            {
                ReadTag(next == '/' ? HtmlToken.EndTag : HtmlToken.StartTag, document);
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the content of an element whose content is text, to its end tag, which is read next; the whole rest where there is none.</summary>
    public void ReadRawText(ReadOnlySpan<char> name, bool isScript)
    {
        Token = HtmlToken.Text;
        Start = At;
        while (true)
        {
            var next = _source[At..].IndexOf('<');
            if (next < 0)
            {
                At = _source.Length;
                break;
            }

            At += next;
            var rest = _source[(At + 1)..];
            if (isScript && rest.StartsWith("!--", StringComparison.Ordinal))
            {
                // A script in a comment in a script does not end at the end tag of the inner one (13.2.5.27, the double escaped state).
                // Looked for in a window, so that time stays linear.
                rest = rest[..Math.Min(rest.Length, CommentWindow)];
                var end = rest.IndexOf("-->", StringComparison.Ordinal);
                var isEscaped = end >= 0 && rest[..end].IndexOf("<script", StringComparison.OrdinalIgnoreCase) is var inner and >= 0
                    && rest[..end].IndexOf("</script", StringComparison.OrdinalIgnoreCase) > inner;
                At += isEscaped ? 1 + end : 1;
            }
            else if (rest.Length > name.Length && rest[0] == '/' && rest[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (rest.Length == name.Length + 1 || TagNameEnd.Contains(rest[name.Length + 1])))
            {
                break;
            }
            else
            {
                At++;
            }
        }

        Length = At - Start;
    }

    private void ReadText()
    {
        Token = HtmlToken.Text;
        Start = At++;
        for (; At < _source.Length; At++)
        {
            var next = _source[At..].IndexOf('<');
            At = next < 0 ? _source.Length : At + next;
            if (next < 0 || BeginsMarkup(At))
            {
                break;
            }
        }

        Length = At - Start;
    }

    /// <summary>Whether the less-than sign here is more than a character of the text.</summary>
    private readonly bool BeginsMarkup(int at)
    {
        if (at + 1 >= _source.Length)
        {
            return false;
        }

        var next = _source[at + 1];
        return char.IsAsciiLetter(next) || next is '!' or '?' || (next == '/' && at + 2 < _source.Length);
    }

    private void SkipTo(char end)
    {
        var length = _source[At..].IndexOf(end);
        At = length < 0 ? _source.Length : At + length + 1;
    }

    /// <summary>Passes over a comment or a document type; true where it was a CDATA section, whose text is the token then.</summary>
    private bool SkipDeclaration(bool allowsCdata)
    {
        var rest = _source[At..];
        if (allowsCdata && rest.StartsWith("<![CDATA[", StringComparison.Ordinal))
        {
            Token = HtmlToken.CdataText;
            Start = At + "<![CDATA[".Length;
            var end = _source[Start..].IndexOf("]]>", StringComparison.Ordinal);
            Length = end < 0 ? _source.Length - Start : end;
            At = end < 0 ? _source.Length : Start + end + 3;
            return true;
        }

        if (!rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            SkipTo('>');
            return false;
        }

        At += 4;
        if (_source[At..].StartsWith(">", StringComparison.Ordinal) || _source[At..].StartsWith("->", StringComparison.Ordinal))
        {
            SkipTo('>');
            return false;
        }

        while (true)
        {
            var dashes = _source[At..].IndexOf("--", StringComparison.Ordinal);
            if (dashes < 0)
            {
                At = _source.Length;
                return false;
            }

            At += dashes + 2;
            var behind = _source[At..];
            if (behind.StartsWith(">", StringComparison.Ordinal) || behind.StartsWith("!>", StringComparison.Ordinal))
            {
                SkipTo('>');
                return false;
            }

            // Of three dashes the last two may be those that end it.
            At--;
        }
    }

    private void ReadTag(HtmlToken token, HtmlDocument document)
    {
        Token = token;
        Start = At + (token == HtmlToken.EndTag ? 2 : 1);
        var length = _source[Start..].IndexOfAny(TagNameEnd);
        Length = length < 0 ? _source.Length - Start : length;
        At = Start + Length;
        IsSelfClosing = false;
        while (At < _source.Length)
        {
            var character = _source[At];
            if (character == '>')
            {
                At++;
                return;
            }

            if (character is '/' or ' ' or '\n' or '\t' or '\r' or '\f')
            {
                At++;
                IsSelfClosing = character == '/';
                continue;
            }

            IsSelfClosing = false;
            ReadAttribute(token == HtmlToken.StartTag ? document : null);
        }

        // A tag that the end of the page cuts is no tag.
        Token = HtmlToken.None;
    }

    private void ReadAttribute(HtmlDocument? document)
    {
        var nameStart = At;
        var nameLength = _source[(At + 1)..].IndexOfAny(AttributeNameEnd);
        At = nameLength < 0 ? _source.Length : At + 1 + nameLength;
        var attribute = document is null ? HtmlAttribute.None : HtmlAttributes.Of(_source[nameStart..At]);
        SkipSpace();
        var valueStart = At;
        var valueLength = 0;
        if (At < _source.Length && _source[At] == '=')
        {
            At++;
            SkipSpace();
            if (At < _source.Length && _source[At] is '"' or '\'')
            {
                valueStart = At + 1;
                var end = _source[valueStart..].IndexOf(_source[At]);
                valueLength = end < 0 ? _source.Length - valueStart : end;
                At = end < 0 ? _source.Length : valueStart + end + 1;
            }
            else
            {
                valueStart = At;
                var end = _source[valueStart..].IndexOfAny(UnquotedEnd);
                valueLength = end < 0 ? _source.Length - valueStart : end;
                At = valueStart + valueLength;
            }
        }

        if (attribute != HtmlAttribute.None)
        {
            document!.AddAttribute(attribute, valueStart, valueLength);
        }
    }

    private void SkipSpace()
    {
        while (At < _source.Length && _source[At] is ' ' or '\n' or '\t' or '\r' or '\f')
        {
            At++;
        }
    }
}

/// <summary>What a token is.</summary>
internal enum HtmlToken
{
    None,
    Text,
    CdataText,
    StartTag,
    EndTag,
}
