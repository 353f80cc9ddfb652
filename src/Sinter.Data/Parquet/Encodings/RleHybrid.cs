using System.Numerics;

namespace Sinter.Data.Parquet;

/// <summary>
/// Parquet's mix of runs of one value and groups of eight bit-packed values; levels, dictionary indices and truth values are written so.
/// </summary>
internal static class RleHybrid
{
    /// <summary>Decodes as many values as the destination has; an <see cref="InvalidDataException"/> where the source does not hold them.</summary>
    public static void Decode<T>(ReadOnlySpan<byte> source, int width, Span<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var input = 0;
        var valueBytes = (width + 7) / 8;
        while (!values.IsEmpty)
        {
            var header = PlainReader.ReadVarint(source, ref input);
            var length = header >> 1;
            if (length == 0)
            {
                throw new InvalidDataException("A page holds a run of no values.");
            }

            if ((header & 1) == 0)
            {
                var count = (int)Math.Min(length, (ulong)values.Length);
                if (valueBytes > source.Length - input)
                {
                    throw Ended();
                }

                ulong value = 0;
                for (var i = 0; i < valueBytes; i++)
                {
                    value |= (ulong)source[input++] << (8 * i);
                }

                values[..count].Fill(T.CreateTruncating(value));
                values = values[count..];
            }
            else
            {
                // Some writers leave out the end of the last group.
                var count = length >= (ulong)values.Length ? values.Length : (int)Math.Min(length * 8, (ulong)values.Length);
                if (BitPacking.ByteCount(count, width) > source.Length - input)
                {
                    throw Ended();
                }

                BitPacking.Unpack(source[input..], width, values[..count]);
                values = values[count..];
                input += (int)Math.Min(length * (ulong)width, (ulong)(source.Length - input));
            }
        }
    }

    /// <summary>Encodes values behind what the output holds: runs of eight and more as runs, all else bit-packed.</summary>
    public static void Encode(ReadOnlySpan<int> values, int width, ByteBuffer output)
    {
        Span<ulong> group = stackalloc ulong[8];
        var packed = 0;
        var i = 0;
        while (i < values.Length)
        {
            var run = RunLength(values[i..]);
            if (run >= 8 && (i - packed) % 8 == 0)
            {
                EncodePacked(values[packed..i], width, output, group);
                EncodeRun(values[i], run, width, output);
                i += run;
                packed = i;
            }
            else
            {
                // A bit-packed part has whole groups, so that a run gives its first values to fill one up.
                i += Math.Min(8 - ((i - packed) % 8), run);
            }
        }

        EncodePacked(values[packed..], width, output, group);
    }

    private static int RunLength(ReadOnlySpan<int> values)
    {
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    private static void EncodeRun(int value, int count, int width, ByteBuffer output)
    {
        output.AddVarint((ulong)count << 1);
        for (var i = 0; i < (width + 7) / 8; i++)
        {
            output.Add((byte)(value >> (8 * i)));
        }
    }

    private static void EncodePacked(ReadOnlySpan<int> values, int width, ByteBuffer output, Span<ulong> group)
    {
        if (values.IsEmpty)
        {
            return;
        }

        output.AddVarint(((ulong)((values.Length + 7) / 8) << 1) | 1);
        for (var i = 0; i < values.Length; i += 8)
        {
            group.Clear();
            for (var j = 0; j < Math.Min(8, values.Length - i); j++)
            {
                group[j] = (ulong)values[i + j];
            }

            BitPacking.Pack(group, width, output);
        }
    }

    private static InvalidDataException Ended() => new("A page ends before its values do.");
}
