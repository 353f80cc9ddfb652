using System.Buffers;

namespace Sinter.Evaluation.Metrics;

/// <summary>Precision, recall and their harmonic mean, each 0 to 1.</summary>
/// <param name="Precision">The share of the candidate that matches.</param>
/// <param name="Recall">The share of the reference that is matched.</param>
public readonly record struct PrecisionRecall(double Precision, double Recall)
{
    /// <summary>The harmonic mean; 0 where both are.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    internal static PrecisionRecall Of(long matches, long candidate, long reference) =>
        new(candidate == 0 ? 0 : (double)matches / candidate, reference == 0 ? 0 : (double)matches / reference);
}

/// <summary>The four ROUGE measures of one summary.</summary>
/// <param name="One">ROUGE-1: words.</param>
/// <param name="Two">ROUGE-2: pairs of words.</param>
/// <param name="L">ROUGE-L: the longest common subsequence of the whole text.</param>
/// <param name="LSum">ROUGE-Lsum: the union of those of each line of the reference with the lines of the candidate.</param>
public sealed record RougeScores(PrecisionRecall One, PrecisionRecall Two, PrecisionRecall L, PrecisionRecall LSum);

/// <summary>
/// ROUGE (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004) as the rouge-score package computes it: words are runs of a-z and 0-9 in lower case, sentences of Lsum are lines. Not for several threads at once.
/// </summary>
/// <param name="stem">Whether words of more than three characters are compared by their <see cref="PorterStemmer"/> stem.</param>
public sealed class Rouge(bool stem = false)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly WordNumbers _stems = new();
    private readonly NGramMatcher _matcher = new();

    /// <summary>Scores a candidate. Of several references each measure takes that of the best F1.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a line has tens of thousands of words.</exception>
    public RougeScores Score(string candidate, params IReadOnlyList<string> references)
    {
        References.Check([candidate], [references]);
        var best = Pair(candidate, references[0]);
        for (var at = 1; at < references.Count; at++)
        {
            var other = Pair(candidate, references[at]);
            best = new(Better(best.One, other.One), Better(best.Two, other.Two), Better(best.L, other.L), Better(best.LSum, other.LSum));
        }

        return best;
    }

    private static PrecisionRecall Better(PrecisionRecall first, PrecisionRecall second) => second.F1 > first.F1 ? second : first;

    private RougeScores Pair(string candidate, string reference)
    {
        if (_numbers.Count > 1 << 18)
        {
            _numbers.Clear();
            _stems.Begin();
        }

        var (own, other) = (Words(candidate), Words(reference));
        Span<long> matches = stackalloc long[2];
        _matcher.Match(own, [other], matches);
        return new(
            PrecisionRecall.Of(matches[0], own.Length, other.Length),
            PrecisionRecall.Of(matches[1], Math.Max(0, own.Length - 1), Math.Max(0, other.Length - 1)),
            PrecisionRecall.Of(LongestCommonSubsequence.Length(other, own), own.Length, other.Length),
            Summary(Lines(candidate), Lines(reference)));
    }

    /// <summary>Section 3.2 of the paper; a word of either side counts once only, as in version 1.5.5 of the program.</summary>
    private static PrecisionRecall Summary(List<int[]> candidate, List<int[]> reference)
    {
        var (own, other) = (Counts(candidate), Counts(reference));
        var hits = 0L;
        foreach (var line in reference)
        {
            var taken = new bool[line.Length];
            foreach (var words in candidate)
            {
                LongestCommonSubsequence.Mark(line, words, taken);
            }

            for (var at = 0; at < line.Length; at++)
            {
                if (taken[at] && own[line[at]] > 0 && other[line[at]] > 0)
                {
                    own[line[at]]--;
                    other[line[at]]--;
                    hits++;
                }
            }
        }

        return PrecisionRecall.Of(hits, candidate.Sum(static line => (long)line.Length), reference.Sum(static line => (long)line.Length));
    }

    private static Dictionary<int, int> Counts(List<int[]> lines)
    {
        var counts = new Dictionary<int, int>();
        foreach (var line in lines)
        {
            foreach (var word in line)
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        return counts;
    }

    private List<int[]> Lines(string text)
    {
        var lines = new List<int[]>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (text.AsSpan(range) is { IsEmpty: false } line)
            {
                lines.Add(Words(line));
            }
        }

        return lines;
    }

    private int[] Words(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var (words, length) = (new List<int>(), 0);
        for (var at = 0; at <= text.Length; at++)
        {
            // In lower case two signs beyond ASCII become letters of it: that of kelvin, and I with a dot, whose dot then ends the word.
            var character = at == text.Length ? ' ' : text[at] switch { >= 'A' and <= 'Z' => (char)(text[at] | 0x20), '\u212a' => 'k', '\u0130' => 'i', _ => text[at] };
            var belongs = char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
            if (belongs)
            {
                buffer[length++] = character;
            }

            if (length > 0 && (!belongs || text[at] == '\u0130'))
            {
                words.Add(Number(buffer.AsSpan(0, length), lookup));
                length = 0;
            }
        }

        ArrayPool<char>.Shared.Return(buffer);
        return [.. words];
    }

    private int Number(ReadOnlySpan<char> word, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup)
    {
        if (!lookup.TryGetValue(word, out var number))
        {
            number = _stems.Of(stem && word.Length > 3 ? PorterStemmer.Stem(word.ToString()) : word);
            lookup[word] = number;
        }

        return number;
    }
}
