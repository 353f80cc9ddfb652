namespace Sinter.Data.Deduplication;

/// <summary>
/// Sets of numbers that are joined pair by pair (Tarjan 1975, with path halving). A set is named by its least number, so that the result does not depend on the order of the
/// pairs. It takes 4 bytes a number.
/// </summary>
public sealed class UnionFind
{
    private readonly int[] _parents;

    /// <summary>Each number from 0 below <paramref name="count"/> in a set of its own.</summary>
    public UnionFind(int count)
    {
        _parents = GC.AllocateUninitializedArray<int>(count);
        for (var i = 0; i < count; i++)
        {
            _parents[i] = i;
        }
    }

    /// <summary>How many numbers there are.</summary>
    public int Count => _parents.Length;

    /// <summary>The least number of the set.</summary>
    public int Find(int number)
    {
        var parents = _parents;
        while (parents[number] != number)
        {
            parents[number] = parents[parents[number]];
            number = parents[number];
        }

        return number;
    }

    /// <summary>Joins two sets; false where they were one already.</summary>
    public bool Union(int first, int second)
    {
        var (low, high) = (Find(first), Find(second));
        if (low == high)
        {
            return false;
        }

        if (low > high)
        {
            (low, high) = (high, low);
        }

        _parents[high] = low;
        return true;
    }
}
