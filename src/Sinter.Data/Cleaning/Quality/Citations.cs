using System.Text;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>Cuts the marks of an encyclopedia out of a line: <c>[12]</c>, <c>[]</c>, <c>[edit]</c> and <c>[citation needed]</c>.</summary>
internal static class Citations
{
    private const int LongestMark = 32;

    /// <summary>The line without them; the same span where there are none.</summary>
    public static ReadOnlySpan<char> Remove(ReadOnlySpan<char> line)
    {
        StringBuilder? without = null;
        var from = 0;
        for (var at = line.IndexOf('['); at >= 0;)
        {
            var length = MarkLength(line[at..]);
            if (length > 0)
            {
                without ??= new StringBuilder(line.Length);
                without.Append(line[from..at]);
                from = at + length;
            }

            var behind = at + Math.Max(length, 1);
            var next = line[behind..].IndexOf('[');
            at = next < 0 ? -1 : behind + next;
        }

        return without is null ? line : without.Append(line[from..]).ToString();
    }

    /// <summary>The length of the mark that a text begins with; 0 where it does not.</summary>
    private static int MarkLength(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(LongestMark, text.Length)].IndexOf(']');
        if (end < 0)
        {
            return 0;
        }

        var inside = text[1..end];
        return inside is "edit" or "citation needed" || !inside.ContainsAnyExceptInRange('0', '9') ? end + 1 : 0;
    }
}
