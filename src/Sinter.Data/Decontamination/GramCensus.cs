namespace Sinter.Data.Decontamination;

/// <summary>
/// How often each gram of the benchmarks stands in the whole input. GPT-3 passes over grams seen more than ten times, as they are rather turns of phrase than copies (Brown et al.
/// 2020, appendix C). Several threads may count at once; the counts do not depend on their order.
/// </summary>
/// <param name="index">The benchmarks.</param>
/// <param name="most">Grams that are seen more often than this are frequent.</param>
public sealed class GramCensus(BenchmarkIndex index, int most)
{
    private readonly int[] _grams = new int[index.Words.Count];
    private readonly int[] _seeds = new int[index.Words.Count];

    /// <summary>How many grams are frequent.</summary>
    public int FrequentGrams => _grams.Count(count => count > most);

    internal void Add(bool isSeed, int place)
    {
        // Beyond the limit the number does not matter, and a frequent gram is no place for all threads to meet.
        ref var count = ref (isSeed ? _seeds : _grams)[place];
        if (Volatile.Read(ref count) <= most)
        {
            Interlocked.Increment(ref count);
        }
    }

    internal bool IsFrequent(bool isSeed, int place) => (isSeed ? _seeds : _grams)[place] > most;
}
