using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Tensors;

/// <summary>
/// Conversions between 32-bit floats and the 16-bit types, whole rows at a time: rounded to nearest, ties to even, too large to infinity, and a
/// not-a-number stays one.
/// </summary>
public static class NarrowFloats
{
    /// <summary>Writes bfloat16 as floats.</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Widen(ReadOnlySpan<BFloat16> source, Span<float> destination)
    {
        CheckLengths(source.Length, destination.Length);
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<BFloat16, ushort>(source));
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(destination));
        var i = 0;
        for (; i + Vector<ushort>.Count <= source.Length; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out var lower, out var upper);
            (lower << 16).StoreUnsafe(ref to, (nuint)i);
            (upper << 16).StoreUnsafe(ref to, (nuint)(i + Vector<uint>.Count));
        }

        for (; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>Writes IEEE half precision as floats.</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Widen(ReadOnlySpan<Half> source, Span<float> destination)
    {
        CheckLengths(source.Length, destination.Length);
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Half, ushort>(source));
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(destination));
        var i = 0;
        for (; i + Vector<ushort>.Count <= source.Length; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out var lower, out var upper);
            FromHalf(lower).StoreUnsafe(ref to, (nuint)i);
            FromHalf(upper).StoreUnsafe(ref to, (nuint)(i + Vector<uint>.Count));
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }

    /// <summary>Writes floats as bfloat16.</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<BFloat16> destination)
    {
        CheckLengths(source.Length, destination.Length);
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(source));
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<BFloat16, ushort>(destination));
        var i = 0;
        for (; i + Vector<ushort>.Count <= source.Length; i += Vector<ushort>.Count)
        {
            var lower = ToBFloat16(Vector.LoadUnsafe(ref from, (nuint)i));
            var upper = ToBFloat16(Vector.LoadUnsafe(ref from, (nuint)(i + Vector<uint>.Count)));
            Vector.Narrow(lower, upper).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (BFloat16)source[i];
        }
    }

    /// <summary>Writes floats in IEEE half precision.</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<Half> destination)
    {
        CheckLengths(source.Length, destination.Length);
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(source));
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Half, ushort>(destination));
        var i = 0;
        for (; i + Vector<ushort>.Count <= source.Length; i += Vector<ushort>.Count)
        {
            var lower = ToHalf(Vector.LoadUnsafe(ref from, (nuint)i));
            var upper = ToHalf(Vector.LoadUnsafe(ref from, (nuint)(i + Vector<uint>.Count)));
            Vector.Narrow(lower, upper).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (Half)source[i];
        }
    }

    private static void CheckLengths(int source, int destination)
    {
        if (source != destination)
        {
            throw new ArgumentException($"{source} numbers do not fill a destination of {destination}.", nameof(destination));
        }
    }

    /// <summary>As the scalar conversion: half of the last place kept is added, less one where that place is even, and the rest cut off.</summary>
    private static Vector<uint> ToBFloat16(Vector<uint> bits)
    {
        var upper = bits >> 16;
        var rounded = (bits + new Vector<uint>(0x7FFF) + (upper & Vector<uint>.One)) >> 16;
        return Vector.ConditionalSelect(IsNaN(bits), upper | new Vector<uint>(0x40), rounded);
    }

    /// <summary>
    /// The half's exponent and fraction moved to their places and the exponent raised by the difference of the biases, twice for infinity and not-a-number. A number
    /// below the normal ones is put behind a leading one, 2^-14, which the subtraction takes off again exactly.
    /// </summary>
    internal static Vector<uint> FromHalf(Vector<uint> bits)
    {
        var exponent = bits & new Vector<uint>(0x7C00);
        var offset = new Vector<uint>(0x3800_0000);
        offset = Vector.ConditionalSelect(Vector.Equals(exponent, new Vector<uint>(0x7C00)), offset + offset, offset);
        var leading = Vector.Equals(exponent, Vector<uint>.Zero) & new Vector<uint>(0x3880_0000);
        var value = ((bits << 13) & new Vector<uint>(0x0FFF_E000)) + (offset | leading);
        var magnitude = Vector.AsVectorUInt32(Vector.AsVectorSingle(value) - Vector.AsVectorSingle(leading));
        return magnitude | ((bits & new Vector<uint>(0x8000)) << 16);
    }

    /// <summary>
    /// Adding the power of two whose last place is the last place that a half of this size keeps makes the processor round there; taken off again as bits it leaves the
    /// fraction, with its carry. Numbers from 65520 on round to infinity, those below 2^-14 keep fewer digits.
    /// </summary>
    private static Vector<uint> ToHalf(Vector<uint> bits)
    {
        var sign = (bits >> 16) & new Vector<uint>(0x8000);
        var magnitude = Vector.Min(Vector.AsVectorSingle(bits & new Vector<uint>(0x7FFF_FFFF)), new Vector<float>(65520));
        var power = Vector.AsVectorUInt32(Vector.Max(magnitude, Vector.AsVectorSingle(new Vector<uint>(0x3880_0000)))) & new Vector<uint>(0x7F80_0000);
        power += new Vector<uint>(0x0680_0000);
        var value = Vector.AsVectorUInt32(magnitude + Vector.AsVectorSingle(power)) - new Vector<uint>(0x3F00_0000);
        value = (value & new Vector<uint>(0x7F_FFFF)) + ((value >> 13) & new Vector<uint>(0x7C00));
        return sign | Vector.ConditionalSelect(IsNaN(bits), new Vector<uint>(0x7E00), value);
    }

    private static Vector<uint> IsNaN(Vector<uint> bits) => Vector.GreaterThan(bits & new Vector<uint>(0x7FFF_FFFF), new Vector<uint>(0x7F80_0000));
}
