using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Text;

/// <summary>What a step of a tokenizer file looks for: a text as it stands or a regular expression, written <c>{"String": ...}</c> or <c>{"Regex": ...}</c>.</summary>
internal sealed class TextPattern
{
    private readonly string _source;
    private readonly byte[] _literal;
    private readonly UnicodePattern? _expression;

    private TextPattern(string source, UnicodePattern? expression)
    {
        _source = source;
        _literal = Encoding.UTF8.GetBytes(source);
        _expression = expression;
    }

    /// <summary>Whether it finds one character and no other.</summary>
    public bool IsOneCharacter => _expression is null && Rune.DecodeFromUtf8(_literal, out _, out var length) == System.Buffers.OperationStatus.Done && length == _literal.Length;

    /// <summary>The scanner that cuts text into the matches of this pattern, which leave nothing between them; null where it is not known.</summary>
    public TextSplitter? Splitter => _expression is null ? null : KnownPatterns.Find(_source);

    /// <summary>A text as it stands, not empty.</summary>
    public static TextPattern Literal(string text) => new(text, expression: null);

    /// <summary>A regular expression.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static TextPattern Regex(string pattern) => new(pattern, UnicodePattern.Parse(pattern));

    /// <summary>Reads it.</summary>
    public static TextPattern Read(JsonPart part)
    {
        if (!part["String"].IsNull)
        {
            return part["String"].Text() is { Length: > 0 } text ? Literal(text) : throw part["String"].Error("is empty, expected the text to look for");
        }

        if (part["Regex"].IsNull)
        {
            throw part.Error($"is {part.Shown()}, expected an object with String or Regex");
        }

        try
        {
            return Regex(part["Regex"].Text());
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(part["Regex"].Error($"cannot be read: {error.Message.TrimEnd('.')}").Message, error);
        }
    }

    /// <summary>Writes it as the member <c>pattern</c> of the object that is being written.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pattern");
        writer.WriteString(_expression is null ? "String" : "Regex", _source);
        writer.WriteEndObject();
    }

    /// <summary>The first match at or after <paramref name="from"/>, found in at most so many steps, which are counted down.</summary>
    /// <exception cref="TimeoutException">The expression runs away on this text.</exception>
    public bool Find(ReadOnlySpan<byte> utf8, int from, ref long steps, out int start, out int end)
    {
        if (_expression is not null)
        {
            return _expression.Find(utf8, from, ref steps, out start, out end);
        }

        var found = utf8[from..].IndexOf(_literal);
        (start, end) = (from + found, from + found + _literal.Length);
        return found >= 0;
    }
}
