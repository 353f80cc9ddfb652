namespace Sinter.Data.Tests.Cleaning.Quality;

/// <summary>The definitions of the repetition and line rules, written as plainly as can be; slow.</summary>
internal static class ReferenceMeasures
{
    public static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>Blank lines are made empty first, so that two line ends part paragraphs.</summary>
    public static string[] Paragraphs(string text) =>
        [.. string.Join('\n', text.Split('\n').Select(line => line.AsSpan().IsWhiteSpace() ? "" : line)).Split("\n\n").Select(part => part.Trim()).Where(part => part.Length > 0)];

    public static (int Parts, int Characters) FurtherCopies(string[] parts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var copies = parts.Where(part => !seen.Add(part)).ToArray();
        return (copies.Length, copies.Sum(part => part.Length));
    }

    public static (int Parts, int Characters) AllCopies(string[] parts)
    {
        var copies = parts.GroupBy(part => part, StringComparer.Ordinal).Where(group => group.Count() > 1).SelectMany(group => group).ToArray();
        return (copies.Length, copies.Sum(part => part.Length));
    }

    public static string[] Ngrams(string[] words, int n) => [.. Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words[i..(i + n)]))];

    /// <summary>The length of the most frequent run, spaces included, times its occurrences.</summary>
    public static int Top(string[] words, int n, bool spaces)
    {
        var ngrams = Ngrams(words, n);
        if (ngrams.Length == 0)
        {
            return 0;
        }

        var most = ngrams.GroupBy(ngram => ngram, StringComparer.Ordinal).MaxBy(group => group.Count())!;
        return (most.Key.Length - (spaces ? 0 : n - 1)) * most.Count();
    }

    public static int DuplicatesWithoutOverlap(string[] words, int n)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var characters = 0;
        for (var i = 0; i + n <= words.Length;)
        {
            var ngram = string.Join(' ', words[i..(i + n)]);
            if (seen.Add(ngram))
            {
                i++;
            }
            else
            {
                characters += ngram.Length - (n - 1);
                i += n;
            }
        }

        return characters;
    }

    public static double DuplicateShare(string[] words, int n)
    {
        var ngrams = Ngrams(words, n);
        var lengths = ngrams.GroupBy(ngram => ngram, StringComparer.Ordinal).ToArray();
        return (double)lengths.Where(group => group.Count() > 1).Sum(group => (group.Key.Length - (n - 1)) * group.Count()) / lengths.Sum(group => (group.Key.Length - (n - 1)) * group.Count());
    }
}
