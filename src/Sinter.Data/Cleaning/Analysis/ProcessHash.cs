using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Data.Cleaning;

/// <summary>
/// A fast 64-bit hash for tables in memory. Its seed differs in every process, so that no text can be made whose words all fall together; nothing that is written
/// may depend on it.
/// </summary>
internal static class ProcessHash
{
    private const int CharactersPerWord = 4;
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Seed + (ulong)text.Length;
        if (text.Length < CharactersPerWord)
        {
            // First, middle and last are all there are.
            return text.IsEmpty ? hash : Fold(hash ^ (text[0] | ((ulong)text[text.Length / 2] << 16) | ((ulong)text[^1] << 32)));
        }

        for (var rest = text; rest.Length > CharactersPerWord; rest = rest[CharactersPerWord..])
        {
            hash = Fold(hash ^ Read(rest));
        }

        // The last four may overlap with those before.
        return Fold(hash ^ Read(text[^CharactersPerWord..]));
    }

    /// <summary>The hash of a number.</summary>
    public static ulong Of(ulong value) => Fold(value ^ Seed);

    private static ulong Read(ReadOnlySpan<char> text) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
