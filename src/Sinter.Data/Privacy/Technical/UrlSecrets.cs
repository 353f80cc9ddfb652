using System.Buffers;
using System.Collections.Frozen;

namespace Sinter.Data.Privacy;

/// <summary>Finds the secret parts of an address of the web.</summary>
internal static class UrlSecrets
{
    private const int LongestAddress = 2048;
    private const int LongestUserInfo = 512;
    private const int ShortestValue = 6;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\u00a0\u3000\"'<>`|\\^{}「」、。，（）");

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "token", "access_token", "accesstoken", "access-token", "refresh_token", "id_token", "auth_token", "authtoken", "private_token", "api_token", "apitoken", "session_token", "password", "passwd", "pwd", "pass",
        "api_key", "apikey", "api-key", "key", "secret", "client_secret", "app_secret", "auth", "auth_key", "authkey", "access_key", "accesskey", "sig", "signature", "x-amz-signature", "x-amz-credential",
        "awsaccesskeyid", "subscription-key", "sessionid", "session_id", "jwt", "code_verifier");

    /// <summary>How long the rest of an address after <c>://</c> is, without the signs of the sentence at its end.</summary>
    public static int AddressLength(ReadOnlySpan<char> rest)
    {
        rest = rest[..Math.Min(rest.Length, LongestAddress)];
        var length = rest.IndexOfAny(Ends);
        rest = length < 0 ? rest : rest[..length];
        while (rest.Length > 0 && (rest[^1] is '.' or ',' or ';' or ':' or '!' or '?' or ']' or '*' || (rest[^1] == ')' && !rest.Contains('('))))
        {
            rest = rest[..^1];
        }

        return rest.Length;
    }

    /// <summary>The secret parts: user and password as one, and values of the query, by place in the whole address.</summary>
    public static List<(int Start, int Length)> Of(ReadOnlySpan<char> address)
    {
        var parts = new List<(int, int)>();
        var host = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var rest = address[host..];
        var path = rest.IndexOfAny('/', '?', '#');
        var authority = path < 0 ? rest : rest[..path];
        var at = authority.LastIndexOf('@');
        if (at is > 0 and <= LongestUserInfo && authority[..at].IndexOf(':') is >= 0 and var colon && colon < at - 1 && at + 1 < authority.Length && IsValue(authority[(colon + 1)..at], shortest: 1))
        {
            parts.Add((host, at));
        }

        var query = address.IndexOfAny('?', '#');
        for (var from = query + 1; query >= 0 && from < address.Length;)
        {
            var length = address[from..].IndexOfAny('&', ';', '#');
            var pair = length < 0 ? address[from..] : address.Slice(from, length);
            var equals = pair.IndexOf('=');
            if (equals > 0 && Names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(pair[..equals]) && IsValue(pair[(equals + 1)..], ShortestValue))
            {
                parts.Add((from + equals + 1, pair.Length - equals - 1));
            }

            from += pair.Length + 1;
        }

        return parts;
    }

    /// <summary>Whether a value is more than a mark where one is to be put in.</summary>
    private static bool IsValue(ReadOnlySpan<char> value, int shortest) =>
        value.Length >= shortest && value.IndexOfAnyExcept('*', 'x', 'X') >= 0 && value.IndexOfAny('$', '[', '%') != 0 && !value.StartsWith("your", StringComparison.OrdinalIgnoreCase);
}
