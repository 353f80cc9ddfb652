using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// A fast 64-bit hash of a word's bytes: each 8 of them are multiplied in, and the halves of the 128-bit product folded. Its seed differs in every
/// process, so that no text can be made whose words all fall together; nothing that is written may depend on it.
/// </summary>
internal static class WordHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        var hash = Fold(Seed + (ulong)word.Length);
        while (word.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(word));
            word = word[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (var i = 0; i < word.Length; i++)
        {
            tail |= (ulong)word[i] << (8 * i);
        }

        return Fold(hash ^ tail);
    }

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
