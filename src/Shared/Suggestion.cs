namespace Sinter;

/// <summary>Finds what a user meant to type.</summary>
internal static class Suggestion
{
    /// <summary>The longest word that is compared; a longer one is no slip of the finger.</summary>
    private const int LongestWord = 100;

    /// <summary>The end of a sentence: <c>; did you mean 'steps'?</c>, or the known words where none is near.</summary>
    public static string For(string word, IReadOnlyCollection<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : $"; known are {string.Join(", ", known)}.";

    /// <summary>The known word with the fewest edits, letter case aside; null where none is near (more than a third of its letters).</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var (nearest, distance) = known
            .Select(candidate => (candidate, Distance(word, candidate)))
            .OrderBy(pair => pair.Item2)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(2, nearest.Length / 3) && distance < nearest.Length ? nearest : null;
    }

    /// <summary>The edit distance of Damerau and Levenshtein (adjacent letters may be swapped once), letter case aside.</summary>
    public static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
