using System.Globalization;

namespace Sinter.Tensors;

/// <summary>The upper half of a 32-bit float: its range, and 8 significant bits. For storage; there is no arithmetic on it.</summary>
/// <param name="Bits">The 16 bits as they are stored.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>The nearest to a float, ties to even; a not-a-number stays one.</summary>
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);

        // A not-a-number is not rounded, which could carry it to infinity; it is made quiet, as its payload may be in the lower half only.
        return new((ushort)(float.IsNaN(value) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>The same number as a float.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>The number in the invariant culture.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
