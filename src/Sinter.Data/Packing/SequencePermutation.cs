namespace Sinter.Data.Packing;

/// <summary>
/// A shuffle of the numbers from 0 to below a count that needs no memory: each number is mapped by a cipher, so that any place can be asked for at once. The same count, seed and epoch give the
/// same order on every machine. The cipher is a Feistel network over two digits of mixed radix (FE2 of Bellare, Ristenpart, Rogaway and Stegers: Format-preserving encryption, 2009), which
/// permutes a few numbers more than asked for; one that leaves the range is mapped again until it comes back, which keeps it a permutation (cycle walking: Black and Rogaway 2002).
/// </summary>
internal readonly struct SequencePermutation
{
    private const int Rounds = 16;
    private const ulong Odd = 0x9E3779B97F4A7C15;

    private readonly ulong _count;
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly ulong _key;

    public SequencePermutation(long count, ulong seed, long epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _count = (ulong)count;
        _low = (ulong)Math.Ceiling(Math.Sqrt(count));
        _high = (_count + _low - 1) / _low;
        _key = Mix(seed + Mix((ulong)epoch + Odd));
    }

    /// <summary>The number at a place; the place must be less than the count.</summary>
    public long this[long place]
    {
        get
        {
            var number = (ulong)place;
            do
            {
                number = Encrypt(number);
            }
            while (number >= _count);
            return (long)number;
        }
    }

    private ulong Encrypt(ulong number)
    {
        var (high, low) = Math.DivRem(number, _low);
        for (var round = 0; round < Rounds; round += 2)
        {
            high = (high + Below(round, low, _high)) % _high;
            low = (low + Below(round + 1, high, _low)) % _low;
        }

        return (high * _low) + low;
    }

    /// <summary>A random number below a bound, the same for the same round and digit.</summary>
    private ulong Below(int round, ulong digit, ulong bound) => Math.BigMul(Mix(Mix(_key + ((ulong)round * Odd)) ^ digit), bound, out _);

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
