using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication.Semantic;

public sealed class SemanticFinderTests : IDisposable
{
    // Four words that mean two things, and enough others to tell texts apart.
    private const string Vectors = "8 4\nbig 1 0.05 0 0\nlarge 1 -0.05 0 0\nhouse 0 1 0 0\nhome 0.05 1 0 0\ntree 0 0 1 0\nriver 0 0 0 1\nwalks 0 0 -1 0.2\nfar 0 0 0.2 -1\n";

    private static SemanticOptions Small { get; } = new() { Dimension = 24 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Planted_copies_in_another_order_and_with_some_words_lost_are_found_and_others_stay()
    {
        var texts = Texts(300);
        var random = new Random(3);
        var planted = new List<(int Original, int Copy)>();
        for (var original = 0; original < 60; original++)
        {
            var words = texts[original].Split(' ');
            random.Shuffle(words);
            planted.Add((original, texts.Count));
            texts.Add(string.Join(' ', words.Where((_, at) => at % 20 != 7)));
        }

        var clusters = Find(Small, texts);

        planted.Count(pair => clusters[pair.Copy] == pair.Original).ShouldBeGreaterThanOrEqualTo(58);
        clusters.Where((cluster, at) => cluster != at && at < 300).ShouldBeEmpty();
    }

    [Fact]
    public void Other_words_of_the_same_meaning_are_found_by_given_vectors()
    {
        var options = new SemanticOptions { Vectors = _folder.File("words.vec", Vectors), Threshold = 0.95 };
        string[] texts = ["The big house. A tree!", "a river far", "large home, tree", "House tree big", "river walks"];

        Find(options, texts).ShouldBe([0, 1, 0, 0, 4]);
        var match = new SemanticFinder(options).Compare(texts[2], texts[0]);
        match.Similarity.ShouldBeInRange(0.95, 0.99999);
        match.Length.ShouldBe("tree".Length);
        new SemanticFinder(options).Compare("", texts[0]).Similarity.ShouldBe(0);
    }

    [Fact]
    public void Small_clusters_find_what_comparing_all_finds()
    {
        var texts = Texts(400);
        texts.AddRange(texts[..100].Select(text => string.Join(' ', text.Split(' ').Reverse())));

        var all = Find(Small, texts);
        var some = Find(Small with { LargestCluster = 40 }, texts);

        all.Where((cluster, at) => cluster != at).Count().ShouldBe(100);
        some.ShouldBe(all);
    }

    [Fact]
    public void The_same_is_found_at_any_number_of_threads_and_with_another_seed_of_another_sample()
    {
        var texts = Texts(200);
        texts.AddRange(texts[..50]);
        var options = Small with { LargestCluster = 30, SampleCharacters = 20_000 };

        Find(options, texts, threads: 4).ShouldBe(Find(options, texts, threads: 1));
        Find(options with { Seed = 9 }, texts)[200..].ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public void What_goes_is_itself_like_what_stays_and_chains_do_not_grow()
    {
        // Each text is near the next, the first and the last are not.
        var vectors = string.Concat(Enumerable.Range(0, 10).Select(at => FormattableString.Invariant($"w{at} {Math.Cos(at * 0.25):0.0000} {Math.Sin(at * 0.25):0.0000} 0\n")));
        var options = new SemanticOptions { Vectors = _folder.File("chain.vec", "10 3\n" + vectors), Threshold = 0.9 };
        var texts = Enumerable.Range(0, 10).Select(at => $"w{at}").ToArray();
        var finder = new SemanticFinder(options);

        var clusters = Find(options, texts);

        clusters.Distinct().Count().ShouldBeInRange(2, 9);
        for (var at = 0; at < texts.Length; at++)
        {
            finder.Compare(texts[at], texts[clusters[at]]).Similarity.ShouldBeGreaterThanOrEqualTo(0.8999);
        }
    }

    [Fact]
    public void Documents_of_earlier_runs_stay_and_a_better_rank_stays_before_a_lower_number()
    {
        var texts = Texts(30);
        texts = [texts[0], texts[0], .. texts, texts[5]];

        var clusters = Find(Small, texts, earlier: 2, rank: document => document == 32 ? 0UL : 1UL);

        clusters[1].ShouldBe(1);
        clusters[2].ShouldBe(0);
        clusters[32].ShouldBe(7);
    }

    [Fact]
    public void Hostile_texts_are_borne()
    {
        Find(Small, []).ShouldBeEmpty();
        Find(Small, ["", " \n", "!!!", "\0\0"]).ShouldBe([0, 1, 2, 3]);
        Find(Small with { LargestCluster = 50 }, [.. Enumerable.Repeat("All of these are equal.", 3000)]).ShouldAllBe(cluster => cluster == 0);
        var odd = new[] { "\ud800 lone \udfff", string.Concat(Enumerable.Repeat("word ", 200_000)), "word", new string('x', 1_000_000), "\ufffd lone \ufffd" };
        Find(Small, odd)[2].ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Should.Throw<ArgumentException>(() => new SemanticFinder(new SemanticOptions { Threshold = 0 })).Message.ShouldContain("threshold is 0");
        Should.Throw<ArgumentException>(() => new SemanticFinder(new SemanticOptions { LargestCluster = 1 })).Message.ShouldContain("largest cluster");
        Should.Throw<FileNotFoundException>(() => new SemanticFinder(new SemanticOptions { Vectors = _folder.File("none.bin") }));
        Should.Throw<InvalidDataException>(() => new SemanticFinder(new SemanticOptions { Vectors = _folder.File("bad.bin", "no vectors") }));
        Should.Throw<InvalidOperationException>(() => new SemanticFinder(Small).Compare("a", "b"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => Find(Small, Texts(50), cancellation: source.Token));
    }

    /// <summary>Texts of 60 words, of which each is about one of ten things and otherwise its own.</summary>
    private static List<string> Texts(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(at => string.Join(' ', Enumerable.Range(0, 60).Select(word => word % 6 == 0 ? $"topic{(char)('a' + (at % 10))}" : $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}{random.Next(4)}")))];
    }

    private int[] Find(
        SemanticOptions options, IReadOnlyList<string> texts, int threads = 2, int earlier = 0, Func<int, ulong>? rank = null, CancellationToken cancellation = default)
    {
        var work = Directory.CreateDirectory(_folder.File(Path.GetRandomFileName())).FullName;
        using var cuts = new SortedRuns<SpanCut>(Path.Combine(work, "cuts"), 1 << 16);
        var documents = new Documents(texts, earlier, rank ?? (static _ => 0));
        var findings = new DuplicateFindings(documents, cuts);
        new SemanticFinder(options).Find(new DuplicateSearch { Documents = documents, Sketches = static () => [], Findings = findings, WorkFolder = work, Threads = threads, Cancellation = cancellation });
        Directory.GetFiles(work).ShouldBeEmpty();
        return [.. Enumerable.Range(0, texts.Count).Select(findings.Clusters.Find)];
    }

    private sealed class Documents(IReadOnlyList<string> texts, int earlier, Func<int, ulong> rank) : IDocumentStore
    {
        public int Count => texts.Count;

        public int Earlier => earlier;

        public string Id(int document) => $"d{document}";

        public string Text(int document) => texts[document];

        public ulong Rank(int document) => rank(document);

        public IEnumerable<string> Texts(int from) => texts.Skip(from);
    }
}
