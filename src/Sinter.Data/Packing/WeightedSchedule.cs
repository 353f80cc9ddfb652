namespace Sinter.Data.Packing;

/// <summary>
/// Turns that several parts take by weight: a fixed round of turns, repeated without end, in which each part comes as often as its weight says and as evenly spread as can be: each turn goes to
/// the part that is furthest behind (the smallest number where two are). Every count in it is a whole number, so it is the same on every machine; and any turn can be asked for at once.
/// </summary>
internal sealed class WeightedSchedule
{
    /// <summary>The turns of a round: what a weight is rounded to.</summary>
    public const int Round = 1 << 16;

    private readonly ushort[] _parts = new ushort[Round];
    private readonly int[] _ranks = new int[Round];
    private readonly int[] _perRound;

    /// <summary>Makes the round; the weights are above 0 and finite, at most 1024.</summary>
    public WeightedSchedule(IReadOnlyList<double> weights)
    {
        _perRound = Turns(weights);
        var taken = new int[weights.Count];
        for (var turn = 0; turn < Round; turn++)
        {
            var part = FurthestBehind(taken, turn + 1);
            _parts[turn] = (ushort)part;
            _ranks[turn] = taken[part]++;
        }
    }

    /// <summary>Whose turn it is, and how many it had before.</summary>
    public (int Part, long Rank) this[long turn]
    {
        get
        {
            var (round, place) = Math.DivRem(turn, Round);
            var part = _parts[place];
            return (part, (round * _perRound[part]) + _ranks[place]);
        }
    }

    /// <summary>How many of the first turns each part has.</summary>
    public long[] CountsOf(long turns)
    {
        var (rounds, rest) = Math.DivRem(turns, Round);
        long[] counts = [.. _perRound.Select(perRound => rounds * perRound)];
        foreach (var part in _parts.AsSpan(0, (int)rest))
        {
            counts[part]++;
        }

        return counts;
    }

    /// <summary>The turns of each part in a round, at least one: whole shares first, then one more to those that lost most by rounding.</summary>
    private static int[] Turns(IReadOnlyList<double> weights)
    {
        var largest = weights.Max();
        var sum = weights.Sum(weight => weight / largest);
        double[] wanted = [.. weights.Select(weight => weight / largest / sum * Round)];
        int[] turns = [.. wanted.Select(share => Math.Max(1, (int)share))];
        for (var left = Round - turns.Sum(); left != 0; left -= Math.Sign(left))
        {
            var step = Math.Sign(left);
            var part = Enumerable.Range(0, turns.Length).Where(i => turns[i] + step > 0).MaxBy(i => step * (wanted[i] - turns[i]));
            turns[part] += step;
        }

        return turns;
    }

    private int FurthestBehind(int[] taken, int turns)
    {
        var (furthest, largest) = (0, long.MinValue);
        for (var part = 0; part < taken.Length; part++)
        {
            var behind = ((long)_perRound[part] * turns) - ((long)taken[part] * Round);
            if (behind > largest)
            {
                (furthest, largest) = (part, behind);
            }
        }

        return furthest;
    }
}
