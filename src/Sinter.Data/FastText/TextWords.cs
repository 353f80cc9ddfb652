using System.Globalization;

namespace Sinter.Data.FastText;

/// <summary>
/// The words of a plain text, as vectors are trained and looked up: runs of letters, digits and marks, with single apostrophes and hyphens within. Ideographs and kana, which
/// stand without spaces, are a word each. What is longer than any word is passed over.
/// </summary>
/// <param name="text">The text.</param>
internal ref struct TextWords(ReadOnlySpan<char> text)
{
    private const int LongestWord = 100;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>The word as it stands.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next word.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            while (_at < _text.Length && !IsOfWord(_text[_at]))
            {
                _at++;
            }

            if (_at == _text.Length)
            {
                return false;
            }

            Start = _at;
            _at = EndOf(_at);
            if (_at - Start <= LongestWord)
            {
                Current = _text[Start.._at];
                return true;
            }
        }
    }

    private readonly int EndOf(int at)
    {
        if (char.IsSurrogate(_text[at]))
        {
            return at + (char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) ? 2 : 1);
        }

        if (StandsAlone(_text[at]))
        {
            return at + 1;
        }

        for (at++; at < _text.Length; at++)
        {
            var joins = _text[at] is '\'' or '’' or '-' && at + 1 < _text.Length && char.IsLetterOrDigit(_text[at + 1]);
            if (!joins && (!IsOfWord(_text[at]) || StandsAlone(_text[at]) || char.IsSurrogate(_text[at])))
            {
                break;
            }
        }

        return at;
    }

    private static bool IsOfWord(char character) =>
        char.IsAscii(character) ? char.IsAsciiLetterOrDigit(character) : char.IsLetterOrDigit(character) || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool StandsAlone(char character) => character is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';
}
