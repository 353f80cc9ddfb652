using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Data.Compression;

/// <summary>
/// Snappy's raw format: the length of the content as a varint, then literals and copies of what came before (github.com/google/snappy, format_description.txt).
/// Parquet compresses its pages so.
/// </summary>
internal static class Snappy
{
    private const int BlockBytes = 1 << 16;
    private const int HashBits = 14;
    private const int MinimumInput = 16;

    /// <summary>The length that the content is said to have; throws <see cref="InvalidDataException"/> where none is said.</summary>
    public static long ContentLength(ReadOnlySpan<byte> source) => ReadLength(source, out _);

    /// <summary>Decompresses into the destination, gives the number of bytes; anything malformed, or a content beyond the destination, is an <see cref="InvalidDataException"/>.</summary>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var length = ReadLength(source, out var input);
        if (length > destination.Length)
        {
            throw new InvalidDataException($"Snappy content of {length} bytes where {destination.Length} were expected.");
        }

        var output = 0;
        while (input < source.Length)
        {
            var tag = source[input++];
            if ((tag & 3) == 0)
            {
                var count = (tag >> 2) + 1;
                if (count > 60)
                {
                    count = ReadTrailing(source, ref input, count - 60) + 1;
                }

                if (count <= 16 && source.Length - input >= 16 && destination.Length - output >= 16)
                {
                    // Most literals are short: 16 bytes are moved at once, those too many are written over by what follows.
                    Unsafe.WriteUnaligned(ref destination[output], Unsafe.ReadUnaligned<Int128>(in source[input]));
                }
                else
                {
                    if (count <= 0 || count > source.Length - input || count > destination.Length - output)
                    {
                        throw Malformed();
                    }

                    source.Slice(input, count).CopyTo(destination[output..]);
                }

                input += count;
                output += count;
            }
            else
            {
                int count;
                int distance;
                if ((tag & 3) == 1)
                {
                    count = ((tag >> 2) & 7) + 4;
                    distance = ((tag >> 5) << 8) | ReadTrailing(source, ref input, 1);
                }
                else
                {
                    count = (tag >> 2) + 1;
                    distance = ReadTrailing(source, ref input, (tag & 3) == 2 ? 2 : 4);
                }

                CopyMatch(destination, output, distance, count);
                output += count;
            }
        }

        return output == length ? output : throw Malformed();
    }

    /// <summary>Compresses; the same content always gives the same bytes.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var output = GC.AllocateUninitializedArray<byte>(32 + source.Length + (source.Length / 6));
        var position = 0;
        for (var length = (uint)source.Length; ; length >>= 7)
        {
            output[position++] = (byte)(length >= 0x80 ? length | 0x80 : length);
            if (length < 0x80)
            {
                break;
            }
        }

        var table = new ushort[1 << HashBits];
        for (var start = 0; start < source.Length; start += BlockBytes)
        {
            Array.Clear(table);
            position = CompressBlock(source.Slice(start, Math.Min(BlockBytes, source.Length - start)), output, position, table);
        }

        return output.AsSpan(0, position).ToArray();
    }

    /// <summary>Copies bytes that were written before; they may overlap those that are written. It is LZ4's copy too.</summary>
    internal static void CopyMatch(Span<byte> destination, int output, int distance, int count)
    {
        if (distance <= 0 || distance > output || count > destination.Length - output)
        {
            throw Malformed();
        }

        if (distance >= 16 && count <= 64 && destination.Length - output >= 64 + 16)
        {
            // 16 bytes at a time: at this distance no step reads what it writes itself.
            ref var to = ref destination[output];
            ref var from = ref destination[output - distance];
            for (var done = 0; done < count; done += 16)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, done), Unsafe.ReadUnaligned<Int128>(ref Unsafe.Add(ref from, done)));
            }
        }
        else if (distance >= count)
        {
            destination.Slice(output - distance, count).CopyTo(destination[output..]);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                destination[output + i] = destination[output - distance + i];
            }
        }
    }

    private static int CompressBlock(ReadOnlySpan<byte> block, byte[] output, int position, ushort[] table)
    {
        var literals = 0;
        var limit = block.Length - MinimumInput;
        var next = 1;
        var misses = 32;
        while (next < limit)
        {
            var four = MemoryMarshal.Read<uint>(block[next..]);
            ref var slot = ref table[(int)((four * 0x1E35A7BDu) >> (32 - HashBits))];
            var candidate = slot;
            slot = (ushort)next;
            if (MemoryMarshal.Read<uint>(block[candidate..]) != four)
            {
                // Content that does not compress is passed over in ever longer steps.
                next += misses++ >> 5;
                continue;
            }

            misses = 32;
            position = WriteLiteral(block[literals..next], output, position);
            var length = 4 + block[(candidate + 4)..].CommonPrefixLength(block[(next + 4)..]);
            position = WriteCopy(output, position, next - candidate, length);
            next += length;
            literals = next;
            if (next < limit)
            {
                table[(int)((MemoryMarshal.Read<uint>(block[(next - 1)..]) * 0x1E35A7BDu) >> (32 - HashBits))] = (ushort)(next - 1);
            }
        }

        return WriteLiteral(block[literals..], output, position);
    }

    private static int WriteLiteral(ReadOnlySpan<byte> literal, byte[] output, int position)
    {
        if (literal.IsEmpty)
        {
            return position;
        }

        var count = literal.Length - 1;
        if (count < 60)
        {
            output[position++] = (byte)(count << 2);
        }
        else
        {
            // A block has 64 kB, so that two bytes hold every length.
            var bytes = count < 256 ? 1 : 2;
            output[position++] = (byte)((59 + bytes) << 2);
            output[position++] = (byte)count;
            if (bytes == 2)
            {
                output[position++] = (byte)(count >> 8);
            }
        }

        literal.CopyTo(output.AsSpan(position));
        return position + literal.Length;
    }

    private static int WriteCopy(byte[] output, int position, int distance, int length)
    {
        while (length > 0)
        {
            // A copy has 4 bytes or more where it is short, 64 at most; the last one must not be left with less than 4.
            var count = length <= 64 ? length : length < 68 ? 60 : 64;
            if (count is >= 4 and < 12 && distance < 2048)
            {
                output[position++] = (byte)(1 | ((count - 4) << 2) | ((distance >> 8) << 5));
                output[position++] = (byte)distance;
            }
            else
            {
                output[position] = (byte)(2 | ((count - 1) << 2));
                BinaryPrimitives.WriteUInt16LittleEndian(output.AsSpan(position + 1), (ushort)distance);
                position += 3;
            }

            length -= count;
        }

        return position;
    }

    private static int ReadTrailing(ReadOnlySpan<byte> source, ref int input, int bytes)
    {
        if (bytes > source.Length - input)
        {
            throw Malformed();
        }

        var value = 0;
        for (var i = 0; i < bytes; i++)
        {
            value |= source[input++] << (8 * i);
        }

        return value is >= 0 and < int.MaxValue ? value : throw Malformed();
    }

    private static long ReadLength(ReadOnlySpan<byte> source, out int read)
    {
        long length = 0;
        for (read = 0; read < 5 && read < source.Length; read++)
        {
            length |= (long)(source[read] & 0x7F) << (7 * read);
            if (source[read] < 0x80)
            {
                read++;
                return length <= uint.MaxValue ? length : throw Malformed();
            }
        }

        throw Malformed();
    }

    private static InvalidDataException Malformed() => new("The Snappy content is malformed.");
}
