using System.Buffers;
using System.Globalization;
using Sinter.Data;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// Deduplication of generated documents with planted copies, by profile: the sketches alone, reading and sketches, and the whole from file to shards on one thread and on several
/// in turns, each in a fresh process.
/// </summary>
internal sealed class DedupBenchmark : IBenchmark
{
    private const int Rounds = 2;
    private const int Tries = 3;
    private const int Megabytes = 400;
    private const int BytesOfSketches = 50_000_000;

    // A profile that is measured is a line here; a goal is in MB of input a second of one core (sketches) or of all threads (whole).
    private static readonly (string Profile, string? SketchGoal, bool IsWhole, string? WholeGoal)[] Profiles =
    [
        ("exact", "300 MB/s", true, null),
        ("paragraph", null, true, null),
        ("minhash-datatrove", "25 MB/s", true, "25 MB/s"),
        ("minhash-nemo", null, false, null),
        ("minhash-dataverse", null, false, null),
        ("simhash", null, false, null),
        ("substring", null, true, "5 MB/s"),
        ("sentence", null, false, null),
    ];

    public string Name => "dedup";

    public string Description => "Deduplication of 400 MB of generated documents, of which a tenth are copies and a tenth near copies: signatures alone, reading and signatures, and the whole from file to shards.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        foreach (var (profile, sketchGoal, isWhole, wholeGoal) in Profiles)
        {
            foreach (var row in Sketches(settings, profile, sketchGoal).Concat(isWhole ? Whole(settings, profile, wholeGoal) : []))
            {
                yield return row;
            }
        }
    }

    /// <summary>Bytes are of texts in UTF-8 for the sketches alone, and of the input for all else.</summary>
    private static IEnumerable<Measurement> Sketches(BenchSettings settings, string profile, string? goal)
    {
        var (alone, read) = ($"{profile} signatures", $"{profile} reading and signatures");
        var shape = Shape(BytesOfSketches);
        if (!settings.Wants(alone, shape) && !settings.Wants(read, shape))
        {
            yield break;
        }

        var sketcher = DeduplicationProfiles.Find(profile).Create(new Dictionary<string, string>()).CreateSketcher();
        if (sketcher is null)
        {
            yield break;
        }

        var input = InputFile.OfPath(DuplicateCorpus.File(BytesOfSketches / 1_000_000), "corpus.jsonl");
        var documents = Read(input).ToList();
        var sketches = new ArrayBufferWriter<byte>(1 << 20);
        yield return Throughput.Best(Tries, () => documents.ForEach(Sketch)).ToRow(alone, shape, 1, documents.Sum(static document => document.Utf8Bytes)) with { Goal = goal };
        yield return Throughput.Best(Tries, () =>
        {
            foreach (var document in Read(input))
            {
                Sketch(document);
            }
        }).ToRow(read, shape, 1, input.Length!.Value);

        void Sketch(Document document)
        {
            sketches.ResetWrittenCount();
            sketcher.Sketch(document, sketches);
        }
    }

    private static IEnumerable<Document> Read(InputFile input) => DocumentReader.Read(input, ReadSettings.Default).SelectMany(static block => block.Decode()).Select(static outcome => outcome.Document!);

    private static IEnumerable<Measurement> Whole(BenchSettings settings, string profile, string? goal)
    {
        var name = $"{profile}, whole";
        var shape = Shape(Megabytes * 1e6);
        if (settings.Wants(name, shape))
        {
            var path = DuplicateCorpus.File(Megabytes);
            var (one, several) = (new List<DedupRound>(), new List<DedupRound>());
            for (var round = 0; round < Rounds; round++)
            {
                one.Add(DedupRound.Start(profile, path, 1));
                if (settings.Threads > 1)
                {
                    several.Add(DedupRound.Start(profile, path, settings.Threads));
                }
            }

            var alone = Row(name, shape, 1, one);
            yield return alone;
            if (settings.Threads > 1)
            {
                yield return Row(name, shape, settings.Threads, several) with { Peer = "itself on 1 thread", PeerRate = alone.Rate, Goal = goal ?? (settings.Threads == 2 ? "ratio 1.8" : null) };
            }
        }

        if (settings.Gigabytes is { } gigabytes && settings.Wants($"{name}, generated", shape = Shape(gigabytes * 1e9)))
        {
            var round = DedupRound.Start(profile, gigabytes.ToString(CultureInfo.InvariantCulture), settings.Threads);
            yield return Row($"{name}, generated", shape, settings.Threads, [round]) with { Goal = "peak 1 GB" };
        }
    }

    private static Measurement Row(string name, string shape, int threads, List<DedupRound> rounds) =>
        rounds.MinBy(static round => round.Time.Seconds)!.Time.ToRow(name, shape, threads, rounds[0].Bytes) with { PeakMegabytes = rounds.Max(static round => round.PeakMegabytes) };

    private static string Shape(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
