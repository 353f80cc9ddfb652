using System.Globalization;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Data.Content;

/// <summary>
/// A text as words are looked for in it: small letters, one space for white space, none of the characters without width that words are hidden with; each with its place in the
/// text itself.
/// </summary>
internal sealed class FoldedText
{
    private char[] _characters = new char[256];
    private int[] _places = new int[257];

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>Where the character at an index begins in the text; that of the index behind the last is the end of the text.</summary>
    public int Place(int index) => _places[index];

    /// <summary>Folds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">What is the same.</param>
    /// <param name="longestRun">The most of one letter in a row, where three or more are; <see cref="int.MaxValue"/> to keep all.</param>
    /// <returns>Whether there was a longer run.</returns>
    public bool Fold(ReadOnlySpan<char> text, MatchingOptions options, int longestRun)
    {
        Length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            Add(text, i, options);
        }

        Set(Length, default, text.Length);
        return options.RepeatedLetters && Squeeze(longestRun);
    }

    private void Add(ReadOnlySpan<char> text, int at, MatchingOptions options)
    {
        var character = text[at];
        if (char.IsAscii(character))
        {
            AddFolded(options.Disguises ? Undisguised(text, at) : character, at);
        }
        else if (options.Compatibility && !char.IsSurrogate(character))
        {
            foreach (var part in UnicodeNormalizer.Normalize(character.ToString(), UnicodeForm.Nfkc))
            {
                AddFolded(part, at);
            }
        }
        else
        {
            AddFolded(character, at);
        }
    }

    private void AddFolded(char character, int place)
    {
        if (char.IsWhiteSpace(character))
        {
            if (Length == 0 || _characters[Length - 1] != ' ')
            {
                Append(' ', place);
            }
        }
        else if (char.IsAscii(character) || char.GetUnicodeCategory(character) != UnicodeCategory.Format)
        {
            Append(FoldCase(character), place);
        }
    }

    private void Append(char character, int place) => Set(Length++, character, place);

    private void Set(int index, char character, int place)
    {
        if (index + 1 >= _characters.Length)
        {
            Array.Resize(ref _characters, _characters.Length * 2);
            Array.Resize(ref _places, (_characters.Length * 2) + 1);
        }

        (_characters[index], _places[index]) = (character, place);
    }

    // The dotted capital and the dotless small i of Turkish are an i; whoever writes in capitals means either.
    private static char FoldCase(char character) => character switch
    {
        >= 'A' and <= 'Z' => (char)(character | 0x20),
        <= '\u007F' => character,
        '\u0130' or '\u0131' => 'i',
        '\u03C2' => '\u03C3',
        '\u017F' => 's',
        _ => char.ToLowerInvariant(character),
    };

    /// <summary>A sign or digit counts as the letter that it looks like only beside a letter; an exclamation mark only before one, as it else ends a sentence.</summary>
    private static char Undisguised(ReadOnlySpan<char> text, int at)
    {
        var letter = text[at] switch { '@' or '4' => 'a', '3' => 'e', '1' or '!' => 'i', '0' => 'o', '$' or '5' => 's', '7' => 't', _ => '\0' };
        if (letter == '\0')
        {
            return text[at];
        }

        return (at + 1 < text.Length && IsLetterLike(text[at + 1])) || (text[at] != '!' && at > 0 && IsLetterLike(text[at - 1])) ? letter : text[at];
    }

    private static bool IsLetterLike(char character) => char.IsLetter(character) || character is '@' or '$' or '0' or '1' or '3' or '4' or '5' or '7';

    /// <summary>Shortens runs of three and more letters; false where there are none.</summary>
    private bool Squeeze(int longestRun)
    {
        var squeezed = false;
        var to = 0;
        for (var from = 0; from < Length;)
        {
            var end = from + 1;
            while (end < Length && _characters[end] == _characters[from])
            {
                end++;
            }

            var run = end - from >= 3 && char.IsLetter(_characters[from]) ? Math.Min(end - from, longestRun) : end - from;
            squeezed |= end - from >= 3 && char.IsLetter(_characters[from]);
            for (var i = 0; i < run; i++)
            {
                (_characters[to], _places[to]) = (_characters[from + i], _places[from + i]);
                to++;
            }

            from = end;
        }

        _places[to] = _places[Length];
        Length = to;
        return squeezed;
    }
}
