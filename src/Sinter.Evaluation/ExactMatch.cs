namespace Sinter.Evaluation;

/// <summary>
/// Whether an answer says the same as the expected one once what does not matter is taken away: letter case, runs of white
/// space, the articles a, an and the, and sentence marks at the end. Marks inside stay, as in <c>System.String</c>.
/// </summary>
public static class ExactMatch
{
    private static readonly char[] Quotes = ['"', '\'', '`'];
    private static readonly char[] ClosingMarks = ['.', ',', ';', ':', '!', '?', .. Quotes];

    /// <summary>True where both read the same after <see cref="Normalize"/>.</summary>
    public static bool Matches(string answer, string expected) =>
        string.Equals(Normalize(answer), Normalize(expected), StringComparison.Ordinal);

    /// <summary>The text with only that left which matters.</summary>
    public static string Normalize(string text)
    {
        var words = text.ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim(Quotes))
            .Where(word => word is not ("" or "a" or "an" or "the"));
        return string.Join(' ', words).TrimEnd(ClosingMarks);
    }
}
