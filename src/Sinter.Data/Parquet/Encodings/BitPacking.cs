using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Data.Parquet;

/// <summary>Numbers of a few bits each, one after another, the lowest bit first.</summary>
internal static class BitPacking
{
    /// <summary>The bytes that so many values take.</summary>
    public static long ByteCount(long count, int width) => ((count * width) + 7) / 8;

    /// <summary>Unpacks values of 0 to 64 bits; the source holds them all.</summary>
    public static void Unpack<T>(ReadOnlySpan<byte> source, int width, Span<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }

        var mask = ulong.MaxValue >> (64 - width);
        long bit = 0;
        var i = 0;
        if (width <= 56)
        {
            // Eight bytes from the one where a value begins hold it whole.
            for (; i < values.Length && (bit >> 3) + 8 <= source.Length; i++, bit += width)
            {
                var word = MemoryMarshal.Read<ulong>(source[(int)(bit >> 3)..]);
                values[i] = T.CreateTruncating((word >> (int)(bit & 7)) & mask);
            }
        }

        Span<byte> end = stackalloc byte[16];
        for (; i < values.Length; i++, bit += width)
        {
            var rest = source[(int)(bit >> 3)..];
            end.Clear();
            rest[..Math.Min(rest.Length, 9)].CopyTo(end);
            var word = BinaryPrimitives.ReadUInt128LittleEndian(end) >> (int)(bit & 7);
            values[i] = T.CreateTruncating((ulong)word & mask);
        }
    }

    /// <summary>Packs values of 0 to 64 bits behind what the output holds.</summary>
    public static void Pack(ReadOnlySpan<ulong> values, int width, ByteBuffer output)
    {
        if (width == 0)
        {
            return;
        }

        UInt128 word = 0;
        var bits = 0;
        foreach (var value in values)
        {
            word |= (UInt128)value << bits;
            for (bits += width; bits >= 8; bits -= 8)
            {
                output.Add((byte)word);
                word >>= 8;
            }
        }

        if (bits > 0)
        {
            output.Add((byte)word);
        }
    }
}
