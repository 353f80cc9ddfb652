using System.Globalization;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// Cleaning of English documents: the whole chain from file to shards, on one thread and on several in turns A B A B, each in a fresh process; then its parts, each by itself.
/// </summary>
internal sealed class DataBenchmark : IBenchmark
{
    private const int Rounds = 2;
    private const int Tries = 3;
    private const int BytesOfSteps = 20_000_000;

    public string Name => "data";

    public string Description => "Cleaning of 200 MB of English documents with the rules of Gopher (both readings), C4 and FineWeb: the whole from file to shards, each step, reading, and writing.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            return [];
        }

        var path = BenchmarkInput.Crawl(assets);
        return Cleanings(settings, path).Concat(Steps(settings, path)).Concat(Conversions(settings, path));
    }

    private static IEnumerable<Measurement> Cleanings(BenchSettings settings, string path)
    {
        var shape = Shape(new FileInfo(path).Length);
        if (settings.Wants("clean", shape))
        {
            var (one, several) = (new List<CleaningRound>(), new List<CleaningRound>());
            for (var round = 0; round < Rounds; round++)
            {
                one.Add(CleaningRound.Start(path, 1));
                if (settings.Threads > 1)
                {
                    several.Add(CleaningRound.Start(path, settings.Threads));
                }
            }

            var alone = Row("clean", shape, 1, one) with { Goal = "25 MB/s a core" };
            yield return alone;
            if (settings.Threads > 1)
            {
                yield return Row("clean", shape, settings.Threads, several) with { Peer = "itself on 1 thread", PeerRate = alone.Rate, Goal = settings.Threads == 2 ? "ratio 1.8" : null };
            }
        }

        if (settings.Gigabytes is { } gigabytes && settings.Wants("clean, generated", shape = Shape(gigabytes * 1e9)))
        {
            var round = CleaningRound.Start(gigabytes.ToString(CultureInfo.InvariantCulture), settings.Threads);
            yield return Row("clean, generated", shape, settings.Threads, [round]) with { Goal = "peak 600 MB" };
        }
    }

    /// <summary>The documents are read before: a step's time is its own, with what it looks up in the text that other steps would share with it.</summary>
    private static IEnumerable<Measurement> Steps(BenchSettings settings, string path)
    {
        (string Name, IReadOnlyList<StepSetting> Steps)[] chains = [("all steps", CleaningRound.Steps), .. CleaningRound.Steps.Select(static step => (step.Name, (IReadOnlyList<StepSetting>)[step]))];
        var documents = new List<Document>();
        long bytes = 0;
        foreach (var block in DocumentReader.Read(InputFile.OfPath(path, "crawl.jsonl"), ReadSettings.Default).TakeWhile(_ => bytes < BytesOfSteps))
        {
            documents.AddRange(block.Decode().Select(static outcome => outcome.Document!));
            bytes += block.Bytes;
        }

        foreach (var (name, steps) in chains.Where(chain => settings.Wants(chain.Name, Shape(bytes))))
        {
            var runner = new ChainRunner(CleaningChain.Create(StepCatalog.BuiltIn, steps));
            yield return Throughput.Best(Tries, () => documents.ForEach(document => runner.Run(document))).ToRow(name, Shape(bytes), 1, bytes);
        }
    }

    private static IEnumerable<Measurement> Conversions(BenchSettings settings, string path)
    {
        var bytes = new FileInfo(path).Length;
        var input = InputFile.OfPath(path, "crawl.jsonl");
        foreach (var (name, work) in ((string, Action<string>)[])
            [
                ("read jsonl", _ => Read(input)),
                ("write jsonl.gz", target => JsonLinesShards.Gzip.Finish(path, target)),
                ("convert jsonl to parquet", target => DocumentConversion.Convert([input], ReadSettings.Default, null, target, new ParquetShards(), threads: 1)),
            ])
        {
            if (settings.Wants(name, Shape(bytes)))
            {
                var target = Path.Combine(BenchmarkInput.Folder, $"written-{Guid.NewGuid():N}");
                yield return Throughput.Best(Tries, () => work(target)).ToRow(name, Shape(bytes), 1, bytes);
                File.Delete(target);
            }
        }
    }

    private static void Read(InputFile input)
    {
        foreach (var block in DocumentReader.Read(input, ReadSettings.Default))
        {
            block.Decode();
        }
    }

    private static Measurement Row(string name, string shape, int threads, List<CleaningRound> rounds)
        => rounds.MinBy(static round => round.Time.Seconds)!.Time.ToRow(name, shape, threads, rounds[0].Bytes) with { PeakMegabytes = rounds.Max(static round => round.PeakMegabytes) };

    private static string Shape(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
