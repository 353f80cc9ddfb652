using System.Numerics;
using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>Finds the token that a piece of text is, whole.</summary>
internal sealed class TokenIndex
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[] _slots;

    /// <summary>Lays out the model's tokens; special ones are left out, since plain text must never become one.</summary>
    public TokenIndex(TokenizerDefinition definition, bool isByteLevel, bool[] special)
    {
        var arena = new List<byte>(definition.ModelTokens * 6);
        _starts = new int[definition.ModelTokens + 1];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, definition.ModelTokens * 2))];
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            var token = definition.Tokens[id];
            arena.AddRange(isByteLevel ? ByteAlphabet.Read(token) ?? [] : Encoding.UTF8.GetBytes(token));
            _starts[id + 1] = arena.Count;
        }

        _bytes = [.. arena];
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            if (!special[id] && _starts[id + 1] > _starts[id])
            {
                Slot(Bytes(id)) = id + 1;
            }
        }
    }

    /// <summary>The id of the token that is this piece, or -1.</summary>
    public int Find(ReadOnlySpan<byte> piece) => Slot(piece) - 1;

    private ReadOnlySpan<byte> Bytes(int id) => _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    /// <summary>The place where a piece stands, or would.</summary>
    private ref int Slot(ReadOnlySpan<byte> piece)
    {
        var mask = _slots.Length - 1;
        for (var i = (int)WordHash.Of(piece) & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == 0 || Bytes(_slots[i] - 1).SequenceEqual(piece))
            {
                return ref _slots[i];
            }
        }
    }
}
