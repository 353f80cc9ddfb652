namespace Sinter.Evaluation;

/// <summary>
/// The n-grams of one length: how often each was counted, and what each context keeps for tokens that never followed it.
/// An n-gram is a number: its context times the radix, plus its last token. Sorted arrays, searched by halving.
/// </summary>
internal sealed class NGramTable
{
    private readonly long _radix;
    private readonly int[] _counts;
    private readonly long[] _contexts;
    private readonly int[] _starts;
    private readonly double[] _totals;
    private readonly double[] _backoffs;
    private readonly Discounts _discounts;

    private NGramTable(long[] keys, int[] counts, long radix)
    {
        (Keys, _counts, _radix, _discounts) = (keys, counts, radix, Discounts.Estimate(counts));
        var contexts = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            contexts += i == 0 || keys[i] / radix != keys[i - 1] / radix ? 1 : 0;
        }

        (_contexts, _starts) = (new long[contexts], new int[contexts + 1]);
        (_totals, _backoffs) = (new double[contexts], new double[contexts]);
        var context = -1;
        for (var i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] / radix != _contexts[context])
            {
                context++;
                (_contexts[context], _starts[context]) = (keys[i] / radix, i);
            }

            _totals[context] += counts[i];
            _backoffs[context] += _discounts.Of(counts[i]);
        }

        _starts[contexts] = keys.Length;
        for (var i = 0; i < contexts; i++)
        {
            _backoffs[i] /= _totals[i];
        }
    }

    /// <summary>The different n-grams, rising.</summary>
    public long[] Keys { get; }

    /// <summary>Counts equal keys.</summary>
    /// <param name="keys">One key for each occurrence; sorted in place.</param>
    /// <param name="radix">One more than the largest last token.</param>
    public static NGramTable Build(Span<long> keys, long radix)
    {
        keys.Sort();
        var different = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            different += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
        }

        var (distinct, counts) = (new long[different], new int[different]);
        var last = -1;
        for (var i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                distinct[++last] = keys[i];
            }

            counts[last]++;
        }

        return new(distinct, counts, radix);
    }

    /// <summary>The discounted share of the token in its context, plus the share of the lower order; only the latter where the context is new.</summary>
    public double Probability(long context, int token, double lower)
    {
        var at = Array.BinarySearch(_contexts, context);
        if (at < 0)
        {
            return lower;
        }

        var start = _starts[at];
        var found = Array.BinarySearch(Keys, start, _starts[at + 1] - start, (context * _radix) + token);
        var share = found < 0 ? 0 : (_counts[found] - _discounts.Of(_counts[found])) / _totals[at];
        return share + (_backoffs[at] * lower);
    }

    /// <summary>What is taken from a count of one, of two and of more, for the tokens never seen.</summary>
    private readonly record struct Discounts(double One, double Two, double More)
    {
        // Too little data to estimate from: the same halves at every count.
        private static readonly Discounts Fallback = new(0.5, 1, 1.5);

        public double Of(int count) => count switch { 1 => One, 2 => Two, _ => More };

        public static Discounts Estimate(ReadOnlySpan<int> counts)
        {
            Span<double> with = stackalloc double[5];
            foreach (var count in counts)
            {
                if (count < with.Length)
                {
                    with[count]++;
                }
            }

            if (with[1..].Contains(0))
            {
                return Fallback;
            }

            var y = with[1] / (with[1] + (2 * with[2]));
            var estimate = new Discounts(1 - (2 * y * with[2] / with[1]), 2 - (3 * y * with[3] / with[2]), 3 - (4 * y * with[4] / with[3]));
            return estimate is { One: > 0 and < 1, Two: > 0 and < 2, More: > 0 and < 3 } ? estimate : Fallback;
        }
    }
}
