using System.Buffers;
using System.Text;

namespace Sinter.Data.Html;

/// <summary>
/// Looks for the encoding that a page declares of itself, before it is decoded: the HTML standard's "prescan a byte stream to determine its encoding" (13.2.3.2).
/// </summary>
internal ref struct EncodingPrescan
{
    /// <summary>The standard asks for 1024 bytes; pages with long comments and scripts ahead of their meta element are common.</summary>
    private const int MaximumBytes = 4096;

    /// <summary>More attributes than any meta element has.</summary>
    private const int MaximumAttributes = 64;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create("; \t\n\f\r");
    private static readonly SearchValues<char> WordEnd = SearchValues.Create(" \t\n\f\r>");
    private static readonly SearchValues<char> NameEnd = SearchValues.Create("= \t\n\f\r/>");

    private readonly string _start;
    private int _at;

    private EncodingPrescan(string start) => _start = start;

    /// <summary>The code page that is declared; 0 where none is, or an unknown one.</summary>
    public static int Find(ReadOnlySpan<byte> body)
    {
        var prescan = new EncodingPrescan(Encoding.Latin1.GetString(body[..Math.Min(body.Length, MaximumBytes)]));
        var codePage = prescan.FindXmlDeclaration();
        return codePage != 0 ? codePage : prescan.FindMeta();
    }

    private readonly int FindXmlDeclaration()
    {
        if (!_start.StartsWith("<?xml", StringComparison.Ordinal))
        {
            return 0;
        }

        var declaration = _start.AsSpan();
        var end = declaration.IndexOf('>');
        declaration = end < 0 ? declaration : declaration[..end];
        var key = declaration.IndexOf("encoding", StringComparison.Ordinal);
        return key < 0 ? 0 : ValueAfterEquals(declaration[(key + "encoding".Length)..]) is var label ? EncodingLabels.CodePageOf(label) : 0;
    }

    private int FindMeta()
    {
        while (_at < _start.Length)
        {
            var next = _start.AsSpan(_at).IndexOf('<');
            if (next < 0)
            {
                return 0;
            }

            _at += next;
            var rest = _start.AsSpan(_at);
            if (rest.StartsWith("<!--", StringComparison.Ordinal))
            {
                // The two dashes that begin a comment may also end it: <!-->.
                var end = rest[2..].IndexOf("-->", StringComparison.Ordinal);
                _at = end < 0 ? _start.Length : _at + 2 + end + 3;
            }
            else if (rest.Length > 5 && rest[1..].StartsWith("meta", StringComparison.OrdinalIgnoreCase) && (IsSpace(rest[5]) || rest[5] == '/'))
            {
                _at += 5;
                if (ReadMeta() is var codePage and not 0)
                {
                    return codePage;
                }
            }
            else if (rest.Length > 1 && (char.IsAsciiLetter(rest[1]) || (rest[1] == '/' && rest.Length > 2 && char.IsAsciiLetter(rest[2]))))
            {
                var name = rest.IndexOfAny(WordEnd);
                _at = name < 0 ? _start.Length : _at + name;
                for (var i = 0; i < MaximumAttributes && ReadAttribute(out _, out _); i++)
                {
                }
            }
            else if (rest.Length > 1 && rest[1] is '!' or '/' or '?')
            {
                var end = rest.IndexOf('>');
                _at = end < 0 ? _start.Length : _at + end + 1;
            }
            else
            {
                _at++;
            }
        }

        return 0;
    }

    private int ReadMeta()
    {
        var isContentType = false;
        var charset = 0;
        var content = 0;
        for (var i = 0; i < MaximumAttributes && ReadAttribute(out var name, out var value); i++)
        {
            if (name.Equals("charset", StringComparison.OrdinalIgnoreCase) && charset == 0)
            {
                charset = EncodingLabels.CodePageOf(value);
            }
            else if (name.Equals("http-equiv", StringComparison.OrdinalIgnoreCase))
            {
                isContentType |= value.Equals("content-type", StringComparison.OrdinalIgnoreCase);
            }
            else if (name.Equals("content", StringComparison.OrdinalIgnoreCase) && content == 0)
            {
                content = CharsetWithin(value);
            }
        }

        return charset != 0 ? charset : isContentType ? content : 0;
    }

    /// <summary>The encoding that a Content-Type such as <c>text/html; charset=utf-8</c> names.</summary>
    private static int CharsetWithin(ReadOnlySpan<char> contentType)
    {
        var key = contentType.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        if (key < 0)
        {
            return 0;
        }

        var value = ValueAfterEquals(contentType[(key + "charset".Length)..]);
        var end = value.IndexOfAny(ValueEnd);
        return EncodingLabels.CodePageOf(end < 0 ? value : value[..end]);
    }

    /// <summary>What stands behind an equals sign: what is within quotes, or the rest; empty where no equals sign comes first.</summary>
    private static ReadOnlySpan<char> ValueAfterEquals(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.IsEmpty || text[0] != '=')
        {
            return [];
        }

        text = text[1..].TrimStart();
        if (text.IsEmpty || text[0] is not ('"' or '\''))
        {
            return text;
        }

        var end = text[1..].IndexOf(text[0]);
        return end < 0 ? [] : text.Slice(1, end);
    }

    /// <summary>Reads an attribute of the tag that the reading stands in; false at the end of the tag.</summary>
    private bool ReadAttribute(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = [];
        while (_at < _start.Length && (IsSpace(_start[_at]) || _start[_at] == '/'))
        {
            _at++;
        }

        if (_at >= _start.Length || _start[_at] == '>')
        {
            return false;
        }

        var nameLength = _start.AsSpan(_at + 1).IndexOfAny(NameEnd);
        nameLength = nameLength < 0 ? _start.Length - _at : nameLength + 1;
        name = _start.AsSpan(_at, nameLength);
        _at += nameLength;
        SkipSpace();
        if (_at >= _start.Length || _start[_at] != '=')
        {
            return true;
        }

        _at++;
        SkipSpace();
        if (_at >= _start.Length)
        {
            return true;
        }

        var quote = _start[_at];
        var isQuoted = quote is '"' or '\'';
        _at += isQuoted ? 1 : 0;
        var rest = _start.AsSpan(_at);
        var length = isQuoted ? rest.IndexOf(quote) : rest.IndexOfAny(WordEnd);
        value = length < 0 ? [] : rest[..length];
        _at = length < 0 ? _start.Length : _at + length + (isQuoted ? 1 : 0);
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _start.Length && IsSpace(_start[_at]))
        {
            _at++;
        }
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\n' or '\f' or '\r';
}
