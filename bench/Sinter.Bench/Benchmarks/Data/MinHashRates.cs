using System.Buffers;
using System.Globalization;
using Sinter.Data;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>The sketches of near-duplicate finders, on one thread, over documents that are in memory.</summary>
internal static class MinHashRates
{
    private const int Tries = 3;
    private const int BytesOfDocuments = 20_000_000;

    /// <summary>A row for each profile of MinHash, one for its 112 hashes in 32 bits, and one for SimHash.</summary>
    /// <param name="settings">What to measure.</param>
    /// <param name="path">Documents as JSON Lines.</param>
    public static IEnumerable<Measurement> Run(BenchSettings settings, string path)
    {
        var documents = new List<Document>();
        foreach (var block in DocumentReader.Read(InputFile.OfPath(path, "crawl.jsonl"), ReadSettings.Default).TakeWhile(_ => documents.Sum(static document => document.Utf8Bytes) < BytesOfDocuments))
        {
            documents.AddRange(block.Decode().Select(static outcome => outcome.Document!));
        }

        var bytes = documents.Sum(static document => document.Utf8Bytes);
        var shape = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
        foreach (var (name, finder, goal) in Finders().Where(finder => settings.Wants(finder.Name, shape)))
        {
            var sketch = new ArrayBufferWriter<byte>();
            var sketcher = finder.CreateSketcher()!;
            yield return Throughput.Best(Tries, SketchAll).ToRow(name, shape, 1, bytes) with { Goal = goal };

            void SketchAll()
            {
                foreach (var document in documents)
                {
                    sketch.ResetWrittenCount();
                    sketcher.Sketch(document, sketch);
                }
            }
        }
    }

    private static IEnumerable<(string Name, IDuplicateFinder Finder, string? Goal)> Finders()
    {
        foreach (var (name, options) in MinHashOptions.Profiles)
        {
            yield return (Name(name, options), new MinHashFinder(options), options == MinHashOptions.DataTrove ? "25 MB/s" : null);
        }

        var half = MinHashOptions.DataTrove with { Precision = 32 };
        yield return (Name("datatrove", half), new MinHashFinder(half), null);
        yield return ("simhash", new SimHashFinder(new SimHashOptions()), null);
    }

    private static string Name(string profile, MinHashOptions options)
        => string.Create(CultureInfo.InvariantCulture, $"minhash {profile} {options.Bands}x{options.Rows}, {options.Precision} bits");
}
