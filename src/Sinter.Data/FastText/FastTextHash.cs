using System.Runtime.CompilerServices;

namespace Sinter.Data.FastText;

/// <summary>
/// The hash of fastText: FNV-1a of 32 bits, with the fault of the original that every byte is widened as a signed number, so that bytes from 0x80 on also flip the
/// upper 24 bits. Files depend on it.
/// </summary>
internal static class FastTextHash
{
    /// <summary>The hash of nothing.</summary>
    public const uint Start = 2166136261;

    private const uint Prime = 16777619;

    /// <summary>The factor by which the hash of a run of words goes on to its next word.</summary>
    public const ulong WordFactor = 116049371;

    /// <summary>The hash of what came before, and one more byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint hash, byte value) => (hash ^ (uint)(sbyte)value) * Prime;

    /// <summary>The hash of a text.</summary>
    public static uint Of(ReadOnlySpan<byte> text)
    {
        var hash = Start;
        foreach (var value in text)
        {
            hash = Add(hash, value);
        }

        return hash;
    }
}
