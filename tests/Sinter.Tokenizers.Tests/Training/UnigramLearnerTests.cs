using System.Text;
using Sinter.Tokenizers.Training;

namespace Sinter.Tokenizers.Tests.Training;

public sealed class UnigramLearnerTests
{
    [Theory]
    [InlineData(1, -0.57721566490153286)] // Euler's constant
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(10, 2.2517525890667211)]
    [InlineData(1000, 6.9072551956488121)]
    public void Digamma_has_its_known_values(double value, double expected) => Digamma.Of(value).ShouldBe(expected, 1e-14);

    [Fact]
    public void Seeds_are_the_substrings_that_counting_all_of_them_finds()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var text = Text([.. Enumerable.Range(0, 30).Select(_ => (new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => "abc"[random.Next(3)])]), (long)random.Next(1, 4)))]);
            var found = new SeedPieces(text, 4).Find(10_000, 2, TestContext.Current.CancellationToken)
                .ToDictionary(piece => text.Text(text.Characters.AsSpan(piece.Place, piece.Length)), static piece => piece.Times, StringComparer.Ordinal);
            var counted = Substrings(text, 5).GroupBy(static entry => entry.Text, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Sum(static entry => entry.Times), StringComparer.Ordinal);
            found.ShouldAllBe(entry => counted[entry.Key] == entry.Value && entry.Key.Length >= 2 && entry.Key.Length <= 4 && entry.Value >= 2);
            foreach (var (piece, times) in counted.Where(static entry => entry.Key.Length is >= 2 and <= 4 && entry.Value >= 2))
            {
                // One that is left out is always followed by the same character.
                (found.ContainsKey(piece) || "abc".Any(next => counted.GetValueOrDefault(piece + next) == times)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Expected_counts_are_those_of_all_ways_to_write_the_text()
    {
        int[][] characters = [[1], [2], [1, 2], [2, 1], [1, 2, 1]];
        var pieces = new UnigramPieces(characters, [-2, -2.5, -3, -1.5, -4]);
        int[] text = [1, 2, 1, 1, 2];
        var expected = new double[pieces.Count];
        new UnigramLattice(pieces).Expect(text, 3, expected);

        var ways = Ways(text, 0, characters).ToList();
        var total = ways.Sum(way => Math.Exp(way.Sum(pieces.Score)));
        for (var piece = 0; piece < pieces.Count; piece++)
        {
            expected[piece].ShouldBe(3 * ways.Sum(way => Math.Exp(way.Sum(pieces.Score)) * way.Count(used => used == piece)) / total, 1e-12);
        }

        var best = new List<int>();
        new UnigramLattice(pieces).Best(text, best).ShouldBe(ways.Max(way => way.Sum(pieces.Score)), 1e-12);
        best.Sum(pieces.Score).ShouldBe(ways.Max(way => way.Sum(pieces.Score)), 1e-12);
    }

    [Fact]
    public void A_stretch_too_improbable_for_a_number_is_expected_in_halves()
    {
        var pieces = new UnigramPieces([[1], [2]], [-40, -1]);
        var expected = new double[2];
        new UnigramLattice(pieces).Expect(Enumerable.Repeat(1, UnigramText.LongestStretch).ToArray(), 2, expected);
        expected[0].ShouldBe(2 * UnigramText.LongestStretch, 1e-6);
    }

    [Fact]
    public void Words_are_cut_where_the_script_changes_and_where_a_character_is_unknown()
    {
        var text = Text([("▁time,", 1), ("▁городxy", 2), ("e\u0301té", 1), ("カタかな漢", 1)], "▁time,городxt\u0301éカタかな漢");
        Enumerable.Range(0, text.Count).Select(i => text.Text(text.Stretch(i))).Order(StringComparer.Ordinal)
            .ShouldBe(new[] { "▁time", ",", "▁город", "x", "e\u0301té", "カタかな漢" }.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<List<int>> Ways(int[] text, int from, int[][] pieces)
    {
        if (from == text.Length)
        {
            return [[]];
        }

        return Enumerable.Range(0, pieces.Length)
            .Where(piece => text.AsSpan(from).StartsWith(pieces[piece]))
            .SelectMany(piece => Ways(text, from + pieces[piece].Length, pieces).Select(way => new List<int>([piece, .. way])));
    }

    private static IEnumerable<(string Text, long Times)> Substrings(UnigramText text, int longest)
    {
        for (var stretch = 0; stretch < text.Count; stretch++)
        {
            var word = text.Text(text.Stretch(stretch));
            for (var start = 0; start < word.Length; start++)
            {
                for (var length = 1; length <= Math.Min(longest, word.Length - start); length++)
                {
                    yield return (word.Substring(start, length), text.Times(stretch));
                }
            }
        }
    }

    private static UnigramText Text((string Word, long Times)[] words, string alphabet = "abc")
    {
        var counter = new WordCounter();
        foreach (var (word, times) in words)
        {
            counter.Add(Encoding.UTF8.GetBytes(word), times);
        }

        return new UnigramText(CountedWords.Of(counter), [.. alphabet.EnumerateRunes().Distinct()]);
    }
}
