using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers;

/// <summary>What each token decodes to, as bytes: one arena instead of an array a token.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    /// <summary>Works the bytes of every token out.</summary>
    public TokenBytes(TokenizerDefinition definition)
    {
        var added = definition.AddedTokens.Select(static token => token.Id).ToHashSet();
        var arena = new List<byte>(definition.Tokens.Length * 6);
        _starts = new int[definition.Tokens.Length + 1];
        for (var id = 0; id < definition.Tokens.Length; id++)
        {
            var token = definition.Tokens[id];
            arena.AddRange(added.Contains(id) ? Encoding.UTF8.GetBytes(token) : OfModelToken(token, definition));
            _starts[id + 1] = arena.Count;
        }

        _bytes = [.. arena];
    }

    /// <summary>The bytes of a token; empty for none.</summary>
    public ReadOnlySpan<byte> this[int id] => _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    private static byte[] OfModelToken(string token, TokenizerDefinition definition)
    {
        if (definition.Metaspace is null)
        {
            return ByteAlphabet.Read(token) ?? Encoding.UTF8.GetBytes(token);
        }

        return definition.ByteFallback && ByteFallbackToken.Read(token) is >= 0 and var value
            ? [(byte)value]
            : Encoding.UTF8.GetBytes(token.Replace(Metaspace.Symbol, ' '));
    }
}
