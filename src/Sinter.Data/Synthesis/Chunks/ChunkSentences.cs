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
            all.Add(reader.Content.ToString());
        }

        All = all;
        Sound = [.. all.Where(SentenceRules.IsSound)];
        Keywords = KeywordsOf(chunk.Text);
    }

    public SourceChunk Chunk { get; }

    /// <summary>All sentences and lines, in order.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Those that are whole sentences of prose, without the marks of markup and of broken extraction.</summary>
    public IReadOnlyList<string> Sound { get; }

    /// <summary>The words that the chunk says oftenest, without stop words and such as are said once, the oftenest first.</summary>
    public IReadOnlyList<string> Keywords { get; }

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

        return [.. counts.Values
            .Where(static found => found.Count > 1)
            .OrderByDescending(static found => found.Count)
            .ThenBy(static found => found.First)
            .Take(MostKeywords)
            .Select(static found => found.Spelling)];
    }
}
