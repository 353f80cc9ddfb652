namespace Sinter.Data.Parquet;

/// <summary>
/// Values of one column, as the kind that its stored type decodes to: whole numbers (truth values, dates and moments among them) as <see cref="Longs"/>, numbers as
/// <see cref="Doubles"/>, texts and bytes as parts of <see cref="Bytes"/>. Only the arrays of that kind are there.
/// </summary>
internal sealed class ColumnValues
{
    /// <summary>Whole numbers; unsigned ones of 32 bits as their value, of 64 bits as their bits.</summary>
    public long[] Longs { get; init; } = [];

    /// <summary>Numbers.</summary>
    public double[] Doubles { get; init; } = [];

    /// <summary>The bytes that <see cref="Starts"/> and <see cref="Lengths"/> cut.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Where each value begins.</summary>
    public int[] Starts { get; init; } = [];

    /// <summary>How many bytes each value has.</summary>
    public int[] Lengths { get; init; } = [];

    /// <summary>Whether these are values of a dictionary, of which each may occur many times.</summary>
    public bool IsDictionary { get; init; }

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> BytesOf(int index) => Bytes.AsSpan(Starts[index], Lengths[index]);

    /// <summary>The values at the indices, of a dictionary; an <see cref="InvalidDataException"/> where one is not there.</summary>
    public ColumnValues Gather(ReadOnlySpan<int> indices, int size)
    {
        if (Longs.Length + Doubles.Length + Starts.Length == 0)
        {
            throw new InvalidDataException("A page names values of a dictionary that is empty.");
        }

        return new ColumnValues
        {
            Longs = Gather(Longs, indices, size),
            Doubles = Gather(Doubles, indices, size),
            Bytes = Bytes,
            Starts = Gather(Starts, indices, size),
            Lengths = Gather(Lengths, indices, size),
            IsDictionary = true,
        };
    }

    /// <summary>Moves the values, which stand close together, to the places where the definition level says that there is one; nulls between them become 0.</summary>
    public void Spread(ReadOnlySpan<byte> definition, byte maximum, int count)
    {
        Spread(Longs, definition, maximum, count);
        Spread(Doubles, definition, maximum, count);
        Spread(Starts, definition, maximum, count);
        Spread(Lengths, definition, maximum, count);
    }

    /// <summary>The values of some parts in one.</summary>
    public static ColumnValues Concatenate(IReadOnlyList<(ColumnValues Values, int Start, int Count)> parts, int total)
    {
        var first = parts[0].Values;
        var longs = new long[first.Longs.Length > 0 ? total : 0];
        var doubles = new double[first.Doubles.Length > 0 ? total : 0];
        var starts = new int[first.Starts.Length > 0 ? total : 0];
        var lengths = new int[starts.Length];
        var bytes = new ByteBuffer();
        var at = 0;
        foreach (var (values, start, count) in parts)
        {
            if (longs.Length > 0)
            {
                values.Longs.AsSpan(start, count).CopyTo(longs.AsSpan(at));
            }

            if (doubles.Length > 0)
            {
                values.Doubles.AsSpan(start, count).CopyTo(doubles.AsSpan(at));
            }

            for (var i = 0; i < count && starts.Length > 0; i++)
            {
                // A dictionary's long value that is repeated must not grow without end.
                if (values.Lengths[start + i] > PageReader.MaximumPageBytes - bytes.Count)
                {
                    throw new InvalidDataException($"A row has over {PageReader.MaximumPageBytes} bytes in one column.");
                }

                starts[at + i] = bytes.Count;
                lengths[at + i] = values.Lengths[start + i];
                bytes.Add(values.BytesOf(start + i));
            }

            at += count;
        }

        return new ColumnValues { Longs = longs, Doubles = doubles, Bytes = bytes.Written.ToArray(), Starts = starts, Lengths = lengths };
    }

    private static T[] Gather<T>(T[] values, ReadOnlySpan<int> indices, int size)
    {
        if (values.Length == 0)
        {
            return [];
        }

        var gathered = GC.AllocateUninitializedArray<T>(size);
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            if ((uint)index >= (uint)values.Length)
            {
                throw new InvalidDataException($"A page names value {index} of a dictionary of {values.Length}.");
            }

            gathered[i] = values[index];
        }

        return gathered;
    }

    private static void Spread<T>(T[] values, ReadOnlySpan<byte> definition, byte maximum, int count)
    {
        if (values.Length == 0)
        {
            return;
        }

        for (var i = definition.Length - 1; i >= 0; i--)
        {
            values[i] = definition[i] == maximum ? values[--count] : default!;
        }
    }
}
