namespace Sinter.Data.Deduplication;

/// <summary>Sorts records in place: those with an <see cref="ISortKey"/> byte by byte from the highest (American flag sort; McIlroy, Bostic, McIlroy 1993), others by comparing.</summary>
internal static class RadixSort
{
    private const int Digits = 256;
    private const int HighestShift = 56;

    // So few are sorted faster by comparing.
    private const int FewRecords = 48;

    /// <summary>Sorts as the order of the records says.</summary>
    public static void Sort<T>(Span<T> records)
        where T : unmanaged, IComparable<T>
    {
        if (default(T) is ISortKey)
        {
            Sort(records, HighestShift);
        }
        else
        {
            records.Sort();
        }
    }

    private static void Sort<T>(Span<T> records, int shift)
        where T : unmanaged, IComparable<T>
    {
        if (records.Length <= FewRecords || shift < 0)
        {
            records.Sort();
            return;
        }

        Span<int> ends = stackalloc int[Digits];
        Part(records, shift, ends);
        var start = 0;
        foreach (var end in ends)
        {
            if (end - start > 1)
            {
                Sort(records[start..end], shift - 8);
            }

            start = end;
        }
    }

    /// <summary>Brings together the records of each digit; gives where those of each end.</summary>
    private static void Part<T>(Span<T> records, int shift, Span<int> ends)
        where T : unmanaged, IComparable<T>
    {
        ends.Clear();
        foreach (ref readonly var record in records)
        {
            ends[Digit(record, shift)]++;
        }

        Span<int> next = stackalloc int[Digits];
        var sum = 0;
        for (var digit = 0; digit < Digits; digit++)
        {
            next[digit] = sum;
            ends[digit] = sum += ends[digit];
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            while (next[digit] < ends[digit])
            {
                // Each swap brings one record to where it belongs.
                ref var record = ref records[next[digit]];
                var belongs = Digit(record, shift);
                if (belongs == digit)
                {
                    next[digit]++;
                }
                else
                {
                    (record, records[next[belongs]]) = (records[next[belongs]], record);
                    next[belongs]++;
                }
            }
        }
    }

    // The cast is resolved when the method is compiled for a record.
    private static int Digit<T>(in T record, int shift)
        where T : unmanaged => (int)(((ISortKey)record).SortKey >> shift) & (Digits - 1);
}
