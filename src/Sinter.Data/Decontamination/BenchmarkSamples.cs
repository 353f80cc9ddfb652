namespace Sinter.Data.Decontamination;

/// <summary>Keeps some items of each benchmark in full: those with the least hashes of their names, so that the choice depends on nothing but the items and the seed.</summary>
internal sealed class BenchmarkSamples(BenchmarkOptions options)
{
    // A book that is one item need not be kept to be planted.
    private const int LongestItem = 20_000;

    private readonly Dictionary<string, SortedList<(ulong, string), BenchmarkItem>> _kept = new(StringComparer.Ordinal);

    public void Add(BenchmarkItem item)
    {
        if (options.SamplesPerBenchmark == 0 || item.Fields.Sum(static text => (long)text.Length) > LongestItem)
        {
            return;
        }

        if (!_kept.TryGetValue(item.Benchmark, out var items))
        {
            _kept.Add(item.Benchmark, items = []);
        }

        items.TryAdd((StableHash.Of(item.Id, options.Seed), item.Id), item);
        if (items.Count > options.SamplesPerBenchmark)
        {
            items.RemoveAt(items.Count - 1);
        }
    }

    public IReadOnlyList<BenchmarkItem> All() => [.. _kept.OrderBy(static benchmark => benchmark.Key, StringComparer.Ordinal).SelectMany(static benchmark => benchmark.Value.Values)];
}
