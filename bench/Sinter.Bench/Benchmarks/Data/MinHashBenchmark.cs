namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Signatures of near-duplicate finders; see <see cref="MinHashRates"/>.</summary>
internal sealed class MinHashBenchmark : IBenchmark
{
    public string Name => "minhash";

    public string Description => "Sketches of English documents for finding near-duplicates, on one thread: MinHash with the profiles, and SimHash.";

    public IEnumerable<Measurement> Run(BenchSettings settings) => AssetTexts.Folder() is { } assets ? MinHashRates.Run(settings, BenchmarkInput.Crawl(assets)) : [];
}
