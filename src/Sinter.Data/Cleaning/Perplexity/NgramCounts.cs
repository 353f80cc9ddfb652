namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>How often the n-grams of one order count.</summary>
/// <param name="store">The n-grams.</param>
internal sealed class NgramCounts(NgramStore store)
{
    private int[] _counts = new int[16];

    /// <summary>The n-grams.</summary>
    public NgramStore Store => store;

    /// <summary>The count of each.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, store.Count);

    /// <summary>Adds to the count of an n-gram, and says whether it is new.</summary>
    public bool Add(ReadOnlySpan<int> words, int times = 1)
    {
        var index = store.Add(words, out var isNew);
        if (index == _counts.Length)
        {
            Array.Resize(ref _counts, index * 2);
        }

        _counts[index] += times;
        return isNew;
    }
}
