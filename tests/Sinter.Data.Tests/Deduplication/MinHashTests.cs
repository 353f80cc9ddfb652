using System.Globalization;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class MinHashTests
{
    private static readonly int[] Twentieths = [10, 13, 15, 16, 17, 19];

    public static TheoryData<string> Profiles => [.. MinHashOptions.Profiles.Keys];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Pairs_are_found_as_often_as_the_curve_says(string profile)
    {
        const int Pairs = 2000;
        var options = MinHashOptions.Profiles[profile];
        var finder = new MinHashFinder(options);
        foreach (var twentieths in Twentieths)
        {
            var probability = options.Curve.Probability(twentieths / 20.0);
            var found = 0;
            for (var pair = 0; pair < Pairs; pair++)
            {
                var (first, second) = PlantedPairs.Make(options.Shingles, twentieths, pair);
                var sketches = FinderRun.Sketches(finder, [first, second]);
                found += ShareBand(sketches[0], sketches[1]) ? 1 : 0;
            }

            // Within 1 %, and three standard deviations of a share among so many.
            var chance = 3 * Math.Sqrt(probability * (1 - probability) / Pairs);
            (found / (double)Pairs).ShouldBe(probability, 0.01 + chance, $"{profile} at {twentieths / 20.0}");
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public void Least_values_are_equal_as_often_as_shingles_are_shared(int precision)
    {
        // 400 pairs of 112 values: the standard deviation is a quarter of a percent.
        const int Pairs = 400;
        var options = new MinHashOptions { Precision = precision };
        foreach (var twentieths in Twentieths)
        {
            long equal = 0;
            for (var pair = 0; pair < Pairs; pair++)
            {
                var (first, second) = PlantedPairs.Make(options.Shingles, twentieths, pair);
                equal += Signature(options, first).Zip(Signature(options, second)).Count(static both => both.First == both.Second);
            }

            (equal / (double)(Pairs * options.Curve.Hashes)).ShouldBe(twentieths / 20.0, 0.01);
        }
    }

    [Theory]
    [InlineData("datatrove", 14, 8)]
    [InlineData("nemo", 20, 13)]
    [InlineData("dataverse", 25, 10)]
    public void Signatures_are_what_the_definition_gives(string profile, int bands, int rows)
    {
        var random = new Random(1);
        var options = MinHashOptions.Profiles[profile];
        options.Curve.ShouldBe(new SCurve(bands, rows));
        foreach (var length in (int[])[1, 20, 500, 2000])
        {
            var text = "word" + ShingleTests.Text(random, length);
            Signature(options, text).ShouldBe(NaiveShingles.Signature(options, text));
        }
    }

    [Fact]
    public void Any_number_of_hashes_may_be_asked_for()
    {
        foreach (var (bands, rows) in ((int, int)[])[(1, 1), (3, 1), (5, 3), (7, 9), (1, 33)])
        {
            var options = new MinHashOptions { Bands = bands, Rows = rows, Precision = rows == 9 ? 32 : 64 };
            Signature(options, "one two three four five six seven").ShouldBe(NaiveShingles.Signature(options, "one two three four five six seven"));
        }
    }

    [Fact]
    public void The_sketch_is_a_hash_a_band()
    {
        var options = new MinHashOptions { Bands = 3, Rows = 2 };
        var values = Signature(options, "some words that are enough for it");
        var expected = Enumerable.Range(0, 3).SelectMany(band => BitConverter.GetBytes(
            StableHash.Of([.. BitConverter.GetBytes(values[2 * band]), .. BitConverter.GetBytes(values[(2 * band) + 1])], (ulong)band)));

        FinderRun.Sketches(new MinHashFinder(options), ["some words that are enough for it"])[0].ShouldBe(expected);
    }

    [Fact]
    public void Clusters_do_not_depend_on_memory()
    {
        // Families of texts, each changed a little from the one before; enough that the least memory spills many runs.
        var random = new Random(4);
        var texts = new List<string>();
        for (var family = 0; family < 300; family++)
        {
            var words = Enumerable.Range(0, 60).Select(_ => random.Next(100_000).ToString("x", CultureInfo.InvariantCulture)).ToArray();
            for (var member = 0; member <= family % 7; member++)
            {
                words[random.Next(words.Length)] = "changed";
                texts.Add(string.Join(' ', words));
            }
        }

        var shuffled = texts.ToArray();
        random.Shuffle(shuffled);
        var finder = new MinHashFinder(MinHashOptions.DataTrove);
        var clusters = FinderRun.Clusters(finder, shuffled, memoryBytes: 1);

        clusters.ShouldBe(FinderRun.Clusters(finder, shuffled, memoryBytes: 100_000));
        clusters.ShouldBe(FinderRun.Clusters(finder, shuffled, memoryBytes: 1 << 24));
        clusters.ShouldBe(Pairwise(FinderRun.Sketches(finder, shuffled)));
        clusters.Distinct().Count().ShouldBeInRange(300, 1000);
    }

    [Fact]
    public void Hostile_texts_are_taken_as_they_are()
    {
        var word = string.Concat(Enumerable.Repeat("word ", 1_000_000));
        string[] texts = ["", " ", "...", word, word + "word", "word", "a\uD83D \uDE00b \0", "a\uD83D \uDE00b", new string('x', 1_000_000), "WORD!"];
        var clusters = FinderRun.Clusters(new MinHashFinder(MinHashOptions.DataTrove), texts);

        // Texts without words are alone. A word alone is another shingle than five of it.
        clusters.ShouldBe([0, 1, 2, 3, 3, 5, 6, 6, 8, 5]);
    }

    [Fact]
    public void Many_equal_texts_are_one_cluster_and_as_many_different_ones_none()
    {
        const int Texts = 30_000;
        var finder = new MinHashFinder(MinHashOptions.DataTrove);
        var same = FinderRun.Sketches(finder, ["all of these texts are the same one"])[0];
        var texts = Enumerable.Repeat("", Texts).ToList();
        FinderRun.Clusters(finder, texts, [.. Enumerable.Repeat(same, Texts)], 1 << 20).ShouldAllBe(static cluster => cluster == 0);

        var different = Enumerable.Range(0, Texts).Select(static number => $"text {number} is not text {~number} and never will be").ToList();
        finder = new MinHashFinder(new MinHashOptions { Shingles = new ShingleOptions { IgnoreNumbers = false }, Bands = 4 });
        FinderRun.Clusters(finder, different).ShouldBe(Enumerable.Range(0, Texts));
    }

    [Fact]
    public void A_removal_is_told_with_the_true_similarity_and_what_is_shared()
    {
        var finder = new MinHashFinder(MinHashOptions.DataTrove);
        const string Kept = "We are sorry: one two three, four five six seven. The end of it";
        const string Removed = "Nothing but ONE TWO THREE FOUR FIVE SIX SEVEN remains";
        var match = finder.Compare(Removed, Kept);

        // 3 shingles are shared of 6 and of 10.
        match.Similarity.ShouldBe(3 / 13.0);
        Removed.Substring(match.Start, match.Length).ShouldBe("ONE TWO THREE FOUR FIVE SIX SEVEN");
        Kept.Substring(match.KeptStart, match.KeptLength).ShouldBe("one two three, four five six seven");
        finder.Compare("", "").ShouldBe(default);
    }

    [Fact]
    public void Settings_say_all_that_decides()
    {
        var options = MinHashOptions.NeMo;
        new MinHashFinder(options).Settings.ShouldBe(
            new Dictionary<string, string>
            {
                ["bands"] = "20",
                ["ignoreCase"] = "false",
                ["ignoreMarks"] = "false",
                ["ignoreNumbers"] = "false",
                ["length"] = "24",
                ["precision"] = "32",
                ["punctuation"] = "keep",
                ["rows"] = "13",
                ["seed"] = "1",
                ["shingle"] = "characters",
            },
            ignoreOrder: true);
        new MinHashFinder(options).Name.ShouldBe("minhash");
        new MinHashFinder(options).Measure.ShouldBe("jaccard");
    }

    [Theory]
    [InlineData(0, 8, 64)]
    [InlineData(14, 0, 64)]
    [InlineData(1 << 20, 1 << 20, 64)]
    [InlineData(14, 8, 16)]
    public void Settings_have_bounds(int bands, int rows, int precision)
        => Should.Throw<ArgumentException>(() => new MinHashFinder(new MinHashOptions { Bands = bands, Rows = rows, Precision = precision }));

    [Fact]
    public void Another_seed_makes_other_hashes()
    {
        var finder = new MinHashFinder(MinHashOptions.DataTrove with { Shingles = new ShingleOptions { Seed = 2 } });
        var sketch = FinderRun.Sketches(finder, ["the same text of a few words"])[0];

        ShareBand(sketch, FinderRun.Sketches(new MinHashFinder(MinHashOptions.DataTrove), ["the same text of a few words"])[0]).ShouldBeFalse();
    }

    private static long[] Signature(MinHashOptions options, string text) => options.Precision == 64
        ? new MinHashSketcher<long>(options).Signature(text).ToArray()
        : [.. new MinHashSketcher<int>(options).Signature(text).ToArray().Select(static value => (long)value)];

    private static bool ShareBand(byte[] first, byte[] second)
        => Enumerable.Range(0, first.Length / 8).Any(band => first.AsSpan(8 * band, 8).SequenceEqual(second.AsSpan(8 * band, 8)));

    /// <summary>The clusters by comparing each with each.</summary>
    private static int[] Pairwise(List<byte[]> sketches)
    {
        var clusters = new UnionFind(sketches.Count);
        for (var i = 0; i < sketches.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (ShareBand(sketches[i], sketches[j]))
                {
                    clusters.Union(i, j);
                }
            }
        }

        return [.. Enumerable.Range(0, sketches.Count).Select(clusters.Find)];
    }
}
