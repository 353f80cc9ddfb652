namespace Sinter.Tokenizers.Jinja;

/// <summary>Cuts what stands inside of a tag into tokens.</summary>
/// <param name="source">The template.</param>
/// <param name="isBlock">Whether the tag is a statement, not an output.</param>
/// <param name="add">Takes each token: its sort, its text and where it stands.</param>
internal sealed class ExpressionLexer(string source, bool isBlock, Action<TokenKind, string, int> add)
{
    private static readonly string[] LongSigns = ["//", "**", "==", "!=", ">=", "<="];

    // An end of the tag inside of brackets is not one: {{ {'a': {}} }}.
    private readonly Stack<char> _brackets = [];

    /// <summary>Reads up to the end of the tag.</summary>
    /// <param name="position">Where its inside begins.</param>
    /// <param name="begin">Where the tag begins.</param>
    /// <returns>Where the text behind the tag begins.</returns>
    public int ReadTag(int position, int begin)
    {
        while ((position = PythonText.SkipSpace(source, position)) < source.Length)
        {
            if (_brackets.Count == 0 && End(position) is { } end)
            {
                add(isBlock ? TokenKind.BlockEnd : TokenKind.OutputEnd, "", position);
                return end;
            }

            var character = source[position];
            position = character switch
            {
                >= '0' and <= '9' => ReadNumber(position),
                '\'' or '"' => ReadText(position),
                _ when IsNamePart(character) => ReadName(position),
                _ => ReadSign(position),
            };
        }

        throw Fault(begin, $"the tag that begins here is not closed; write {(isBlock ? "%}" : "}}")} behind it");
    }

    private int? End(int position)
    {
        var rest = source.AsSpan(position);
        var sign = rest[0];
        rest = sign == '-' || (sign == '+' && isBlock) ? rest[1..] : rest;
        if (!rest.StartsWith(isBlock ? "%}" : "}}"))
        {
            return null;
        }

        var end = source.Length - rest.Length + 2;
        return sign == '-' ? PythonText.SkipSpace(source, end)
            : isBlock && sign != '+' && end < source.Length && source[end] == '\n' ? end + 1 : end;
    }

    private int ReadName(int start)
    {
        var end = start;
        while (end < source.Length && IsNamePart(source[end]))
        {
            end++;
        }

        add(TokenKind.Name, source[start..end], start);
        return end;
    }

    private int ReadNumber(int start)
    {
        var end = Digits(start);
        var kind = TokenKind.Integer;
        if (source[start] == '0' && end == start + 1 && end < source.Length && source[end] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
        {
            throw Fault(start, $"numbers are written in decimal here");
        }

        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]) && source[Math.Max(0, start - 1)] != '.')
        {
            kind = TokenKind.Float;
            end = Digits(end + 1);
        }

        if (end < source.Length && source[end] is 'e' or 'E')
        {
            var exponent = end + 1 < source.Length && source[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (exponent < source.Length && char.IsAsciiDigit(source[exponent]))
            {
                kind = TokenKind.Float;
                end = Digits(exponent);
            }
        }

        add(kind, source[start..end].Replace("_", "", StringComparison.Ordinal), start);
        return end;
    }

    private int Digits(int place)
    {
        while (place < source.Length && (char.IsAsciiDigit(source[place]) || (source[place] == '_' && place + 1 < source.Length && char.IsAsciiDigit(source[place + 1]))))
        {
            place++;
        }

        return place;
    }

    private int ReadText(int start)
    {
        var quote = source[start];
        for (var end = start + 1; end < source.Length; end++)
        {
            if (source[end] == quote)
            {
                add(TokenKind.Text, EscapedText.Read(source[(start + 1)..end]) ?? throw Fault(start, $"the text that begins here holds an escape that is cut short or names no character"), start);
                return end + 1;
            }

            if (source[end] == '\\')
            {
                end++;
            }
        }

        throw Fault(start, $"the text that begins here is not closed; write {quote} behind it");
    }

    private int ReadSign(int start)
    {
        var sign = Array.Find(LongSigns, sign => string.CompareOrdinal(source, start, sign, 0, sign.Length) == 0) ?? source[start].ToString();
        switch (sign)
        {
            case "(" or "[" or "{":
                _brackets.Push(sign[0] == '(' ? ')' : (char)(sign[0] + 2));
                break;
            case ")" or "]" or "}":
                if (_brackets.Count == 0 || _brackets.Pop() != sign[0])
                {
                    throw Fault(start, $"the bracket '{sign}' closes none that is open");
                }

                break;
            case [not ('+' or '-' or '/' or '*' or '%' or '~' or '>' or '<' or '=' or '.' or ':' or '|' or ',' or ';')]:
                throw Fault(start, $"the character '{sign}' does not belong into a tag");
        }

        add(TokenKind.Operator, sign, start);
        return start + sign.Length;
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';

    private InvalidDataException Fault(int place, FormattableString what) =>
        TemplateFault.Error(1 + source.AsSpan(0, place).Count('\n'), what);
}
