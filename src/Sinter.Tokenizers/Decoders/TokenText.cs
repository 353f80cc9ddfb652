namespace Sinter.Tokenizers.Decoders;

/// <summary>What decoders do to the bytes of a token. They work on bytes since a token may be a part of a character.</summary>
internal static class TokenText
{
    /// <summary>The token with each occurrence of <paramref name="from"/>, which is not empty, replaced; the same array where there is none.</summary>
    public static byte[] Replace(byte[] token, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var found = token.AsSpan().IndexOf(from);
        if (found < 0)
        {
            return token;
        }

        var replaced = new List<byte>(token.Length + to.Length);
        var rest = token.AsSpan();
        for (; found >= 0; found = rest.IndexOf(from))
        {
            replaced.AddRange(rest[..found]);
            replaced.AddRange(to);
            rest = rest[(found + from.Length)..];
        }

        replaced.AddRange(rest);
        return [.. replaced];
    }
}
