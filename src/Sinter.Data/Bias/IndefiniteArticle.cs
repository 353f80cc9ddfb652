namespace Sinter.Data.Bias;

/// <summary>Whether a or an stands before an English word.</summary>
internal static class IndefiniteArticle
{
    private static readonly string[] SpokenWithVowel = ["heir", "honest", "honor", "honour", "hour"];
    private static readonly string[] SpokenWithConsonant = ["eu", "one", "once", "uni", "usa", "use", "usu", "ut"];

    /// <summary>The article in the case of the one that stood there.</summary>
    public static string Before(string word, ReadOnlySpan<char> article)
    {
        var right = SpokenWithVowel.Any(Begins) || ("aeiouAEIOU".Contains(word[0], StringComparison.Ordinal) && !SpokenWithConsonant.Any(Begins)) ? "an" : "a";
        return !char.IsUpper(article[0]) ? right : article.Length > 1 && char.IsUpper(article[1]) ? right.ToUpperInvariant() : "A" + right[1..];

        bool Begins(string start) => word.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }
}
