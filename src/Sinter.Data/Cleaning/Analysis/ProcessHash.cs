using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Data.Cleaning;

/// <summary>
/// A fast 64-bit hash for tables in memory. Its seed differs in every process, so that no text can be made whose words all fall together; nothing that is written
/// may depend on it.
/// </summary>
internal static class ProcessHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var bytes = MemoryMarshal.AsBytes(text);
        var hash = Seed + (ulong)bytes.Length;
        while (bytes.Length > sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        // What is left are at most four characters.
        var rest = MemoryMarshal.Cast<byte, char>(bytes);
        var tail = 0UL;
        for (var i = 0; i < rest.Length; i++)
        {
            tail = (tail << 16) | rest[i];
        }

        return Fold(hash ^ tail);
    }

    /// <summary>The hash of a number.</summary>
    public static ulong Of(ulong value) => Fold(value ^ Seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
