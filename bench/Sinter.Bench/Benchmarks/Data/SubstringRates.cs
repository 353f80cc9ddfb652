using System.Buffers;
using System.Globalization;
using System.Text;
using Sinter.Data;
using Sinter.Data.Deduplication;
using Sinter.Data.Deduplication.Sentences;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// Exact substrings and runs of sentences, found in made-up English in memory: sketches and search. A fifth of the documents hold a part of an earlier one, and one in twenty is a
/// copy.
/// </summary>
internal static class SubstringRates
{
    private const int CorpusBytes = 120_000_000;
    private const int Vocabulary = 60_000;
    private const int Tries = 2;

    /// <summary>The rows.</summary>
    public static IEnumerable<Measurement> Rows(BenchSettings settings)
    {
        Corpus? corpus = null;
        (string Name, IDuplicateFinder Finder)[] finders =
        [
            ("substrings, 50 words", new SubstringFinder()),
            ("substrings, 200 bytes", new SubstringFinder(SubstringUnit.Bytes)),
            ("sentence spans", new SentenceFinder()),
        ];
        var shape = string.Create(CultureInfo.InvariantCulture, $"{CorpusBytes / 1e6:0} MB");
        foreach (var (name, finder) in finders.Where(finder => settings.Wants(finder.Name, shape)))
        {
            corpus ??= new Corpus();
            var alone = Measure(finder, corpus, 1).ToRow(name, shape, 1, corpus.Bytes) with { Goal = "5 MB/s" };
            yield return alone;
            if (settings.Threads > 1)
            {
                var several = Measure(finder, corpus, settings.Threads).ToRow(name, shape, settings.Threads, corpus.Bytes);
                yield return several with { Peer = "itself on 1 thread", PeerRate = alone.Rate, Goal = settings.Threads == 2 ? "ratio 1.8" : null };
            }
        }
    }

    private static Throughput Measure(IDuplicateFinder finder, Corpus corpus, int threads) => Throughput.Best(Tries, () => Find(finder, corpus, threads));

    private static void Find(IDuplicateFinder finder, Corpus corpus, int threads)
    {
        var sketches = new byte[corpus.Count][];
        Parallel.For(0, corpus.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, finder.CreateSketcher, (i, _, sketcher) =>
        {
            var sketch = new ArrayBufferWriter<byte>();
            sketcher!.Sketch(new Document { Id = corpus.Id(i), Text = corpus.Text(i) }, sketch);
            sketches[i] = sketch.WrittenSpan.ToArray();
            return sketcher;
        }, static _ => { });
        var folder = Directory.CreateDirectory(Path.Combine(BenchmarkInput.Folder, $"substrings-{Guid.NewGuid():N}")).FullName;
        try
        {
            using var cuts = new SortedRuns<SpanCut>(Path.Combine(folder, "cuts"), 1 << 26);
            finder.Find(new DuplicateSearch
            {
                Documents = corpus,
                Sketches = () => sketches.Select(static sketch => (ReadOnlyMemory<byte>)sketch),
                Findings = new DuplicateFindings(corpus, cuts),
                WorkFolder = folder,
                Threads = threads,
            });
            if (cuts.Count < corpus.Count / 5)
            {
                throw new InvalidOperationException("The planted repetitions were not found.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Documents of words by a law like Zipf's, in sentences of 5 to 24 words.</summary>
    private sealed class Corpus : IDocumentStore
    {
        private readonly List<string> _texts = [];
        private readonly Random _random = new(1);

        public Corpus()
        {
            var words = Enumerable.Range(0, Vocabulary).Select(_ => Word()).ToArray();
            while (Bytes < CorpusBytes)
            {
                var chance = _texts.Count == 0 ? 1 : _random.NextDouble();
                var earlier = _texts.Count == 0 ? "" : _texts[_random.Next(_texts.Count)];
                var text = chance < 0.05 ? earlier : Prose(words);
                text = chance is >= 0.05 and < 0.25 ? $"{text} {earlier[(earlier.Length / 3)..]} {Prose(words)}" : text;
                _texts.Add(text);
                Bytes += text.Length;
            }
        }

        /// <summary>The size of all texts, which are ASCII.</summary>
        public long Bytes { get; private set; }

        public int Count => _texts.Count;

        public int Earlier => 0;

        public string Id(int document) => document.ToString(CultureInfo.InvariantCulture);

        public string Text(int document) => _texts[document];

        public ulong Rank(int document) => 0;

        public IEnumerable<string> Texts(int from) => _texts.Skip(from);

        private string Word() => string.Concat(Enumerable.Range(0, _random.Next(2, 11)).Select(_ => (char)_random.Next('a', 'z' + 1)));

        private string Prose(string[] words)
        {
            var text = new StringBuilder();
            for (var sentence = _random.Next(5, 40); sentence > 0; sentence--)
            {
                for (var word = _random.Next(5, 25); word > 0; word--)
                {
                    // Uniform in the logarithm of the rank.
                    text.Append(words[(int)Math.Pow(Vocabulary, _random.NextDouble()) - 1]).Append(word == 1 ? ". The " : " ");
                }
            }

            return text.Append("end.").ToString();
        }
    }
}
