namespace Sinter.Data.FastText;

/// <summary>Draws items by their weights with one random number and one look-up (Walker 1977, made in the way of Vose 1991).</summary>
internal sealed class AliasTable
{
    private readonly (uint Bound, int Alias)[] _cells;

    /// <summary>Begins with the weight of each item, none below 0 and at least one above.</summary>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        _cells = new (uint, int)[weights.Length];
        var shares = new double[weights.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var item = 0; item < shares.Length; item++)
        {
            shares[item] = weights[item] * weights.Length / total;
            (shares[item] < 1 ? small : large).Push(item);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            _cells[less] = ((uint)(shares[less] * uint.MaxValue), more);
            shares[more] -= 1 - shares[less];
            (shares[more] < 1 ? small : large).Push(more);
        }

        // What rounding left over is a whole cell.
        foreach (var item in small.Concat(large))
        {
            _cells[item] = (uint.MaxValue, item);
        }
    }

    /// <summary>Draws an item.</summary>
    public int Draw(ref SplitMix random)
    {
        var bits = random.Next();
        var item = (int)(((bits >> 32) * (ulong)_cells.Length) >> 32);
        var (bound, alias) = _cells[item];
        return (uint)bits <= bound ? item : alias;
    }
}
