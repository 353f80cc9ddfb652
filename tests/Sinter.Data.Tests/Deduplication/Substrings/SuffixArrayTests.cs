using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Substrings;

public sealed class SuffixArrayTests
{
    [Fact]
    public void The_order_is_that_of_comparing_all_suffixes()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var alphabet = random.Next(1, 8);
            var period = random.Next(1, 12);
            var text = Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(alphabet)).ToArray();
            if (seed % 3 == 0)
            {
                text = [.. text.Select((_, at) => text[at % Math.Min(period, text.Length)])];
            }

            Check(text, alphabet);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("mississippi")]
    [InlineData("abracadabraabracadabra")]
    [InlineData("abaababaabaababaababaabaababaabaab")]
    [InlineData("zyxwvutsrqponmlkjihgfedcba")]
    public void Known_texts_are_sorted(string text) => Check([.. text.Select(static character => (int)character)], 128);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Long_periodic_texts_are_sorted(int period)
    {
        var text = Enumerable.Range(0, 1_000_000).Select(at => at % period).ToArray();
        var suffixes = SuffixArray.Build(text, period);

        // Those that begin with the least number stand first, the shortest of them before all.
        suffixes.Take(3).ShouldBe(Enumerable.Range(1, 3).Select(copy => text.Length - (copy * period)));
        SuffixArray.CommonPrefixes(text, suffixes)[1].ShouldBe(period);
    }

    private static void Check(int[] text, int alphabet)
    {
        var expected = Enumerable.Range(0, text.Length).ToArray();
        Array.Sort(expected, (first, second) => text.AsSpan(first).SequenceCompareTo(text.AsSpan(second)));
        var actual = SuffixArray.Build(text, alphabet);
        actual.ShouldBe(expected);
        SuffixArray.CommonPrefixes(text, actual)
            .ShouldBe(expected.Select((suffix, place) => place == 0 ? 0 : text.AsSpan(suffix).CommonPrefixLength(text.AsSpan(expected[place - 1]))));
    }
}
