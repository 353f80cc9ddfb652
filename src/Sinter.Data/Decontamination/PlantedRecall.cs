using Sinter.Data.FastText;

namespace Sinter.Data.Decontamination;

/// <summary>How many planted items of a benchmark were found again, in one form.</summary>
/// <param name="Benchmark">The benchmark, as an index into <see cref="BenchmarkIndex.Benchmarks"/>.</param>
/// <param name="Edit">The form.</param>
/// <param name="Planted">How many items were planted, each into a document of its own.</param>
/// <param name="Found">How many of those documents were accused.</param>
public sealed record PlantedRecall(int Benchmark, ItemEdit Edit, int Planted, int Found)
{
    /// <summary>
    /// Plants the samples of an index, in all forms, into documents that hold none, and looks for them with the same matcher and limits as for all others: so a run tells what it
    /// can find, and what it would miss.
    /// </summary>
    /// <param name="index">The benchmarks.</param>
    /// <param name="matcher">Looks for them.</param>
    /// <param name="limits">How much a document may have in common with an item.</param>
    /// <param name="hosts">Documents that hold no item; none are planted where it is empty.</param>
    /// <param name="seed">Where the choice of documents, places and edits begins.</param>
    public static IReadOnlyList<PlantedRecall> Measure(BenchmarkIndex index, ContaminationMatcher matcher, ContaminationLimits limits, IReadOnlyList<string> hosts, ulong seed)
    {
        var recalls = new List<PlantedRecall>();
        for (var benchmark = 0; benchmark < index.Benchmarks.Count && hosts.Count > 0; benchmark++)
        {
            var name = index.Benchmarks[benchmark].Name;
            var samples = index.Samples.Where(item => string.Equals(item.Benchmark, name, StringComparison.Ordinal)).ToList();
            foreach (var edit in Enum.GetValues<ItemEdit>())
            {
                var (planted, found) = (0, 0);
                foreach (var item in samples)
                {
                    if (ItemEditor.Apply(item, edit, seed) is { } text)
                    {
                        planted++;
                        found += matcher.Match(Plant(text, item.Id, hosts, seed)).Any(limits.Forbid) ? 1 : 0;
                    }
                }

                if (planted > 0)
                {
                    recalls.Add(new PlantedRecall(benchmark, edit, planted, found));
                }
            }
        }

        return recalls;
    }

    private static string Plant(string text, string id, IReadOnlyList<string> hosts, ulong seed)
    {
        var random = new SplitMix(StableHash.Of(id, seed + 1));
        var host = hosts[random.NextBelow(hosts.Count)];
        var space = host.IndexOf(' ', random.NextBelow(host.Length));
        var at = space < 0 ? host.Length : space;
        return $"{host.AsSpan(0, at)}\n{text}\n{host.AsSpan(at)}";
    }
}
