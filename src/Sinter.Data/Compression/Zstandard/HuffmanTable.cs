using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>The decoding table of literals (RFC 8878, section 4.2): it stays from block to block until another is given.</summary>
internal sealed unsafe class HuffmanTable
{
    /// <summary>The longest code in bits.</summary>
    public const int MaximumBits = 11;

    private const int MaximumWeightLog = 6;

    // The symbol in the low byte, the length of its code in the high one, under every index that begins with the code.
    private readonly ushort[] _cells = new ushort[1 << MaximumBits];
    private int _bits;

    /// <summary>Whether there is a table.</summary>
    public bool IsSet => _bits > 0;

    /// <summary>Forgets the table: a new frame begins.</summary>
    public void Reset() => _bits = 0;

    /// <summary>Reads a table, and gives the number of bytes that its description took. Seven bytes before <paramref name="bytes"/> must be readable.</summary>
    public int Read(byte* bytes, int length)
    {
        if (length == 0)
        {
            throw Broken();
        }

        Span<byte> weights = stackalloc byte[256];
        int header = bytes[0];
        int symbols;
        int used;
        if (header < 128)
        {
            used = 1 + header;
            if (used > length)
            {
                throw Broken();
            }

            symbols = ReadPackedWeights(bytes + 1, header, weights);
        }
        else
        {
            symbols = header - 127;
            used = 1 + ((symbols + 1) / 2);
            if (used > length)
            {
                throw Broken();
            }

            for (var i = 0; i < symbols; i++)
            {
                weights[i] = (byte)((i & 1) == 0 ? bytes[1 + (i / 2)] >> 4 : bytes[1 + (i / 2)] & 15);
            }
        }

        Fill(weights, symbols);
        return used;
    }

    /// <summary>Decodes one stream to exactly <paramref name="count"/> bytes.</summary>
    public void Decode(byte* bytes, int length, byte* output, int count)
    {
        var left = BackwardBits.Begin(bytes, length);
        fixed (ushort* cells = _cells)
        {
            DecodeRest(cells, bytes, left, output, output + count);
        }
    }

    /// <summary>Decodes the four streams of a block at once: a processor works on all four while each waits for its own last symbol.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void DecodeFour(byte* bytes, int length, byte* output, int count)
    {
        if (length < 6)
        {
            throw Broken();
        }

        var first = bytes + 6;
        var length1 = bytes[0] | (bytes[1] << 8);
        var length2 = bytes[2] | (bytes[3] << 8);
        var length3 = bytes[4] | (bytes[5] << 8);
        var length4 = length - 6 - length1 - length2 - length3;
        var quarter = (count + 3) / 4;
        if (length4 <= 0 || 3 * quarter > count)
        {
            throw Broken();
        }

        var second = first + length1;
        var third = second + length2;
        var fourth = third + length3;
        var left1 = BackwardBits.Begin(first, length1);
        var left2 = BackwardBits.Begin(second, length2);
        var left3 = BackwardBits.Begin(third, length3);
        var left4 = BackwardBits.Begin(fourth, length4);
        var output1 = output;
        var output2 = output + quarter;
        var output3 = output2 + quarter;
        var output4 = output3 + quarter;
        var end = output + count;
        var shift = 64 - _bits;
        fixed (ushort* cells = _cells)
        {
            // Five symbols of at most 11 bits fit into a load of 56; the fourth stream is the shortest, so its end is the nearest.
            while (left1 >= BackwardBits.LoadedBits && left2 >= BackwardBits.LoadedBits && left3 >= BackwardBits.LoadedBits && left4 >= BackwardBits.LoadedBits && output4 + 5 <= end)
            {
                var load1 = BackwardBits.LoadMarked(first, left1);
                var load2 = BackwardBits.LoadMarked(second, left2);
                var load3 = BackwardBits.LoadMarked(third, left3);
                var load4 = BackwardBits.LoadMarked(fourth, left4);
                output1[0] = Next(cells, shift, ref load1);
                output2[0] = Next(cells, shift, ref load2);
                output3[0] = Next(cells, shift, ref load3);
                output4[0] = Next(cells, shift, ref load4);
                output1[1] = Next(cells, shift, ref load1);
                output2[1] = Next(cells, shift, ref load2);
                output3[1] = Next(cells, shift, ref load3);
                output4[1] = Next(cells, shift, ref load4);
                output1[2] = Next(cells, shift, ref load1);
                output2[2] = Next(cells, shift, ref load2);
                output3[2] = Next(cells, shift, ref load3);
                output4[2] = Next(cells, shift, ref load4);
                output1[3] = Next(cells, shift, ref load1);
                output2[3] = Next(cells, shift, ref load2);
                output3[3] = Next(cells, shift, ref load3);
                output4[3] = Next(cells, shift, ref load4);
                output1[4] = Next(cells, shift, ref load1);
                output2[4] = Next(cells, shift, ref load2);
                output3[4] = Next(cells, shift, ref load3);
                output4[4] = Next(cells, shift, ref load4);
                left1 -= BackwardBits.Consumed(load1);
                left2 -= BackwardBits.Consumed(load2);
                left3 -= BackwardBits.Consumed(load3);
                left4 -= BackwardBits.Consumed(load4);
                output1 += 5;
                output2 += 5;
                output3 += 5;
                output4 += 5;
            }

            DecodeRest(cells, first, left1, output1, output + quarter);
            DecodeRest(cells, second, left2, output2, output + (2 * quarter));
            DecodeRest(cells, third, left3, output3, output + (3 * quarter));
            DecodeRest(cells, fourth, left4, output4, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Next(ushort* cells, int shift, ref ulong load)
    {
        int cell = cells[load >> shift];
        load <<= cell >> 8;
        return (byte)cell;
    }

    private void DecodeRest(ushort* cells, byte* bytes, int left, byte* output, byte* end)
    {
        var shift = 64 - _bits;
        while (output < end)
        {
            if (left < 0)
            {
                throw Broken();
            }

            var load = BackwardBits.Load(bytes, left);
            for (var until = output + Math.Min(5, end - output); output < until; output++)
            {
                int cell = cells[load >> shift];
                *output = (byte)cell;
                load <<= cell >> 8;
                left -= cell >> 8;
            }
        }

        if (left != 0)
        {
            throw Broken();
        }
    }

    private static int ReadPackedWeights(byte* bytes, int length, Span<byte> weights)
    {
        Span<short> counts = stackalloc short[MaximumBits + 1];
        Span<FseCell> cells = stackalloc FseCell[1 << MaximumWeightLog];
        var used = FseDistribution.Read(new ReadOnlySpan<byte>(bytes, length), counts, MaximumWeightLog, out var log, out var symbols);
        FseCell.Fill(cells[..(1 << log)], counts[..symbols], [], []);
        bytes += used;
        var left = BackwardBits.Begin(bytes, length - used);

        // Two states take turns; when the bits end, the other state still holds the last weight.
        var state = Take(bytes, ref left, log);
        var other = Take(bytes, ref left, log);
        var count = 0;
        while (count < 254)
        {
            var cell = cells[(int)state];
            weights[count++] = (byte)cell.Base;
            if (left < cell.StateBits)
            {
                weights[count++] = (byte)cells[(int)other].Base;
                return count;
            }

            (state, other) = (other, cell.NextState + Take(bytes, ref left, cell.StateBits));
        }

        throw Broken();
    }

    private static uint Take(byte* bytes, ref int left, int count)
    {
        if (left < count)
        {
            throw Broken();
        }

        var value = BackwardBits.Top(BackwardBits.Load(bytes, left), count);
        left -= count;
        return value;
    }

    /// <summary>A code of weight w fills 2^(w-1) cells, the light ones first; the last symbol's weight is what is missing to a full table.</summary>
    private void Fill(Span<byte> weights, int symbols)
    {
        Span<int> starts = stackalloc int[MaximumBits + 2];
        starts.Clear();
        var sum = 0;
        foreach (var weight in weights[..symbols])
        {
            if (weight > MaximumBits)
            {
                throw Broken();
            }

            sum += (1 << weight) >> 1;
            starts[weight]++;
        }

        var bits = sum == 0 ? throw Broken() : BitOperations.Log2((uint)sum) + 1;
        var missing = (1 << bits) - sum;
        if (bits > MaximumBits || !BitOperations.IsPow2(missing))
        {
            throw Broken();
        }

        var last = BitOperations.Log2((uint)missing) + 1;
        weights[symbols] = (byte)last;
        starts[last]++;
        var start = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            var size = starts[weight] << (weight - 1);
            starts[weight] = start;
            start += size;
        }

        for (var symbol = 0; symbol <= symbols; symbol++)
        {
            int weight = weights[symbol];
            if (weight > 0)
            {
                var size = 1 << (weight - 1);
                _cells.AsSpan(starts[weight], size).Fill((ushort)(symbol | ((bits + 1 - weight) << 8)));
                starts[weight] += size;
            }
        }

        _bits = bits;
    }

    private static InvalidDataException Broken() => ZstdFault.Of("the Huffman code of a block is damaged");
}
