using Sinter.Data.FastText;

namespace Sinter.Data.Augmentation;

/// <summary>Slips of the finger and of the scanner, within one word. Letters beyond ASCII stay as they are.</summary>
internal static class WordTypos
{
    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    // What looks alike in print, from left to right and back.
    private static readonly (string From, string To)[] Alike =
    [
        ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("vv", "w"), ("w", "vv"), ("l", "1"), ("1", "l"), ("O", "0"), ("0", "O"),
        ("I", "l"), ("S", "5"), ("5", "S"), ("B", "8"), ("8", "B"), ("e", "c"), ("c", "e"), ("h", "b"), ("g", "q"), ("Z", "2"),
    ];

    /// <summary>The word with one slip of the finger; the same where it has no letter of the keyboard.</summary>
    public static string Keyboard(string word, ref SplitMix random)
    {
        var letters = Enumerable.Range(0, word.Length).Where(i => char.IsAsciiLetter(word[i])).ToList();
        if (letters.Count == 0)
        {
            return word;
        }

        var at = letters[random.NextBelow(letters.Count)];
        switch (random.NextBelow(4))
        {
            case 0 when word.Length > 1:
                return word.Remove(at, 1);
            case 1:
                return word.Insert(at, word[at].ToString());
            case 2 when at + 1 < word.Length && char.IsAsciiLetter(word[at + 1]) && word[at + 1] != word[at]:
                return string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1, 1), word.AsSpan(at, 1), word.AsSpan(at + 2));
            default:
                var near = Near(char.ToLowerInvariant(word[at]));
                var other = near[random.NextBelow(near.Length)];
                return string.Concat(word.AsSpan(0, at), (char.IsAsciiLetterUpper(word[at]) ? char.ToUpperInvariant(other) : other).ToString(), word.AsSpan(at + 1));
        }
    }

    /// <summary>The word with one part taken for another; the same where nothing in it looks like something else.</summary>
    public static string Ocr(string word, ref SplitMix random)
    {
        var places = new List<(int At, string From, string To)>();
        foreach (var (from, to) in Alike)
        {
            for (var at = word.IndexOf(from, StringComparison.Ordinal); at >= 0; at = word.IndexOf(from, at + 1, StringComparison.Ordinal))
            {
                places.Add((at, from, to));
            }
        }

        if (places.Count == 0)
        {
            return word;
        }

        var chosen = places[random.NextBelow(places.Count)];
        return string.Concat(word.AsSpan(0, chosen.At), chosen.To, word.AsSpan(chosen.At + chosen.From.Length));
    }

    /// <summary>The keys beside one, and above and below it.</summary>
    private static string Near(char letter)
    {
        var row = Array.FindIndex(Rows, keys => keys.Contains(letter, StringComparison.Ordinal));
        var at = Rows[row].IndexOf(letter, StringComparison.Ordinal);
        var near = new List<char>();
        foreach (var (other, place) in new[] { (row, at - 1), (row, at + 1), (row - 1, at), (row - 1, at + 1), (row + 1, at - 1), (row + 1, at) })
        {
            if (other >= 0 && other < Rows.Length && place >= 0 && place < Rows[other].Length)
            {
                near.Add(Rows[other][place]);
            }
        }

        return new string([.. near]);
    }
}
