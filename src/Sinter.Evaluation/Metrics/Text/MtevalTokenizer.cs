namespace Sinter.Evaluation.Metrics;

/// <summary>
/// The tokenization of NIST's mteval-v13a, with which BLEU is reported: marks of ASCII stand by themselves, a full stop or a comma where it does not stand between digits, a hyphen only after a digit. Not for several
/// threads at once.
/// </summary>
internal sealed class MtevalTokenizer
{
    private char[] _from = new char[256];
    private char[] _to = new char[256];
    private int _length;

    /// <summary>The text with a space round each token; valid until the next call. Tokens are what stands between white space.</summary>
    public ReadOnlySpan<char> Tokenize(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (text.Contains('&', StringComparison.Ordinal))
        {
            text = text
                .Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal);
        }

        Begin(text);
        SeparateMarks();
        SeparateAfterOther();
        SeparateBeforeOther();
        SeparateHyphens();
        return _from.AsSpan(0, _length);
    }

    private static bool IsStop(char character) => character is '.' or ',';

    private void Begin(string text)
    {
        _length = 0;
        Reserve(text.Length + 2);
        Add(' ');
        foreach (var character in text)
        {
            Add(character);
        }

        Add(' ');
        Swap();
    }

    private void SeparateMarks()
    {
        foreach (var character in Taken())
        {
            if (PlainText.IsPunctuation(character) && character is not ('\'' or ',' or '-' or '.'))
            {
                Add(' ', character, ' ');
            }
            else
            {
                Add(character);
            }
        }

        Swap();
    }

    // Each rule goes once from left to right, and what it has taken it does not look at again.
    private void SeparateAfterOther()
    {
        var text = Taken();
        for (var at = 0; at < text.Length; at++)
        {
            Add(text[at]);
            if (!char.IsAsciiDigit(text[at]) && at + 1 < text.Length && IsStop(text[at + 1]))
            {
                Add(' ', text[++at], ' ');
            }
        }

        Swap();
    }

    private void SeparateBeforeOther()
    {
        var text = Taken();
        for (var at = 0; at < text.Length; at++)
        {
            if (IsStop(text[at]) && at + 1 < text.Length && !char.IsAsciiDigit(text[at + 1]))
            {
                Add(' ', text[at], ' ');
                Add(text[++at]);
            }
            else
            {
                Add(text[at]);
            }
        }

        Swap();
    }

    private void SeparateHyphens()
    {
        var text = Taken();
        for (var at = 0; at < text.Length; at++)
        {
            Add(text[at]);
            if (char.IsAsciiDigit(text[at]) && at + 1 < text.Length && text[at + 1] == '-')
            {
                Add(' ', text[++at], ' ');
            }
        }

        Swap();
    }

    // What the last rule wrote, with room for what this one will write.
    private ReadOnlySpan<char> Taken()
    {
        var length = _length;
        Reserve(3L * length);
        _length = 0;
        return _from.AsSpan(0, length);
    }

    private void Reserve(long length)
    {
        if (_to.Length < length)
        {
            _to = new char[checked((int)length)];
        }
    }

    private void Swap() => (_from, _to) = (_to, _from);

    private void Add(char character) => _to[_length++] = character;

    private void Add(char first, char second, char third)
    {
        Add(first);
        Add(second);
        Add(third);
    }
}
