using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Data.Compression;

/// <summary>
/// LZ4's block format: sequences of literals and copies of what came before, without any frame (github.com/lz4/lz4, doc/lz4_Block_format.md).
/// Parquet calls it LZ4_RAW.
/// </summary>
internal static class Lz4Block
{
    /// <summary>No block grows more than this many times: a byte of length stands for 255 of content.</summary>
    public const int MaximumRatio = 255;

    private const int HashBits = 14;
    private const int MinimumMatch = 4;

    // The format asks that the last five bytes are literals and that the last match begins twelve bytes before the end.
    private const int EndLiterals = 5;
    private const int LastMatch = 12;

    /// <summary>Decompresses into the destination, gives the number of bytes; anything malformed, or a content beyond the destination, is an <see cref="InvalidDataException"/>.</summary>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var input = 0;
        var output = 0;
        while (input < source.Length)
        {
            var token = source[input++];
            var literals = ReadLength(source, ref input, token >> 4);
            if (literals > source.Length - input || literals > destination.Length - output)
            {
                throw Malformed();
            }

            source.Slice(input, literals).CopyTo(destination[output..]);
            input += literals;
            output += literals;
            if (input == source.Length)
            {
                // The last sequence has literals alone.
                return (token & 15) == 0 ? output : throw Malformed();
            }

            if (source.Length - input < 2)
            {
                throw Malformed();
            }

            var distance = BinaryPrimitives.ReadUInt16LittleEndian(source[input..]);
            input += 2;
            var count = ReadLength(source, ref input, token & 15) + MinimumMatch;
            Snappy.CopyMatch(destination, output, distance, count);
            output += count;
        }

        throw Malformed();
    }

    /// <summary>Compresses; the same content always gives the same bytes.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var output = GC.AllocateUninitializedArray<byte>(source.Length + (source.Length / MaximumRatio) + 16);
        var position = 0;
        var table = new int[1 << HashBits];
        Array.Fill(table, int.MinValue);
        var literals = 0;
        var misses = 64;
        for (var next = 0; next < source.Length - LastMatch;)
        {
            var four = MemoryMarshal.Read<uint>(source[next..]);
            ref var slot = ref table[(int)((four * 2654435761u) >> (32 - HashBits))];
            var candidate = slot;
            slot = next;
            if (candidate < 0 || next - candidate > ushort.MaxValue || MemoryMarshal.Read<uint>(source[candidate..]) != four)
            {
                next += misses++ >> 6;
                continue;
            }

            misses = 64;
            var longer = source[(candidate + MinimumMatch)..].CommonPrefixLength(source[(next + MinimumMatch)..^EndLiterals]);
            position = WriteSequence(source[literals..next], output, position, longer);
            BinaryPrimitives.WriteUInt16LittleEndian(output.AsSpan(position), (ushort)(next - candidate));
            position = WriteLength(output, position + 2, longer);
            next += MinimumMatch + longer;
            literals = next;
        }

        position = WriteSequence(source[literals..], output, position, 0);
        return output.AsSpan(0, position).ToArray();
    }

    private static int WriteSequence(ReadOnlySpan<byte> literals, byte[] output, int position, int longer)
    {
        output[position] = (byte)((Math.Min(literals.Length, 15) << 4) | Math.Min(longer, 15));
        position = WriteLength(output, position + 1, literals.Length);
        literals.CopyTo(output.AsSpan(position));
        return position + literals.Length;
    }

    // What is beyond the 15 that the token holds.
    private static int WriteLength(byte[] output, int position, int length)
    {
        if (length < 15)
        {
            return position;
        }

        for (length -= 15; length >= 255; length -= 255)
        {
            output[position++] = 255;
        }

        output[position++] = (byte)length;
        return position;
    }

    private static int ReadLength(ReadOnlySpan<byte> source, ref int input, int length)
    {
        if (length < 15)
        {
            return length;
        }

        byte next;
        do
        {
            // A length grows by 255 for each byte of the source at most, which is an array: it stays far below what overflows for pages of 256 MB in all but lies.
            if (input == source.Length || length > int.MaxValue - 1024)
            {
                throw Malformed();
            }

            next = source[input++];
            length += next;
        }
        while (next == 255);
        return length;
    }

    private static InvalidDataException Malformed() => new("The LZ4 content is malformed.");
}
