using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>
/// Bits that are read from the end of some bytes to their start, as zstd's entropy codes are. It is only a count of the bits that are left: every
/// load fetches the eight bytes that end with them. So it needs seven readable bytes before the first, whatever they hold; a valid stream never uses them.
/// </summary>
internal static unsafe class BackwardBits
{
    /// <summary>How many bits a load holds at least.</summary>
    public const int LoadedBits = 56;

    /// <summary>The number of bits before the end mark, which is the highest bit that is set.</summary>
    public static int Begin(byte* bytes, int length) =>
        length > 0 && bytes[length - 1] != 0
            ? (8 * (length - 1)) + BitOperations.Log2(bytes[length - 1])
            : throw ZstdFault.Of("a stream of bits has no end mark");

    /// <summary>The next bits, the first at the top; at least <see cref="LoadedBits"/> of them count.</summary>
    /// <param name="bytes">The first byte.</param>
    /// <param name="left">The bits that are left, 0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* bytes, int left) => *(ulong*)(bytes + (left >> 3) - 7) << (8 - (left & 7));

    /// <summary>A load whose lowest bit is set: while it is shifted up, that bit counts how far (see <see cref="Consumed"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadMarked(byte* bytes, int left) => Load(bytes, left) | 1;

    /// <summary>How far a marked load was shifted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Consumed(ulong markedLoad) => BitOperations.TrailingZeroCount(markedLoad);

    /// <summary>The first bits of a load, none included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Top(ulong load, int count) => (uint)(load >> 1 >> (63 - count));
}
