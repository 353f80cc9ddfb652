namespace Sinter.Data.Privacy;

/// <summary>Private keys as text (RFC 7468, OpenSSH and PGP): from <c>-----BEGIN ... PRIVATE KEY-----</c> to the end of the line that ends them.</summary>
internal static class PrivateKeyBlock
{
    private const int LongestTitle = 48;
    private const int LongestBody = 12_000;
    private const string Dashes = "-----";

    /// <summary>Where the block ends that has its word <c>BEGIN</c> at a place; 0 where it is no private key. One that is cut off ends where its signs do.</summary>
    public static int End(ReadOnlySpan<char> text, int begin)
    {
        if (!text[..begin].EndsWith(Dashes, StringComparison.Ordinal) || !text[begin..].StartsWith("BEGIN ", StringComparison.Ordinal))
        {
            return 0;
        }

        var title = text.Slice(begin + 6, Math.Min(LongestTitle, text.Length - begin - 6));
        var length = title.IndexOf(Dashes, StringComparison.Ordinal);
        if (length < 0 || !title[..length].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return 0;
        }

        var body = begin + 6 + length + Dashes.Length;
        var rest = text.Slice(body, Math.Min(LongestBody, text.Length - body));
        var end = rest.IndexOf(Dashes, StringComparison.Ordinal);
        if (end >= 0 && rest[end..].StartsWith("-----END ", StringComparison.Ordinal))
        {
            var close = rest[(end + 9)..];
            close = close[..Math.Min(LongestTitle, close.Length)];
            var dashes = close.IndexOf(Dashes, StringComparison.Ordinal);
            return body + end + 9 + (dashes < 0 ? 0 : dashes + Dashes.Length);
        }

        var at = 0;
        while (at < rest.Length && (CharacterClasses.Is(rest[at], CharacterClass.Token) || rest[at] is '\r' or '\n' or '\\'))
        {
            at++;
        }

        return body + rest[..at].TrimEnd().Length;
    }
}
