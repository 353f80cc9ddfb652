namespace Sinter.Data.Cleaning;

/// <summary>
/// How often scores of each size occurred, in a few thousand bins at most whatever the number of documents: a bin holds the values that share sign, exponent and the first seven bits of the
/// fraction, so its ends differ by less than 1 %. The same whatever the order in which values came.
/// </summary>
public sealed class ScoreHistogram
{
    private const int DroppedBits = 16;
    private const int Half = 1 << (32 - DroppedBits - 1);
    private const int PageBits = 7;

    // By a key that rises with the value, in pages of one exponent each: scores of one kind touch few.
    private readonly long[]?[] _pages = new long[]?[2 * Half >> PageBits];

    /// <summary>The number of values; those that were not measured are not among them.</summary>
    public long Count { get; private set; }

    /// <summary>The bins that are not empty, by rising value: the least value of the bin's range and the number of values.</summary>
    public IEnumerable<(double Value, long Count)> Bins
    {
        get
        {
            for (var page = 0; page < _pages.Length; page++)
            {
                for (var i = 0; _pages[page] is { } counts && i < counts.Length; i++)
                {
                    if (counts[i] > 0)
                    {
                        yield return (ValueOf((page << PageBits) + i - Half), counts[i]);
                    }
                }
            }
        }
    }

    /// <summary>Counts a value; NaN is passed over.</summary>
    public void Add(float value)
    {
        if (!float.IsNaN(value))
        {
            Add(KeyOf(value) + Half, 1);
        }
    }

    /// <summary>Counts the values of another histogram as well.</summary>
    public void Add(ScoreHistogram other)
    {
        foreach (var (value, count) in other.Bins)
        {
            Add(KeyOf((float)value) + Half, count);
        }
    }

    /// <summary>The value below which the share <paramref name="share"/> of all values lies, to the width of a bin; NaN where there are none.</summary>
    public double Quantile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        foreach (var (value, count) in Bins)
        {
            seen += count;
            if (seen >= wanted)
            {
                return value;
            }
        }

        return double.NaN;
    }

    /// <summary>How many values lie between two limits, both within; a bin counts by its least value.</summary>
    public long Between(double least, double greatest) => Bins.Where(bin => bin.Value >= least && bin.Value <= greatest).Sum(static bin => bin.Count);

    private void Add(int index, long count)
    {
        var page = _pages[index >> PageBits] ??= new long[1 << PageBits];
        page[index & ((1 << PageBits) - 1)] += count;
        Count += count;
    }

    private static int KeyOf(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f);
        return (bits >= 0 ? bits : int.MinValue - bits) >> DroppedBits;
    }

    private static float ValueOf(int key)
    {
        var bits = key << DroppedBits;
        return BitConverter.Int32BitsToSingle(bits >= 0 ? bits : int.MinValue - bits);
    }
}
