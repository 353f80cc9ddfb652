namespace Sinter.Data.Cleaning;

/// <summary>
/// How often scores of each size occurred, in a few thousand bins at most whatever the number of documents: a bin holds the values that share sign, exponent and the first seven bits of the
/// fraction, so its ends differ by less than 1 %. The same whatever the order in which values came.
/// </summary>
public sealed class ScoreHistogram
{
    private const int DroppedBits = 16;

    // By a key that rises with the value.
    private readonly SortedDictionary<int, long> _bins = [];

    /// <summary>The number of values; those that were not measured are not among them.</summary>
    public long Count { get; private set; }

    /// <summary>The bins that are not empty, by rising value: the least value of the bin's range and the number of values.</summary>
    public IEnumerable<(double Value, long Count)> Bins => _bins.Select(static bin => ((double)ValueOf(bin.Key), bin.Value));

    /// <summary>Counts a value; NaN is passed over.</summary>
    public void Add(float value)
    {
        if (!float.IsNaN(value))
        {
            var key = KeyOf(value);
            _bins[key] = _bins.GetValueOrDefault(key) + 1;
            Count++;
        }
    }

    /// <summary>Counts the values of another histogram as well.</summary>
    public void Add(ScoreHistogram other)
    {
        foreach (var (key, count) in other._bins)
        {
            _bins[key] = _bins.GetValueOrDefault(key) + count;
        }

        Count += other.Count;
    }

    /// <summary>The value below which the share <paramref name="share"/> of all values lies, to the width of a bin; NaN where there are none.</summary>
    public double Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        foreach (var (key, count) in _bins)
        {
            seen += count;
            if (seen >= wanted)
            {
                return ValueOf(key);
            }
        }

        return double.NaN;
    }

    /// <summary>How many values lie between two limits, both within; a bin counts by its least value.</summary>
    public long Between(double least, double greatest) => Bins.Where(bin => bin.Value >= least && bin.Value <= greatest).Sum(static bin => bin.Count);

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
