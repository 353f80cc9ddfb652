using System.Globalization;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Content;
using Sinter.Data.Decontamination;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>What is not wanted in texts: items of benchmarks, toxic ones, words of lists. Each by itself on one thread, on documents that are read before; then the whole decontamination.</summary>
internal sealed class ContentBenchmark : IBenchmark
{
    private const int Tries = 3;
    private const int BytesOfSteps = 50_000_000;
    private const int ListedWords = 400;

    public string Name => "content";

    public string Description => "Decontamination against benchmarks, toxicity and lists of words on 50 MB of English documents, on one thread; the whole decontamination of 200 MB from file to shards.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var path = BenchmarkInput.Crawl(assets);
        var documents = new List<Document>();
        long bytes = 0;
        foreach (var block in DocumentReader.Read(InputFile.OfPath(path, "crawl.jsonl"), ReadSettings.Default).TakeWhile(_ => bytes < BytesOfSteps))
        {
            documents.AddRange(block.Decode().Select(static outcome => outcome.Document!));
            bytes += block.Bytes;
        }

        var benchmarks = Path.Combine(assets, "benchmarks");
        var index = BenchmarkIndex.Read([benchmarks]);
        var matcher = index.CreateMatcher();
        var words = new BadWords([.. Words(documents).Select(static word => new BadWord(word))], new MatchingOptions(Disguises: true));
        (string Name, string? Goal, Action<string> Work)[] works =
        [
            ("decontaminate", "60 MB/s a core", text => matcher.Match(text)),
            ("toxicity", "20 MB/s a core", static text => ToxicityModel.Default.Score(text)),
            ("bad words", null, text => words.Find(text)),
        ];
        foreach (var (name, goal, work) in works)
        {
            if (settings.Wants(name, Shape(bytes)))
            {
                yield return Throughput.Best(Tries, () => documents.ForEach(document => work(document.Text))).ToRow(name, Shape(bytes), 1, bytes) with { Goal = goal };
            }
        }

        var whole = new FileInfo(path).Length;
        if (settings.Wants("decontaminate, file to shards", Shape(whole)))
        {
            var folder = new DecontaminationFolder(Path.Combine(BenchmarkInput.Folder, $"clean-{Guid.NewGuid():N}"));
            foreach (var threads in new[] { 1, settings.Threads }.Distinct())
            {
                var run = new DecontaminationRun(folder, [InputFile.OfPath(path, "crawl.jsonl")], ReadSettings.Default, null, index, new DecontaminationOptions { Threads = threads });
                yield return Throughput.Best(Tries, () => run.Run()).ToRow("decontaminate, file to shards", Shape(whole), threads, whole);
            }

            Directory.Delete(folder.Root, recursive: true);
        }
    }

    /// <summary>Words of the documents themselves, so that a list of them finds what it would in practice: rare ones.</summary>
    private static IEnumerable<string> Words(List<Document> documents) => documents
        .SelectMany(static document => new TextAnalysis(document.Text).Words.ToArray().Select(word => word.CoreIn(document.Text).ToString()))
        .Where(static word => word.Length > 4 && word.All(char.IsAsciiLetterLower)).Distinct(StringComparer.Ordinal).Where(static word => StableHash.Of(word) % 50 == 0).Take(ListedWords);

    private static string Shape(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
