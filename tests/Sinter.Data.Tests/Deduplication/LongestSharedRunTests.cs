using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class LongestSharedRunTests
{
    private static readonly ShingleOptions Words = new();

    [Fact]
    public void It_is_as_long_as_the_naive_one()
    {
        var random = new Random(1);
        for (var round = 0; round < 400; round++)
        {
            // Few different words make runs that overlap and come again; many make short ones.
            var kinds = round % 4 == 0 ? 2 : round % 4 == 1 ? 4 : 26;
            var (first, second) = (Text(random, random.Next(120), kinds), Text(random, random.Next(120), kinds));
            second = round % 3 == 0 ? second : string.Join(' ', $"{second} {first[(first.Length / 3)..]} {second}".Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var run = Find(Words, first, second);

            Count(first.Substring(run.Start, run.Length)).ShouldBe(Naive(first, second));
            second.Substring(run.KeptStart, run.KeptLength).ShouldBe(first.Substring(run.Start, run.Length));
        }
    }

    [Fact]
    public void Both_sides_are_shown_as_they_are_written()
    {
        const string First = "Header. The quick, brown fox — jumps 12 times! Footer";
        const string Second = "the QUICK brown fox\r\njumps 7,000 times? And on";
        var run = Find(Words, First, Second);

        First.Substring(run.Start, run.Length).ShouldBe("The quick, brown fox — jumps 12 times");
        Second.Substring(run.KeptStart, run.KeptLength).ShouldBe("the QUICK brown fox\r\njumps 7,000 times");
    }

    [Fact]
    public void Characters_are_compared_where_shingles_are_made_of_them()
    {
        var run = Find(new ShingleOptions { Kind = ShingleKind.Characters }, "xxabcdyy", "zzABC Dabcdww");

        run.ShouldBe(new DuplicateMatch(0, 2, 4, 7, 4));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a b", "")]
    [InlineData("a b", "c d")]
    [InlineData("...", "...")]
    public void Texts_that_share_no_word_share_nothing(string first, string second) => Find(Words, first, second).ShouldBe(default);

    [Fact]
    public void Texts_made_to_be_slow_are_not()
    {
        var word = string.Concat(Enumerable.Repeat("w ", 1_000_000));
        Find(Words, word, word).Length.ShouldBe(word.Length - 1);

        // Each place of the first begins a run that the second has for half of it.
        var broken = word[..1_000_000] + "x " + word[..1_000_000];
        Find(Words, word, broken).Length.ShouldBe(999_999);

        // Polynomials modulo 2^64 see no difference between these (Thue and Morse).
        var (one, other) = ("a ", "b ");
        for (var i = 0; i < 14; i++)
        {
            (one, other) = (one + other, other + one);
        }

        var run = Find(Words, one, other);
        Count(one.Substring(run.Start, run.Length)).ShouldBeGreaterThanOrEqualTo(1 << 13);
        other.Substring(run.KeptStart, run.KeptLength).ShouldBe(one.Substring(run.Start, run.Length));
    }

    private static DuplicateMatch Find(ShingleOptions options, string first, string second)
        => LongestSharedRun.Find(options, new TextUnits(options, first), new TextUnits(options, second));

    private static int Naive(string first, string second)
    {
        var (a, b) = (first.Split(' ', StringSplitOptions.RemoveEmptyEntries), second.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var best = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                best = Math.Max(best, a.AsSpan(i).CommonPrefixLength(b.AsSpan(j)));
            }
        }

        return best;
    }

    private static int Count(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Text(Random random, int words, int kinds) => string.Join(' ', Enumerable.Range(0, words).Select(_ => (char)('a' + random.Next(kinds))));
}
