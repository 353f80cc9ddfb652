namespace Sinter.Evaluation.Metrics;

/// <summary>
/// Counts the n-grams that a candidate shares with references. An n-gram is known by the number of its first n - 1 symbols and its last symbol, so that each costs one look into a table, whatever n, and none is taken for
/// another. Not for several threads at once.
/// </summary>
internal sealed class NGramMatcher
{
    private const int None = -1;

    private long[] _keys = new long[1024];
    private int[] _numbers = new int[1024];
    private int[] _stamps = new int[1024];
    private int _stamp;
    private int _count;
    private int[] _candidate = [];
    private int[] _reference = [];
    private int[] _owned = [];
    private int[] _seen = [];
    private int[] _most = [];

    /// <summary>
    /// For each order n the matches: over the n-grams of the candidate, the lesser of how often it has it and how often the reference that has it most often has it (Papineni et al. 2002).
    /// </summary>
    /// <param name="candidate">The symbols of the candidate.</param>
    /// <param name="references">The symbols of each reference.</param>
    /// <param name="matches">Receives the matches of the orders from 1 on.</param>
    public void Match(ReadOnlySpan<int> candidate, ReadOnlySpan<int[]> references, Span<long> matches)
    {
        matches.Clear();
        Reserve(candidate.Length, references);
        _candidate.AsSpan(0, candidate.Length).Clear();
        var starts = new int[references.Length];
        var total = 0;
        for (var at = 0; at < references.Length; at++)
        {
            starts[at] = total;
            total += references[at].Length;
        }

        _reference.AsSpan(0, total).Clear();
        for (var order = 1; order <= matches.Length && order <= candidate.Length; order++)
        {
            Number(candidate, order);
            _most.AsSpan(0, _count).Clear();
            for (var at = 0; at < references.Length; at++)
            {
                Count(references[at], _reference.AsSpan(starts[at], references[at].Length), order);
            }

            var sum = 0L;
            for (var number = 0; number < _count; number++)
            {
                sum += Math.Min(_owned[number], _most[number]);
            }

            matches[order - 1] = sum;
            if (sum == 0)
            {
                return; // no longer one can match where no shorter one does
            }
        }
    }

    // The number of the n-gram at each place of the candidate, made from that of the (n-1)-gram there.
    private void Number(ReadOnlySpan<int> symbols, int order)
    {
        _stamp++;
        _count = 0;
        for (var at = 0; at + order <= symbols.Length; at++)
        {
            var number = Find(Key(_candidate[at], symbols[at + order - 1]), add: true);
            _candidate[at] = number;
            _owned[number]++;
        }
    }

    private void Count(ReadOnlySpan<int> symbols, Span<int> prefixes, int order)
    {
        var last = symbols.Length - order;
        for (var at = 0; at <= last; at++)
        {
            var number = prefixes[at] == None ? None : Find(Key(prefixes[at], symbols[at + order - 1]), add: false);
            prefixes[at] = number;
            if (number != None)
            {
                _seen[number]++;
            }
        }

        for (var at = 0; at <= last; at++)
        {
            if (prefixes[at] is var number and not None)
            {
                _most[number] = Math.Max(_most[number], _seen[number]);
            }
        }

        for (var at = 0; at <= last; at++)
        {
            if (prefixes[at] is var number and not None)
            {
                _seen[number] = 0;
            }
        }
    }

    private static long Key(int prefix, int symbol) => ((long)prefix << 32) | (uint)symbol;

    private int Find(long key, bool add)
    {
        var mask = _keys.Length - 1;
        var at = (int)(((ulong)key * 0x9E3779B97F4A7C15) >> 33) & mask;
        while (_stamps[at] == _stamp)
        {
            if (_keys[at] == key)
            {
                return _numbers[at];
            }

            at = (at + 1) & mask;
        }

        if (!add)
        {
            return None;
        }

        (_keys[at], _stamps[at], _numbers[at]) = (key, _stamp, _count);
        _owned[_count] = 0;
        return _count++;
    }

    // The table is at most half full: an order has no more n-grams than the candidate has symbols.
    private void Reserve(int length, ReadOnlySpan<int[]> references)
    {
        if (length * 2L > _keys.Length)
        {
            var size = checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length * 2));
            (_keys, _numbers, _stamps, _stamp) = (new long[size], new int[size], new int[size], 0);
        }

        if (_candidate.Length < length)
        {
            (_candidate, _owned, _seen, _most) = (new int[length], new int[length], new int[length], new int[length]);
        }

        var total = 0L;
        foreach (var reference in references)
        {
            total += reference.Length;
        }

        if (_reference.Length < total)
        {
            _reference = new int[checked((int)total)];
        }
    }
}
