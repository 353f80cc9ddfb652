using System.Runtime.InteropServices;
using System.Text;
using Sinter.Tokenizers.Decoders;

namespace Sinter.Tokenizers;

/// <summary>What each token decodes to, as bytes, at the beginning of a text and elsewhere: one arena instead of an array a token.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[]? _firstStarts;

    /// <summary>Works the bytes of every token out.</summary>
    public TokenBytes(TokenizerDefinition definition)
    {
        var decoder = definition.Decoder ?? JoiningDecoder.Instance;
        var arena = new List<byte>(definition.Tokens.Length * 6);
        _starts = Lay(definition.Tokens, decoder, first: false, arena);
        var inner = arena.Count;
        var firstStarts = Lay(definition.Tokens, decoder, first: true, arena);
        var all = CollectionsMarshal.AsSpan(arena);
        if (all[inner..].SequenceEqual(all[..inner]))
        {
            arena.RemoveRange(inner, inner);
        }
        else
        {
            _firstStarts = firstStarts;
        }

        _bytes = [.. arena];
    }

    /// <summary>The bytes of a token; empty for none.</summary>
    public ReadOnlySpan<byte> Of(int id, bool first)
    {
        var starts = first && _firstStarts is not null ? _firstStarts : _starts;
        return _bytes.AsSpan(starts[id], starts[id + 1] - starts[id]);
    }

    private static int[] Lay(string[] tokens, TokenDecoder decoder, bool first, List<byte> arena)
    {
        var starts = new int[tokens.Length + 1];
        starts[0] = arena.Count;
        for (var id = 0; id < tokens.Length; id++)
        {
            arena.AddRange(decoder.Decode(Encoding.UTF8.GetBytes(tokens[id]), first));
            starts[id + 1] = arena.Count;
        }

        return starts;
    }
}
