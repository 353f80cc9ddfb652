using Sinter.Data.Deduplication.Sentences;

namespace Sinter.Data.Synthesis;

/// <summary>The sentences and important words of a chunk, as templates use them.</summary>
internal sealed class ChunkSentences
{
    private const int MostSentences = 200;
    private const int MostKeywords = 8;

    public ChunkSentences(SourceChunk chunk)
    {
        Chunk = chunk;
        var all = new List<string>();
        var reader = new SentenceReader();
        reader.Read(chunk.Text);
        while (all.Count < MostSentences && reader.MoveNext())
        {
            all.Add(TextTools.OneLine(reader.Content.ToString()));
        }

        All = all;
        Sound = [.. all.Where(SentenceRules.IsSound)];
        Keywords = KeywordsOf(chunk.Text);
    }

    public SourceChunk Chunk { get; }

    /// <summary>All sentences and lines, in order, each on one line with single spaces.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Those that are whole sentences of prose, without the marks of markup and of broken extraction.</summary>
    public IReadOnlyList<string> Sound { get; }

    /// <summary>The words that the chunk says oftenest, without stop words and such as are said once, the oftenest first.</summary>
    public IReadOnlyList<string> Keywords { get; }

    /// <summary>Such as names what is done rather than what it is about.</summary>
    private static bool IsVerbForm(string word) =>
        char.IsLower(word[0]) && (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("ing", StringComparison.Ordinal) || word.EndsWith("ly", StringComparison.Ordinal) || word is "known" or "said" or "took" or "gave" or "called" or "years" or "year");

    private static List<string> KeywordsOf(string text)
    {
        var counts = new Dictionary<string, (int Count, int First, string Spelling)>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in TextTools.Words(text))
        {
            var word = text[range];
            if (word.Length < 4 || !char.IsLetter(word[0]) || StopWords.Contains(word))
            {
                continue;
            }

            var (count, first, spelling) = counts.GetValueOrDefault(word, (0, range.Start.Value, word));
            counts[word] = (count + 1, first, char.IsLower(word[0]) ? word : spelling);
        }

        var chosen = new List<string>();
        foreach (var (_, _, spelling) in counts.Values.Where(static found => found.Count > 1 && !IsVerbForm(found.Spelling)).OrderByDescending(static found => found.Count).ThenBy(static found => found.First))
        {
            // Animation and animated are one term.
            if (chosen.Count < MostKeywords && !chosen.Exists(known => known.AsSpan(0, 4).Equals(spelling.AsSpan(0, 4), StringComparison.OrdinalIgnoreCase)))
            {
                chosen.Add(spelling);
            }
        }

        return chosen;
    }
}
