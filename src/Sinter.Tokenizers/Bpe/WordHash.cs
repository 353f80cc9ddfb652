using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>A fast 64-bit hash of a word's bytes, the same in every process. It spreads well enough for tables that compare the bytes too; it is no defence by itself.</summary>
internal static class WordHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;

    /// <summary>The hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        var hash = (ulong)word.Length * Multiplier;
        while (word.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(word));
            word = word[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (var i = 0; i < word.Length; i++)
        {
            tail |= (ulong)word[i] << (8 * i);
        }

        return Mix(hash ^ tail);
    }

    private static ulong Mix(ulong value)
    {
        value *= Multiplier;
        return value ^ (value >> 32);
    }
}
