namespace Sinter.Data.Deduplication;

/// <summary>Makes texts alike that differ only in what is not to count. It belongs to one thread: what it gives is valid until the next call.</summary>
/// <param name="ignoreCase">Whether capital letters are as small ones.</param>
/// <param name="ignorePunctuation">Whether signs that are neither letters nor digits are left out.</param>
/// <param name="ignoreWhiteSpace">Whether a run of white space is as one space, and none at the ends.</param>
internal sealed class TextNormaliser(bool ignoreCase, bool ignorePunctuation, bool ignoreWhiteSpace)
{
    private char[] _buffer = [];

    /// <summary>The text that counts. One of which nothing would be left counts as it is.</summary>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<char> text)
    {
        if (!ignoreCase && !ignorePunctuation && !ignoreWhiteSpace)
        {
            return text;
        }

        if (_buffer.Length < text.Length)
        {
            _buffer = new char[Math.Max(text.Length, 1024)];
        }

        var length = 0;
        var space = false;
        foreach (var sign in text)
        {
            if (ignoreWhiteSpace && char.IsWhiteSpace(sign))
            {
                space = length > 0;
                continue;
            }

            if (ignorePunctuation && IsPunctuation(sign))
            {
                continue;
            }

            if (space)
            {
                // There is room, as white space was left out here.
                _buffer[length++] = ' ';
                space = false;
            }

            _buffer[length++] = ignoreCase ? char.ToLowerInvariant(sign) : sign;
        }

        return length > 0 ? _buffer.AsSpan(0, length) : text;
    }

    /// <summary>Whether a sign is punctuation or a symbol; white space and halves of pairs are not.</summary>
    private static bool IsPunctuation(char sign) => char.IsPunctuation(sign) || (char.IsSymbol(sign) && !char.IsSurrogate(sign));
}
