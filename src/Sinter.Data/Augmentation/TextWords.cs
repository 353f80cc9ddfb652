using System.Globalization;
using System.Text;

namespace Sinter.Data.Augmentation;

/// <summary>
/// The words of a text as augmentation moves them: runs of letters, marks and digits, with apostrophes and hyphens within. Of Chinese and Japanese each sign is a word. Thai, Lao, Khmer and Burmese, whose words
/// only a dictionary can tell, have none, and are left alone.
/// </summary>
internal static class TextWords
{
    /// <summary>Where the words stand.</summary>
    public static List<Range> Find(string text)
    {
        var words = new List<Range>();
        var start = -1;
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                // A broken surrogate pair is no letter, and stays where it is.
                Close(i++);
                continue;
            }

            var length = rune.Utf16SequenceLength;
            if (IsSign(rune))
            {
                Close(i);
                words.Add(i..(i + length));
            }
            else if (IsLetter(rune) || (start >= 0 && rune.Value is '\'' or 0x2019 or '-' && i + 1 < text.Length && Rune.TryGetRuneAt(text, i + 1, out var next) && IsLetter(next)))
            {
                start = start < 0 ? i : start;
            }
            else
            {
                Close(i);
            }

            i += length;
        }

        Close(text.Length);
        return words;

        void Close(int end)
        {
            if (start >= 0)
            {
                words.Add(start..end);
                start = -1;
            }
        }
    }

    /// <summary>Whether a text begins with a sign that is a word by itself.</summary>
    public static bool IsSign(ReadOnlySpan<char> word) => Rune.DecodeFromUtf16(word, out var rune, out _) == System.Buffers.OperationStatus.Done && IsSign(rune);

    private static bool IsSign(Rune rune) => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsLetter(Rune rune) =>
        !IsSign(rune)
        && rune.Value is not ((>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F))
        && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
