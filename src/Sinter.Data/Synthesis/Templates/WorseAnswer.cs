namespace Sinter.Data.Synthesis;

/// <summary>
/// Makes the worse answer of a preference pair from a good one: another number or name of the document, another sentence of the chunk, or the answer cut off. So the pair tells what is
/// in the text from what is not, and a whole answer from a piece.
/// </summary>
internal static class WorseAnswer
{
    private const int ShortestCut = 10;

    /// <summary>The worse answer and how it was made; null where none can be made.</summary>
    public static (string Text, string Way)? Of(SynthesisDraft draft, ChunkSentences text, ulong seed)
    {
        var words = text.Chunk.Owner.Words;
        var answer = draft.Response.TrimEnd('.');
        var ranges = TextTools.Words(answer);
        var choice = StableHash.Of(draft.Prompt, seed);
        if (ranges.Count is > 0 and <= 6)
        {
            // A short answer is about its last word: In 1842. 12 districts. Ada Lovelace.
            foreach (var range in ranges)
            {
                var word = answer[range];
                var others = char.IsAsciiDigit(word[0]) ? words.Numbers : char.IsUpper(word[0]) && !StopWords.Contains(word) ? words.Names : [];
                var alike = others.Where(other => IsAlike(other, word) && !draft.Prompt.Contains(other, StringComparison.OrdinalIgnoreCase) && !draft.Response.Contains(other, StringComparison.OrdinalIgnoreCase)).ToList();
                if (alike.Count > 0)
                {
                    var other = alike[(int)(choice % (ulong)alike.Count)];
                    return (draft.Response.Replace(word, other, StringComparison.Ordinal), char.IsAsciiDigit(word[0]) ? "other-number" : "other-name");
                }
            }

            return null;
        }

        var sentences = text.Sound.Where(sentence => WordOverlap.RougeL(sentence, draft.Response) < 0.4).ToList();
        if (draft.Response.Length <= 320 && sentences.Count > 0 && choice % 4 != 0)
        {
            return (sentences[(int)((choice >> 8) % (ulong)sentences.Count)], "other-sentence");
        }

        return ranges.Count >= ShortestCut ? (answer[..ranges[ranges.Count / 3].End.Value] + " ...", "cut-off") : null;
    }

    /// <summary>Numbers of as many digits are alike, so that a year stays a year; names always.</summary>
    private static bool IsAlike(string other, string word) => other != word && (!char.IsAsciiDigit(word[0]) || other.Length == word.Length);
}
