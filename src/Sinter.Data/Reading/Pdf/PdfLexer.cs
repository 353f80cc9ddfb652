using System.Buffers.Text;
using System.Text;

namespace Sinter.Data.Reading.Pdf;

/// <summary>Reads objects and operators from bytes, in files and in the content of pages.</summary>
internal sealed class PdfLexer(ReadOnlyMemory<byte> data, int position = 0)
{
    private const int MaximumDepth = 64;

    private static readonly PdfKeyword EndOfList = new("]");
    private static readonly PdfKeyword EndOfDictionary = new(">>");

    /// <summary>Where it reads next.</summary>
    public int Position { get; set; } = position;

    /// <summary>Whether all was read.</summary>
    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return Position >= data.Length;
        }
    }

    private ReadOnlySpan<byte> Rest => data.Span[Position..];

    /// <summary>The next object or keyword. What is no PDF gives keywords; only depth is a fault (<see cref="InvalidDataException"/>).</summary>
    public object? Read(int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            throw new InvalidDataException($"its objects are nested deeper than {MaximumDepth}, the limit");
        }

        SkipSpace();
        var rest = Rest;
        if (rest.IsEmpty)
        {
            return new PdfKeyword("");
        }

        switch (rest[0])
        {
            case (byte)'/': return ReadName();
            case (byte)'(': return ReadLiteral();
            case (byte)'[':
                Position++;
                return ReadList(depth);
            case (byte)']':
                Position++;
                return EndOfList;
            case (byte)'<' when rest is [_, (byte)'<', ..]:
                Position += 2;
                return ReadDictionary(depth);
            case (byte)'<': return ReadHex();
            case (byte)'>':
                Position += rest is [_, (byte)'>', ..] ? 2 : 1;
                return EndOfDictionary;
            case (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'): return ReadNumber();
            case (byte)'{' or (byte)'}' or (byte)')':
                Position++;
                return new PdfKeyword(((char)rest[0]).ToString());
            default: return ReadWord();
        }
    }

    /// <summary>Reads an integer that is not negative; -1 where there is none.</summary>
    public int ReadInteger()
    {
        SkipSpace();
        if (Utf8Parser.TryParse(Rest, out int value, out var length) && value >= 0)
        {
            Position += length;
            return value;
        }

        return -1;
    }

    /// <summary>Goes over a word if it is next.</summary>
    public bool Skip(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        if (!Rest.StartsWith(word))
        {
            return false;
        }

        Position += word.Length;
        return true;
    }

    private static bool IsSpace(byte sign) => sign is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte sign) => !IsSpace(sign) && sign is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');

    private void SkipSpace()
    {
        var span = data.Span;
        while (Position < span.Length)
        {
            if (span[Position] == '%')
            {
                var end = Rest.IndexOfAny((byte)'\r', (byte)'\n');
                Position = end < 0 ? span.Length : Position + end;
            }
            else if (IsSpace(span[Position]))
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    private ReadOnlySpan<byte> TakeRegular()
    {
        var rest = Rest;
        var end = 0;
        while (end < rest.Length && IsRegular(rest[end]))
        {
            end++;
        }

        Position += end;
        return rest[..end];
    }

    private object? ReadWord()
    {
        var word = TakeRegular();
        return word.SequenceEqual("true"u8) ? true
            : word.SequenceEqual("false"u8) ? false
            : word.SequenceEqual("null"u8) ? null
            : new PdfKeyword(Encoding.Latin1.GetString(word));
    }

    private object ReadNumber()
    {
        var start = Position;
        var word = TakeRegular();
        if (!Utf8Parser.TryParse(word, out double value, out var length) || length != word.Length)
        {
            return length > 0 && word.Length > 0 ? value : new PdfKeyword(Encoding.Latin1.GetString(word));
        }

        // Two integers and an R are a reference.
        if (word[0] is >= (byte)'0' and <= (byte)'9' && Utf8Parser.TryParse(word, out int number, out length) && length == word.Length)
        {
            var back = Position;
            if (Position - start < 11 && ReadInteger() >= 0 && Skip("R"u8) && (Rest.IsEmpty || !IsRegular(Rest[0])))
            {
                return new PdfReference(number);
            }

            Position = back;
        }

        return value;
    }

    private PdfName ReadName()
    {
        Position++;
        var raw = TakeRegular();
        if (raw.IndexOf((byte)'#') < 0)
        {
            return new PdfName(Encoding.Latin1.GetString(raw));
        }

        var name = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '#' && i + 2 < raw.Length && Utf8Parser.TryParse(raw.Slice(i + 1, 2), out byte code, out var length, 'x') && length == 2)
            {
                name.Append((char)code);
                i += 2;
            }
            else
            {
                name.Append((char)raw[i]);
            }
        }

        return new PdfName(name.ToString());
    }

    private List<object?> ReadList(int depth)
    {
        var list = new List<object?>();
        while (!AtEnd)
        {
            var item = Read(depth + 1);
            if (ReferenceEquals(item, EndOfList))
            {
                break;
            }

            if (item is PdfKeyword)
            {
                // A word in a list means that its end is missing.
                break;
            }

            list.Add(item);
        }

        return list;
    }

    private PdfDictionary ReadDictionary(int depth)
    {
        var dictionary = new PdfDictionary();
        while (!AtEnd)
        {
            var key = Read(depth + 1);
            if (key is not PdfName name)
            {
                if (key is PdfKeyword)
                {
                    break;
                }

                continue;
            }

            var value = Read(depth + 1);
            if (value is PdfKeyword)
            {
                break;
            }

            dictionary[name.Value] = value;
        }

        return dictionary;
    }

    private byte[] ReadHex()
    {
        var rest = Rest[1..];
        var end = rest.IndexOf((byte)'>');
        var digits = end < 0 ? rest : rest[..end];
        Position += digits.Length + (end < 0 ? 1 : 2);
        return PdfFilters.AsciiHex(digits);
    }

    private byte[] ReadLiteral()
    {
        var text = new MemoryStream();
        var span = data.Span;
        var depth = 0;
        while (Position < span.Length)
        {
            var sign = span[Position++];
            if (sign == '\\')
            {
                ReadEscape(text);
                continue;
            }

            depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (sign != '(' || depth > 1)
            {
                text.WriteByte(sign);
            }
        }

        return text.ToArray();
    }

    private void ReadEscape(MemoryStream text)
    {
        var rest = Rest;
        if (rest.IsEmpty)
        {
            return;
        }

        Position++;
        switch (rest[0])
        {
            case (byte)'n': text.WriteByte((byte)'\n'); break;
            case (byte)'r': text.WriteByte((byte)'\r'); break;
            case (byte)'t': text.WriteByte((byte)'\t'); break;
            case (byte)'b': text.WriteByte(8); break;
            case (byte)'f': text.WriteByte(12); break;
            case (byte)'\r':
                Position += rest is [_, (byte)'\n', ..] ? 1 : 0;
                break;
            case (byte)'\n': break;
            case >= (byte)'0' and <= (byte)'7':
                var code = 0;
                var digits = 0;
                while (digits < 3 && digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'7')
                {
                    code = (code * 8) + rest[digits++] - '0';
                }

                Position += digits - 1;
                text.WriteByte((byte)code);
                break;
            default: text.WriteByte(rest[0]); break;
        }
    }
}
