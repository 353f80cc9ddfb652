using Sinter.Data.Deduplication;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Substrings;

public sealed class SharedPartsTests
{
    [Fact]
    public void The_share_and_the_longest_part_are_told()
    {
        var finder = new SubstringFinder(minimumTokens: 2);
        finder.Compare("x a b  c y d", "z z a b c d").ShouldBe(new DuplicateMatch(0.5, 2, 6, 4, 5));
        finder.Compare("a b", "a b").ShouldBe(new DuplicateMatch(1, 0, 3, 0, 3));
        finder.Compare("a b", "b a").ShouldBe(new DuplicateMatch(0, 0, 1, 2, 1));
        finder.Compare("a", "b a").ShouldBe(new DuplicateMatch(1, 0, 1, 2, 1));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("", "a")]
    [InlineData("a b c", "d e f")]
    [InlineData(" ", "\n")]
    public void Texts_may_share_nothing(string removed, string kept) => new SubstringFinder(minimumTokens: 2).Compare(removed, kept).ShouldBe(default);

    [Fact]
    public void Random_texts_share_what_a_comparison_of_all_with_all_finds()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (first, second) = (Text(), Text());
            var (covered, longest) = (new bool[first.Length], 0);
            for (var at = 0; at < first.Length; at++)
            {
                var length = Enumerable.Range(0, second.Length).Select(other => first.AsSpan(at).CommonPrefixLength(second.AsSpan(other))).DefaultIfEmpty().Max();
                longest = Math.Max(longest, length);
                covered.AsSpan(at, length >= Math.Min(4, first.Length) ? length : 0).Fill(true);
            }

            var match = new SubstringFinder(SubstringUnit.Bytes, 4).Compare(first, second);
            match.Length.ShouldBe(longest);
            first.Substring(match.Start, match.Length).ShouldBe(second.Substring(match.KeptStart, match.KeptLength));
            match.Similarity.ShouldBe(first.Length == 0 ? 0 : (double)covered.Count(static gone => gone) / first.Length);

            string Text() => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => (char)('a' + random.Next(1 + (seed % 4)))));
        }
    }

    [Fact]
    public void A_million_equal_words_are_compared()
    {
        var text = string.Concat(Enumerable.Repeat("again ", 500_000));
        new SubstringFinder().Compare(text, text).ShouldBe(new DuplicateMatch(1, 0, text.Length - 1, 0, text.Length - 1));
    }
}
