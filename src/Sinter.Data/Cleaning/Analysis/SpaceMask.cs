using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Data.Cleaning;

/// <summary>Finds the white space of a text, 32 characters at a time.</summary>
internal static class SpaceMask
{
    /// <summary>How many characters one mask is for.</summary>
    public const int Width = 32;

    /// <summary>A bit for each of the 32 characters from a place on, set for white space and for what lies behind the end.</summary>
    public static uint At(ReadOnlySpan<char> text, int start)
    {
        if (text.Length - start < Width)
        {
            return Slowly(text[start..]) | (uint.MaxValue << (text.Length - start));
        }

        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        var low = Vector256.LoadUnsafe(ref first, (nuint)start);
        var high = Vector256.LoadUnsafe(ref first, (nuint)start + 16);
        if (Vector256.GreaterThanAny(low | high, Vector256.Create((ushort)0x7F)))
        {
            return Slowly(text.Slice(start, Width));
        }

        // Space, or one of the five from tab to carriage return.
        var bytes = Vector256.Narrow(low, high);
        var spaces = Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.LessThan(bytes - Vector256.Create((byte)'\t'), Vector256.Create((byte)5));
        return spaces.ExtractMostSignificantBits();
    }

    private static uint Slowly(ReadOnlySpan<char> text)
    {
        var kinds = CharacterTable.All;
        var mask = 0u;
        for (var i = 0; i < text.Length; i++)
        {
            mask |= (uint)(kinds[text[i]] & CharacterKinds.Space) << i;
        }

        return mask;
    }
}
