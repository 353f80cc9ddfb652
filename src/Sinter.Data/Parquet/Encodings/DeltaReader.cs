namespace Sinter.Data.Parquet;

/// <summary>Decodes the encodings that write differences: DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY.</summary>
internal static class DeltaReader
{
    private const int MaximumBlockValues = 1 << 20;

    /// <summary>Decodes <paramref name="count"/> whole numbers into an array of <paramref name="size"/>; <paramref name="position"/> goes to what follows them.</summary>
    public static long[] DecodeNumbers(ReadOnlySpan<byte> source, int count, int size, bool narrow, ref int position)
    {
        var blockValues = PlainReader.ReadVarint(source, ref position);
        var miniBlocks = PlainReader.ReadVarint(source, ref position);
        var total = PlainReader.ReadVarint(source, ref position);
        var value = ReadZigZag(source, ref position);
        if (total != (ulong)count || blockValues is 0 or > MaximumBlockValues || miniBlocks is 0 or > MaximumBlockValues || blockValues % miniBlocks != 0 || blockValues / miniBlocks % 8 != 0)
        {
            throw new InvalidDataException($"A page of {count} values is said to hold {total} differences in blocks of {blockValues} with {miniBlocks} parts each.");
        }

        var perMiniBlock = (int)(blockValues / miniBlocks);
        var values = new long[size];
        var done = 0;
        if (count > 0)
        {
            values[done++] = narrow ? (int)value : value;
        }

        while (done < count)
        {
            var least = ReadZigZag(source, ref position);
            if ((int)miniBlocks > source.Length - position)
            {
                throw PlainReader.Ended();
            }

            var widths = source.Slice(position, (int)miniBlocks);
            position += (int)miniBlocks;
            for (var i = 0; i < widths.Length && done < count; i++)
            {
                var part = values.AsSpan(done, Math.Min(perMiniBlock, count - done));
                var bytes = BitPacking.ByteCount(perMiniBlock, widths[i]);
                if (widths[i] > 64 || BitPacking.ByteCount(part.Length, widths[i]) > source.Length - position)
                {
                    throw PlainReader.Ended();
                }

                BitPacking.Unpack(source[position..], widths[i], part);
                position = (int)Math.Min(position + bytes, source.Length);
                for (var j = 0; j < part.Length; j++)
                {
                    // Sums wrap, in the bits of the stored type.
                    value = unchecked(value + least + part[j]);
                    part[j] = value = narrow ? (int)value : value;
                }

                done += part.Length;
            }
        }

        return values;
    }

    /// <summary>Decodes texts: first all lengths, then all bytes.</summary>
    public static ColumnValues DecodeLengths(byte[] page, int start, int count, int size)
    {
        var position = start;
        var lengths = ToLengths(DecodeNumbers(page, count, size, narrow: true, ref position));
        var starts = new int[size];
        for (var i = 0; i < count; i++)
        {
            starts[i] = position;
            position = lengths[i] <= page.Length - position ? position + lengths[i] : throw PlainReader.Ended();
        }

        return new ColumnValues { Bytes = page, Starts = starts, Lengths = lengths };
    }

    /// <summary>Decodes texts of which each shares a beginning with the one before: the lengths of those, then the rests.</summary>
    public static ColumnValues DecodePrefixes(byte[] page, int start, int count, int size)
    {
        var position = start;
        var prefixes = ToLengths(DecodeNumbers(page, count, count, narrow: true, ref position));
        var rests = DecodeLengths(page, position, count, count);
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            total += (long)prefixes[i] + rests.Lengths[i];
        }

        if (total > PageReader.MaximumPageBytes)
        {
            throw new InvalidDataException($"A page holds {total} bytes of text; the limit is {PageReader.MaximumPageBytes}.");
        }

        var bytes = new byte[total];
        var starts = new int[size];
        var lengths = new int[size];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var last = i > 0 ? bytes.AsSpan(starts[i - 1], lengths[i - 1]) : [];
            if (prefixes[i] > last.Length)
            {
                throw new InvalidDataException($"A text shares {prefixes[i]} bytes with one of {last.Length}.");
            }

            last[..prefixes[i]].CopyTo(bytes.AsSpan(at));
            rests.BytesOf(i).CopyTo(bytes.AsSpan(at + prefixes[i]));
            starts[i] = at;
            lengths[i] = prefixes[i] + rests.Lengths[i];
            at += lengths[i];
        }

        return new ColumnValues { Bytes = bytes, Starts = starts, Lengths = lengths };
    }

    private static int[] ToLengths(long[] numbers)
    {
        var lengths = new int[numbers.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = numbers[i] >= 0 ? (int)numbers[i] : throw new InvalidDataException($"A text has the length {numbers[i]}.");
        }

        return lengths;
    }

    private static long ReadZigZag(ReadOnlySpan<byte> source, ref int position)
    {
        var value = PlainReader.ReadVarint(source, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
