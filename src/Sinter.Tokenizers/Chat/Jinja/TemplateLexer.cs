namespace Sinter.Tokenizers.Jinja;

/// <summary>
/// Cuts a template into tokens. White space is handled as Hugging Face sets Jinja: the line break behind a block goes, and so does the
/// indentation before one (trim_blocks and lstrip_blocks), unless a + says otherwise; a - takes all white space on its side.
/// </summary>
internal sealed class TemplateLexer
{
    /// <summary>The longest template, in UTF-16 units; the longest in common use has about 20 thousand.</summary>
    private const int Longest = 1 << 20;

    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineCountedTo;

    private TemplateLexer(string source)
    {
        if (source.Length > Longest)
        {
            throw TemplateFault.Error(1, $"it has {source.Length:N0} characters, and a template has at most {Longest:N0}; check that it is the right file");
        }

        _source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (_source.EndsWith('\n'))
        {
            _source = _source[..^1];
        }
    }

    /// <summary>The tokens of a template, the last of them its end.</summary>
    /// <exception cref="InvalidDataException">A tag, comment or text is not closed, or holds a character that does not belong there.</exception>
    public static List<TemplateToken> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        while (lexer._position < lexer._source.Length)
        {
            lexer.ReadPart();
        }

        lexer.Add(TokenKind.End, "", lexer._position);
        return lexer._tokens;
    }

    /// <summary>Reads the text up to the next tag, and the tag.</summary>
    private void ReadPart()
    {
        var begin = NextTag(_position);
        if (begin < 0)
        {
            AddData(_position, _source.Length);
            _position = _source.Length;
            return;
        }

        var start = _position;
        var kind = _source[begin + 1];
        _position = begin + 2;
        AddData(start, DataEnd(start, begin, strips: kind != '{'));
        if (At('-') || At('+'))
        {
            _position++;
        }

        switch (kind)
        {
            case '#':
                ReadComment(begin);
                break;
            case '%' when RawBodyStart() is { } body:
                ReadRaw(begin, body);
                break;
            default:
                Add(kind == '%' ? TokenKind.BlockBegin : TokenKind.OutputBegin, "", begin);
                _position = new ExpressionLexer(_source, kind == '%', Add).ReadTag(_position, begin);
                break;
        }
    }

    private int NextTag(int from)
    {
        for (var begin = from; (begin = _source.IndexOf('{', begin)) >= 0; begin++)
        {
            if (begin + 1 < _source.Length && _source[begin + 1] is '%' or '{' or '#')
            {
                return begin;
            }
        }

        return -1;
    }

    /// <summary>Where the text before a tag ends; the sign of the tag stands at the position.</summary>
    private int DataEnd(int start, int begin, bool strips)
    {
        if (At('-'))
        {
            return PythonText.TrimmedEnd(_source, start, begin);
        }

        if (!strips || At('+'))
        {
            return begin;
        }

        // Only white space between the beginning of the line and the tag goes.
        var indentation = PythonText.TrimmedEnd(_source, start, begin);
        var line = _source.AsSpan(indentation, begin - indentation).LastIndexOf('\n') is >= 0 and var last ? indentation + last + 1 : indentation;
        return line == 0 || _source[line - 1] == '\n' ? line : begin;
    }

    private void ReadComment(int begin)
    {
        var end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fault(begin, $"the comment that begins here is not closed; write #}} behind it");
        }

        var sign = end > _position ? _source[end - 1] : ' ';
        _position = AfterBlock(end + 2, sign);
    }

    /// <summary>Where the text of a raw block begins, if the tag at the position begins one.</summary>
    private int? RawBodyStart()
    {
        var place = PythonText.SkipSpace(_source, _position);
        if (!_source.AsSpan(place).StartsWith("raw"))
        {
            return null;
        }

        place = PythonText.SkipSpace(_source, place + 3);
        var rest = _source.AsSpan(place);
        return rest.StartsWith("-%}") ? PythonText.SkipSpace(_source, place + 3) : rest.StartsWith("%}") ? place + 2 : null;
    }

    private void ReadRaw(int begin, int body)
    {
        for (var end = body; (end = _source.IndexOf("{%", end, StringComparison.Ordinal)) >= 0; end += 2)
        {
            _position = end + 2;
            var dataEnd = DataEnd(body, end, strips: true);
            var place = PythonText.SkipSpace(_source, At('-') || At('+') ? _position + 1 : _position);
            if (!_source.AsSpan(place).StartsWith("endraw"))
            {
                continue;
            }

            place = PythonText.SkipSpace(_source, place + 6);
            var sign = place < _source.Length ? _source[place] : ' ';
            place += sign is '-' or '+' ? 1 : 0;
            if (_source.AsSpan(place).StartsWith("%}"))
            {
                AddData(body, dataEnd);
                _position = AfterBlock(place + 2, sign);
                return;
            }
        }

        throw Fault(begin, $"the raw block that begins here is not closed; write {{% endraw %}} behind it");
    }

    /// <summary>Where the text behind the end of a block or comment begins.</summary>
    private int AfterBlock(int end, char sign) => sign switch
    {
        '-' => PythonText.SkipSpace(_source, end),
        '+' => end,
        _ => end < _source.Length && _source[end] == '\n' ? end + 1 : end,
    };

    private bool At(char character) => _position < _source.Length && _source[_position] == character;

    private void AddData(int start, int end)
    {
        if (end > start)
        {
            Add(TokenKind.Data, _source[start..end], start);
        }
    }

    private void Add(TokenKind kind, string text, int place)
    {
        _line += _source.AsSpan(_lineCountedTo, place - _lineCountedTo).Count('\n');
        _lineCountedTo = place;
        _tokens.Add(new TemplateToken(kind, text, _line));
    }

    private InvalidDataException Fault(int place, FormattableString what) =>
        TemplateFault.Error(1 + _source.AsSpan(0, place).Count('\n'), what);
}
