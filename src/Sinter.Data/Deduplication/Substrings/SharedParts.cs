namespace Sinter.Data.Deduplication.Substrings;

/// <summary>What two texts have in common, by one suffix array over the tokens of both.</summary>
internal static class SharedParts
{
    /// <summary>Longer texts are compared by so many tokens of their beginning.</summary>
    public const int MostTokens = 1 << 20;

    private const int Border = 0;

    /// <summary>Compares two texts.</summary>
    /// <param name="reader">Reads the tokens.</param>
    /// <param name="least">The least length of a part that counts for the similarity, in tokens; of a shorter text its whole length.</param>
    /// <param name="removed">The text that goes.</param>
    /// <param name="kept">The text that stays.</param>
    /// <returns>The share of the tokens of the one that goes which are in shared parts, and the longest part of them, the first of equal ones.</returns>
    public static DuplicateMatch Compare(TokenReader reader, int least, string removed, string kept)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var first = Tokens(reader, removed, ids);
        var second = Tokens(reader, kept, ids);
        if (first.Count == 0 || second.Count == 0)
        {
            return default;
        }

        int[] text = [.. first.Select(static token => token.Id), Border, .. second.Select(static token => token.Id)];
        var (lengths, places) = Longest(text, first.Count, ids.Dictionary.Count + 1);
        least = Math.Min(least, first.Count);
        var (covered, shared, longest) = (0, 0, 0);
        for (var i = 0; i < first.Count; i++)
        {
            covered = lengths[i] >= least ? Math.Max(covered, i + lengths[i]) : covered;
            shared += i < covered ? 1 : 0;
            longest = lengths[i] > lengths[longest] ? i : longest;
        }

        var similarity = (double)shared / first.Count;
        if (lengths[longest] == 0)
        {
            return new DuplicateMatch(similarity, 0, 0, 0, 0);
        }

        var (start, length) = Span(first, longest, lengths[longest]);
        var (keptStart, keptLength) = Span(second, places[longest] - first.Count - 1, lengths[longest]);
        return new DuplicateMatch(similarity, start, length, keptStart, keptLength);
    }

    private static (int Start, int Length) Span(List<Token> tokens, int first, int count) => (tokens[first].From, Math.Max(0, tokens[first + count - 1].To - tokens[first].From));

    private static List<Token> Tokens(TokenReader reader, string text, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids)
    {
        var tokens = new List<Token>();
        for (reader.Read(text); tokens.Count < MostTokens && reader.MoveNext();)
        {
            if (!ids.TryGetValue(reader.Content, out var id))
            {
                ids[reader.Content] = id = ids.Dictionary.Count + 1;
            }

            tokens.Add(new Token(id, reader.From, reader.To));
        }

        return tokens;
    }

    /// <summary>Of each place before the border how many tokens from there on stand behind the border too, and where.</summary>
    private static (int[] Lengths, int[] Places) Longest(int[] text, int border, int alphabet)
    {
        var suffixes = SuffixArray.Build(text, alphabet);
        var prefixes = SuffixArray.CommonPrefixes(text, suffixes);
        var lengths = new int[border];
        var places = new int[border];
        var (common, place) = (0, border);
        for (var i = 0; i < suffixes.Length; i++)
        {
            common = Math.Min(common, prefixes[i]);
            Visit(suffixes[i]);
        }

        (common, place) = (0, border);
        for (var i = suffixes.Length - 1; i >= 0; i--)
        {
            Visit(suffixes[i]);
            common = Math.Min(common, prefixes[i]);
        }

        return (lengths, places);

        // The nearest suffix from behind the border shares most.
        void Visit(int suffix)
        {
            if (suffix > border)
            {
                (common, place) = (int.MaxValue, suffix);
            }
            else if (suffix < border && common > lengths[suffix])
            {
                (lengths[suffix], places[suffix]) = (common, place);
            }
        }
    }

    private readonly record struct Token(int Id, int From, int To);
}
