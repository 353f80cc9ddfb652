using System.Numerics;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class SimHashTests
{
    [Fact]
    public void A_fingerprint_has_the_bits_that_most_shingles_have()
    {
        var random = new Random(1);
        foreach (var length in (int[])[3, 30, 700, 9000])
        {
            var options = new ShingleOptions { Length = 2 };
            var text = ShingleTests.Text(random, length) + " last words";
            var hashes = ShingleTests.Read(options, text);
            var expected = 0UL;
            for (var bit = 0; bit < 64; bit++)
            {
                expected |= hashes.Sum(hash => ((hash >> bit) & 1) == 1 ? 1 : -1) > 0 ? 1UL << bit : 0;
            }

            new SimHashFingerprint(options).Of(text).ShouldBe(expected);
        }
    }

    [Fact]
    public void Fingerprints_differ_by_the_angle_of_the_counts()
    {
        // Two texts of 200 different words of which 150 are shared: the cosine is 0.75. Over 400 pairs of 64 bits the standard deviation is a third of a percent.
        var options = new ShingleOptions { Length = 1, IgnoreNumbers = false };
        var fingerprint = new SimHashFingerprint(options);
        var differing = 0;
        for (var pair = 0; pair < 400; pair++)
        {
            var number = pair * 1000;
            var first = string.Join(' ', Enumerable.Range(number, 200));
            var second = string.Join(' ', Enumerable.Range(number + 50, 200));
            differing += BitOperations.PopCount(fingerprint.Of(first)!.Value ^ fingerprint.Of(second)!.Value);
        }

        (differing / (400.0 * 64)).ShouldBe(Math.Acos(0.75) / Math.PI, 0.015);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void All_pairs_within_the_distance_are_found_and_no_others(int distance)
    {
        // Some by chance, others flipped from these in up to 8 bits, and some equal.
        var random = new Random(distance);
        var values = Enumerable.Range(0, 1500).Select(_ => (ulong)random.NextInt64() << 1).ToList();
        for (var i = 0; i < 1500; i++)
        {
            var value = values[random.Next(values.Count)];
            for (var flip = random.Next(9); flip > 0; flip--)
            {
                value ^= 1UL << random.Next(64);
            }

            values.Add(value);
        }

        Check(values, distance, 1 << 20);
        Check(values, distance, 1);
    }

    [Theory]
    [InlineData(1, 14)]
    [InlineData(3, 12)]
    [InlineData(3, 20)]
    [InlineData(6, 24)]
    public void Fingerprints_that_crowd_are_found_too(int distance, int freeBits)
    {
        // All differ in a few bits only, wherever these are, so that one block after another has them all in one group.
        var random = new Random(7);
        foreach (var rotation in (int[])[0, 56])
        {
            var values = Enumerable.Range(0, 2000).Select(_ => BitOperations.RotateLeft((ulong)random.Next(1 << freeBits), rotation)).ToList();
            Check(values, distance, 1 << 20);
        }
    }

    [Fact]
    public void Many_fingerprints_with_few_bits_set_are_one_cluster()
    {
        // Each block of nearly all of them is 0.
        var values = Enumerable.Range(0, 64).SelectMany(static first => Enumerable.Range(first, 64 - first).Select(second => (1UL << first) | (1UL << second))).ToList();
        foreach (var distance in (int[])[3, 6])
        {
            Check(values, distance, 1 << 20);
        }
    }

    [Fact]
    public void Equal_fingerprints_cost_no_more_than_different_ones()
    {
        var sketches = Enumerable.Repeat(BitConverter.GetBytes(42UL), 50_000).ToList();

        FinderRun.Clusters(new SimHashFinder(new SimHashOptions()), [.. Enumerable.Repeat("", 50_000)], sketches, 1 << 20).ShouldAllBe(static cluster => cluster == 0);
    }

    [Fact]
    public void Hostile_texts_are_taken_as_they_are()
    {
        var word = string.Concat(Enumerable.Repeat("word ", 1_000_000));
        string[] texts = ["", " ", "...", word, word + "word", "a\uD83D \uDE00b \0", "a\uD83D \uDE00b", ""];

        FinderRun.Clusters(new SimHashFinder(new SimHashOptions()), texts).ShouldBe([0, 1, 2, 3, 3, 5, 5, 7]);
    }

    [Fact]
    public void A_long_text_with_a_word_changed_is_a_near_duplicate()
    {
        var random = new Random(5);
        var words = Enumerable.Range(0, 2000).Select(_ => random.Next(5000).ToString("x", null)).ToArray();
        var text = string.Join(' ', words);
        words[1000] = "changed";
        var other = string.Join(' ', words);
        var finder = new SimHashFinder(new SimHashOptions());

        FinderRun.Clusters(finder, [text, "something else", other]).ShouldBe([0, 1, 0]);
        var match = finder.Compare(other, text);
        match.Similarity.ShouldBeInRange(61 / 64.0, 1);
        (match.Similarity * 64 % 1).ShouldBe(0);
        text.Substring(match.KeptStart, match.KeptLength).ShouldBe(other.Substring(match.Start, match.Length));
        finder.Compare("", "").Similarity.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void The_distance_has_bounds(int distance) => Should.Throw<ArgumentException>(() => new SimHashFinder(new SimHashOptions { Distance = distance }));

    [Fact]
    public void Settings_say_all_that_decides()
    {
        var finder = new SimHashFinder(new SimHashOptions());
        finder.Settings["distance"].ShouldBe("3");
        finder.Settings["length"].ShouldBe("3");
        (finder.Name, finder.Measure).ShouldBe(("simhash", "hamming"));
    }

    private static void Check(List<ulong> values, int distance, long memoryBytes)
    {
        var expected = new UnionFind(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (BitOperations.PopCount(values[i] ^ values[j]) <= distance)
                {
                    expected.Union(i, j);
                }
            }
        }

        var found = FinderRun.Clusters(
            new SimHashFinder(new SimHashOptions { Distance = distance }), [.. values.Select(static _ => "")], [.. values.Select(BitConverter.GetBytes)], memoryBytes);
        found.ShouldBe(Enumerable.Range(0, values.Count).Select(expected.Find));
    }
}
