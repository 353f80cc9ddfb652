using System.Globalization;
using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Texts as Python, whose rules templates are written for, sees them: by code points, with its own white space.</summary>
internal static class PythonText
{
    /// <summary>Whether Python counts a character as white space: as .NET does, and the separators U+001C to U+001F.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>The first place from <paramref name="start"/> on without white space.</summary>
    public static int SkipSpace(string text, int start)
    {
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return start;
    }

    /// <summary>The end of a text without the white space at its end.</summary>
    public static int TrimmedEnd(string text, int start, int end)
    {
        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>The number of code points; a lone surrogate is one.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            length -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return length;
    }

    /// <summary>Where each code point begins, and the end behind them.</summary>
    public static int[] Starts(string text)
    {
        var starts = new int[Length(text) + 1];
        var place = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = place;
            place += place + 1 < text.Length && char.IsSurrogatePair(text[place], text[place + 1]) ? 2 : 1;
        }

        return starts;
    }

    /// <summary>Compares by code points, where UTF-16 would put surrogates before U+E000.</summary>
    public static int Compare(string left, string right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] != right[i])
            {
                return Order(left[i]).CompareTo(Order(right[i]));
            }
        }

        return left.Length.CompareTo(right.Length);

        static int Order(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }

    /// <summary>Whether <c>repr</c> shows a code point as it is.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
