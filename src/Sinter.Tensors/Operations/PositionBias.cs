namespace Sinter.Tensors.Operations;

/// <summary>What attention can add to its scores for the distance of query and key.</summary>
public static class PositionBias
{
    /// <summary>
    /// The slopes of ALiBi (Press, Smith and Lewis 2022), one a head: a score becomes smaller by slope · distance. For a power of two of heads they are
    /// 2^(-8/heads), its square, its cube and so on; for another number, those of the next lower power m, and after them every other one of 2m heads, from the
    /// first, as the authors' code has it.
    /// </summary>
    /// <param name="heads">The number of heads.</param>
    public static float[] AlibiSlopes(int heads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        var lower = 1;
        while (lower <= heads / 2)
        {
            lower *= 2;
        }

        return [.. Enumerable.Range(0, heads).Select(head => head < lower ? Slope(head, lower) : Slope(2 * (head - lower), 2 * lower))];
    }

    /// <summary>
    /// The bucket of a distance in T5 (Raffel et al. 2020), an index into a learned table [buckets, heads]: half of the buckets for one distance each, the other
    /// half growing as logarithms up to <paramref name="maximumDistance"/>, beyond which all distances share the last one.
    /// </summary>
    /// <param name="keyMinusQuery">Position of the key less that of the query: negative for what came before.</param>
    /// <param name="bidirectional">Whether keys after the query have buckets of their own (an encoder); else they count as distance 0 (a decoder).</param>
    /// <param name="buckets">The number of buckets, of both directions together.</param>
    /// <param name="maximumDistance">The distance from which on all share one bucket.</param>
    public static int RelativeBucket(int keyMinusQuery, bool bidirectional, int buckets = 32, int maximumDistance = 128)
    {
        var side = bidirectional ? buckets / 2 : buckets;
        var exact = side / 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(exact, 1, nameof(buckets));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maximumDistance, exact);
        var after = bidirectional && keyMinusQuery > 0 ? side : 0;
        var distance = bidirectional ? Math.Abs((long)keyMinusQuery) : Math.Max(-(long)keyMinusQuery, 0);
        if (distance < exact)
        {
            return after + (int)distance;
        }

        // A quotient of logarithms that is a whole number must not be rounded below it.
        var share = Math.Log((double)distance / exact) / Math.Log((double)maximumDistance / exact);
        return after + Math.Min(exact + (int)((share * (side - exact)) + 1e-9), side - 1);
    }

    /// <summary>
    /// The bias of ALiBi as <see cref="Attention"/> takes it, [heads, time + keyTime - 1]: -slope · |distance|, for query q and key k at q - k + keyTime - 1.
    /// </summary>
    /// <param name="backend">Where the bias lives.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="time">Queries of a sequence.</param>
    /// <param name="keyTime">Keys of a sequence; as many as queries in self-attention.</param>
    public static Tensor Alibi(Backend backend, int heads, int time, int keyTime)
    {
        var slopes = AlibiSlopes(heads);
        var length = Distances(time, keyTime);
        var bias = Enumerable.Range(0, heads * length).Select(i => -slopes[i / length] * Math.Abs((i % length) - (keyTime - 1))).ToArray();
        return Tensor.From<float>(backend, bias, [heads, length]);
    }

    private static int Distances(int time, int keyTime)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keyTime);
        return time + keyTime - 1;
    }

    private static float Slope(int index, int heads) => (float)Math.Pow(2, -8.0 * (index + 1) / heads);

    extension(Tensor table)
    {
        /// <summary>
        /// The learned bias of T5 as <see cref="Attention"/> takes it: from a table [buckets, heads] to [heads, time + keyTime - 1], that of query q and key k at
        /// q - k + keyTime - 1. Carries the table's gradient.
        /// </summary>
        /// <param name="time">Queries of a sequence.</param>
        /// <param name="keyTime">Keys of a sequence; as many as queries in self-attention.</param>
        /// <param name="bidirectional">Whether keys after the query have buckets of their own (an encoder).</param>
        /// <param name="maximumDistance">The distance from which on all share one bucket.</param>
        public Tensor RelativeBias(int time, int keyTime, bool bidirectional, int maximumDistance = 128)
        {
            int[] buckets = [.. Enumerable.Range(0, Distances(time, keyTime)).Select(i => RelativeBucket(keyTime - 1 - i, bidirectional, table.Shape[0], maximumDistance))];
            return table.Gather(Tensor.From<int>(table.Backend, buckets, [buckets.Length])).Permute(1, 0);
        }
    }
}
