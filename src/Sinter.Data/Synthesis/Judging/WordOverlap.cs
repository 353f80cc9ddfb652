namespace Sinter.Data.Synthesis;

/// <summary>
/// How much two texts have in common by ROUGE-L (Lin 2004): the F measure of the longest common subsequence of their words, in lower case. This is what Self-Instruct (Wang et al. 2023) tells
/// new instructions from old ones by, at 0.7. Of long texts the first words are compared, so that the time is bounded.
/// </summary>
public static class WordOverlap
{
    /// <summary>The most words of a text that are compared.</summary>
    public const int MaximumWords = 256;

    /// <summary>The overlap of two texts, from 0 to 1; 0 where one has no words.</summary>
    public static double RougeL(string one, string other) => RougeL(Hashes(one), Hashes(other));

    /// <summary>The words of a text as hashes, ready to be compared.</summary>
    internal static ulong[] Hashes(string text)
    {
        var ranges = TextTools.Words(text);
        var hashes = new ulong[Math.Min(ranges.Count, MaximumWords)];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = StableHash.Of(text[ranges[i]].ToLowerInvariant());
        }

        return hashes;
    }

    /// <summary>The overlap of two texts by the hashes of their words.</summary>
    internal static double RougeL(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return 0;
        }

        Span<int> row = stackalloc int[MaximumWords + 1];
        row.Clear();
        foreach (var word in one)
        {
            var diagonal = 0;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = word == other[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return 2.0 * row[other.Length] / (one.Length + other.Length);
    }
}
