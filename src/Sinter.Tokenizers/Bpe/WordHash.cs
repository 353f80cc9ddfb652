using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// A fast 64-bit hash of a word's bytes: each 8 of them are multiplied in, and the halves of the 128-bit product folded. Its seed differs in every
/// process, so that no text can be made whose words all fall together; nothing that is written may depend on it.
/// </summary>
internal static class WordHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;
    private static readonly ulong OtherSeed = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The hash of any word.</summary>
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        var hash = Fold(Seed + (ulong)word.Length, Multiplier);
        while (word.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(word), Multiplier);
            word = word[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (var i = 0; i < word.Length; i++)
        {
            tail |= (ulong)word[i] << (8 * i);
        }

        return Fold(hash ^ tail, Multiplier);
    }

    /// <summary>The hash of a word of at most 15 bytes, its length in the last: one product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(Vector128<byte> word)
    {
        var halves = word.AsUInt64();
        return Fold(halves.ToScalar() ^ Seed, halves.GetElement(1) ^ OtherSeed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value, ulong other)
    {
        var high = Math.BigMul(value, other, out var low);
        return high ^ low;
    }
}
