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
            // A short answer is about a number or a name that the prompt does not say: In 1842. 12 districts. Ada Lovelace.
            for (var i = 0; i < ranges.Count; i++)
            {
                var (start, end) = (ranges[i].Start.Value, ranges[i].End.Value);
                while (char.IsUpper(answer[start]) && i + 1 < ranges.Count && ranges[i + 1].Start.Value == end + 1 && char.IsUpper(answer[end + 1]))
                {
                    end = ranges[++i].End.Value;
                }

                var term = answer[start..end];
                var others = char.IsAsciiDigit(term[0]) ? words.Numbers : char.IsUpper(term[0]) && !StopWords.Contains(term) ? words.Names : [];
                var alike = others.Where(other => IsAlike(other, term) && !draft.Prompt.Contains(other, StringComparison.OrdinalIgnoreCase) && !draft.Response.Contains(other, StringComparison.OrdinalIgnoreCase)).ToList();
                if (alike.Count > 0 && !draft.Prompt.Contains(term, StringComparison.OrdinalIgnoreCase))
                {
                    var other = alike[(int)(choice % (ulong)alike.Count)];
                    return (draft.Response.Replace(term, other, StringComparison.Ordinal), char.IsAsciiDigit(term[0]) ? "other-number" : "other-name");
                }
            }

            return null;
        }

        // A sentence that says something else, and nothing of what is asked about.
        var asked = TextTools.LowerWords(draft.Prompt).Where(static word => word.Length > 3 && !StopWords.Contains(word)).ToHashSet(StringComparer.Ordinal);
        var sentences = text.Sound.Where(sentence => WordOverlap.RougeL(sentence, draft.Response) < 0.4 && !TextTools.LowerWords(sentence).Any(asked.Contains)).ToList();
        if (draft.Response.Length <= 320 && sentences.Count > 0 && choice % 4 != 0)
        {
            return (sentences[(int)((choice >> 8) % (ulong)sentences.Count)], "other-sentence");
        }

        return ranges.Count >= ShortestCut ? (answer[..ranges[ranges.Count / 3].End.Value] + " ...", "cut-off") : null;
    }

    /// <summary>Numbers of as many digits are alike, so that a year stays a year; names of as many words.</summary>
    private static bool IsAlike(string other, string term) => other != term
        && (char.IsAsciiDigit(term[0]) ? other.Length == term.Length && IsYear(other) == IsYear(term) && other.All(char.IsAsciiDigit) == term.All(char.IsAsciiDigit) : other.Count(static sign => sign == ' ') == term.Count(static sign => sign == ' '));

    private static bool IsYear(string number) => number.Length == 4 && number[0] is ('1' or '2') && number.All(char.IsAsciiDigit);
}
