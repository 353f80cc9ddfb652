namespace Sinter.Data.Synthesis;

/// <summary>A sentence with a gap: a number, a name or a word that the chunk says often is left out, and asked for.</summary>
internal sealed class ClozeRule : ITemplateRule
{
    /// <summary>What stands in the gap.</summary>
    public const string Gap = "____";

    private const int FewestWords = 8;
    private const int LongestNumber = 12;

    private static readonly string[] Phrasings = ["Fill in the gap: {0}", "Complete this sentence: {0}", "What is missing here? {0}", "Which words belong in the gap? {0}"];
    private static readonly string[] OneWordPhrasings = ["Fill in the gap: {0}", "Complete this sentence: {0}", "What is missing here? {0}", "Which word belongs in the gap? {0}"];
    private static readonly string[] NumberPhrasings = ["Fill in the gap: {0}", "Complete this sentence: {0}", "What is missing here? {0}", "Which number belongs in the gap? {0}"];

    /// <inheritdoc/>
    public string Name => "cloze";

    /// <inheritdoc/>
    public SynthesisKind Kind => SynthesisKind.Qa;

    /// <inheritdoc/>
    public int MostOfChunk => 1;

    /// <inheritdoc/>
    public string Description => "A sentence with a number, name or important word left out: 'Fill in the gap: ...'.";

    /// <inheritdoc/>
    public IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed)
    {
        foreach (var sentence in text.Sound)
        {
            var ranges = TextTools.Words(sentence);
            if (ranges.Count < FewestWords || !SentenceRules.StandsAlone(sentence) || SentenceRules.RefersBack(sentence))
            {
                continue;
            }

            if (Choose(text, sentence, ranges, seed) is var (start, end) && end > start)
            {
                var term = sentence[start..end];
                var phrasings = char.IsAsciiDigit(term[0]) ? NumberPhrasings : term.Contains(' ', StringComparison.Ordinal) ? Phrasings : OneWordPhrasings;
                yield return new SynthesisDraft(Kind, Name, Phrasing.Choose(phrasings, string.Concat(sentence.AsSpan(0, start), Gap, sentence.AsSpan(end)), seed), term);
            }
        }
    }

    /// <summary>The place of what is left out: names, numbers and keywords in the middle of the sentence that it says once, one of them chosen by hash.</summary>
    private static (int Start, int End)? Choose(ChunkSentences text, string sentence, List<Range> words, ulong seed)
    {
        var candidates = new List<(int Start, int End)>();
        for (var i = 1; i < words.Count; i++)
        {
            var (start, end) = (words[i].Start.Value, words[i].End.Value);
            var word = sentence[words[i]];
            if (char.IsAsciiDigit(word[0]))
            {
                if (word.Length <= LongestNumber)
                {
                    Add(start, end);
                }
            }
            else if (char.IsUpper(word[0]) && word.Length > 2)
            {
                // A name of several words is one.
                while (i + 1 < words.Count && words[i + 1].Start.Value == end + 1 && sentence[end] == ' ' && char.IsUpper(sentence[end + 1]))
                {
                    end = words[++i].End.Value;
                }

                if (!StopWords.Contains(word))
                {
                    Add(start, end);
                }
            }
            else if (text.Keywords.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                Add(start, end);
            }
        }

        return candidates.Count == 0 ? null : candidates[(int)(StableHash.Of(sentence, seed + 1) % (ulong)candidates.Count)];

        void Add(int start, int end)
        {
            var term = sentence.AsSpan(start, end - start);
            var isPart = (start > 0 && sentence[start - 1] is '-' or '$' or '£' or '.') || (end < sentence.Length && sentence[end] is '-' or '%' or '°' or '\'' or '\u2019');
            if (!isPart && sentence.AsSpan(0, start).IndexOf(term, StringComparison.OrdinalIgnoreCase) < 0 && sentence.AsSpan(end).IndexOf(term, StringComparison.OrdinalIgnoreCase) < 0)
            {
                candidates.Add((start, end));
            }
        }
    }
}
