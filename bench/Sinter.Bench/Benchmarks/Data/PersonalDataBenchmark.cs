using System.Globalization;
using System.Text;
using Sinter.Data.Privacy;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Personal data of all kinds, found in generated text and in prose, on one thread and on several; masked as a stream; and how much of what was planted is found, by kind.</summary>
internal sealed class PersonalDataBenchmark : IBenchmark
{
    private const int Tries = 3;
    private const int BytesOfText = 40_000_000;
    private const int DocumentCharacters = 4000;
    private const int PlantedTexts = 20_000;
    private const int Seed = 7;

    public string Name => "pii";

    public string Description => "Personal data of all kinds, found in 40 MB of generated text with planted items and in 40 MB of prose; precision and recall on planted items, by kind.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        foreach (var row in Speed(settings, "planted", Repeated(PlantedText.Generate(Seed, PlantedTexts).Select(static text => text.Text))))
        {
            yield return row;
        }

        if (AssetTexts.Folder() is { } assets)
        {
            foreach (var row in Speed(settings, "prose", Repeated(AssetTexts.English(assets))))
            {
                yield return row;
            }
        }

        var evaluation = PrivacyEvaluation.Of(PersonalDataFinder.Default, PlantedText.Generate(Seed + 1, PlantedTexts));
        foreach (var kind in evaluation.Kinds.Append(evaluation.All).Where(kind => settings.Wants(kind.Kind, "f1")))
        {
            yield return new Measurement
            {
                Name = kind.Kind,
                Shape = string.Create(CultureInfo.InvariantCulture, $"f1: precision {kind.Precision:0.000}, recall {kind.Recall:0.000} of {kind.Planted:#,0}"),
                Threads = 1,
                Unit = RateUnit.F1,
                Rate = kind.F1,
            };
        }
    }

    private static IEnumerable<Measurement> Speed(BenchSettings settings, string shape, List<string> documents)
    {
        var finder = PersonalDataFinder.Default;
        var bytes = documents.Sum(static text => (double)Encoding.UTF8.GetByteCount(text));
        if (settings.Wants("find", shape))
        {
            var one = Throughput.Best(Tries, () => documents.ForEach(text => finder.Find(text))).ToRow("find", shape, 1, bytes);
            yield return one with { Goal = "60 MB/s" };
            if (settings.Threads > 1)
            {
                var several = Throughput.Best(Tries, () => Parallel.ForEach(documents, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads }, text => finder.Find(text)));
                yield return several.ToRow("find", shape, settings.Threads, bytes) with { Peer = "itself on 1 thread", PeerRate = one.Rate, Goal = settings.Threads == 2 ? "ratio 1.8" : null };
            }
        }

        if (settings.Wants("mask a stream", shape))
        {
            var text = Encoding.UTF8.GetBytes(string.Join("\n\n", documents));
            var stream = new PersonalDataStream(finder);
            var redactor = new PersonalRedactor(PersonalPolicy.Mask);
            yield return Throughput.Best(Tries, () => stream.Redact(new MemoryStream(text), Stream.Null, redactor)).ToRow("mask a stream", shape, 1, text.Length);
        }
    }

    /// <summary>Documents of about 4000 characters, again and again until there are enough.</summary>
    private static List<string> Repeated(IEnumerable<string> texts)
    {
        var documents = new List<string>();
        var document = new StringBuilder();
        foreach (var text in texts)
        {
            document.Append(text).Append("\n\n");
            if (document.Length >= DocumentCharacters)
            {
                documents.Add(document.ToString());
                document.Clear();
            }
        }

        var different = documents.Count;
        var bytes = documents.Sum(static text => (long)Encoding.UTF8.GetByteCount(text));
        for (var i = 0; bytes < BytesOfText; i++)
        {
            bytes += Encoding.UTF8.GetByteCount(documents[i % different]);
            documents.Add(documents[i % different]);
        }

        return documents;
    }
}
