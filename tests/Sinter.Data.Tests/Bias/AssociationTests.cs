using System.Text;
using Sinter.Data.Bias;
using Sinter.Data.FastText;

namespace Sinter.Data.Tests.Bias;

public sealed class AssociationTests
{
    private static IReadOnlyList<TermGroup> Groups { get; } = TermGroups.Parse("gender:\n  female: she, her\n  male: he, him # and no more\nage:\n  old: elderly\n", "groups");

    [Fact]
    public void Mutual_information_is_that_of_the_formula()
    {
        var counts = new AssociationCounts(Groups, window: 1);
        counts.Add("She, nurse! He - doctor").ShouldBe([1, 1, 0]);

        // Pairs of neighbours, from both sides: 1 + 2 + 2 + 1.
        counts.Pairs.ShouldBe(6);
        counts.PairsOf("nurse").ShouldBe(2);
        (counts.PairsOf(0), counts.PairsOf(1), counts.PairsOf(0, "nurse")).ShouldBe((1, 2, 1));
        var nurse = WordAssociation.Of(counts, 0, 1).Single(word => word.Word == "nurse");
        nurse.Pmi.ShouldBe(Math.Log2(1 * 6 / (1.0 * 2)), 1e-12);
        nurse.Npmi.ShouldBe(Math.Log2(3) / Math.Log2(6), 1e-12);
        WordAssociation.Of(counts, 0, 1).Single(word => word.Word == "doctor").Pmi.ShouldBe(double.NegativeInfinity);
        WordAssociation.Of(counts, 0, 3).ShouldBeEmpty();
    }

    [Fact]
    public void Pairs_are_those_of_a_plain_count_and_parts_add_up()
    {
        var random = new Random(2);
        string[] words = ["she", "him", "elderly", "a", "b", "c", "d"];
        var texts = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, random.Next(30)).Select(_ => words[random.Next(words.Length)]).ToArray()).ToList();
        var (whole, first, second) = (new AssociationCounts(Groups, 3), new AssociationCounts(Groups, 3), new AssociationCounts(Groups, 3));
        for (var text = 0; text < texts.Count; text++)
        {
            whole.Add(string.Join(' ', texts[text]));
            (text < 15 ? first : second).Add(string.Join(' ', texts[text]));
        }

        first.Add(second);
        foreach (var (group, term) in new[] { (0, "she"), (1, "him"), (2, "elderly") })
        {
            foreach (var word in words)
            {
                var plain = texts.Sum(text => Enumerable.Range(0, text.Length).Sum(at => text[at] != term ? 0
                    : Enumerable.Range(0, text.Length).Count(near => near != at && Math.Abs(near - at) <= 3 && text[near] == word)));
                whole.PairsOf(group, word).ShouldBe(plain);
                first.PairsOf(group, word).ShouldBe(plain);
            }
        }

        (first.Pairs, first.Words, first.Texts).ShouldBe((whole.Pairs, whole.Words, whole.Texts));
    }

    [Fact]
    public void Words_that_go_with_a_group_stand_first()
    {
        var counts = new AssociationCounts(Groups);
        for (var text = 0; text < 30; text++)
        {
            counts.Add("she sings often");
            counts.Add("he drives often");
        }

        var female = WordAssociation.Of(counts, 0);
        female[0].Word.ShouldBe("sings");
        female[^1].Word.ShouldBe("drives");
        female.Single(word => word.Word == "often").LogOdds.ShouldBe(0, 1e-9);
        female[0].Z.ShouldBeGreaterThan(2);
        WordAssociation.Skew(counts, 0).ShouldBeGreaterThan(0.15);
        WordAssociation.Skew(counts, 2).ShouldBe(0);
    }

    [Fact]
    public void Weat_is_that_of_the_formula()
    {
        var test = WordEmbeddingAssociationTest.Of([0.9, 0.8], [0.1, 0.2], 0);

        test.Effect.ShouldBe(0.7 / Math.Sqrt(0.5 / 3), 1e-9);
        (test.P, test.Permutations, test.Exact).ShouldBe((1.0 / 6, 6, true));
        WordEmbeddingAssociationTest.Of([0.1, 0.2], [0.9, 0.8], 0).P.ShouldBe(1);
        WordEmbeddingAssociationTest.Of([0.5, 0.5], [0.5, 0.5], 0).P.ShouldBe(1);

        double[] mixed = [.. Enumerable.Range(0, 12).Select(at => at * 7 % 12 * 0.01)];
        var drawn = WordEmbeddingAssociationTest.Of(mixed, [.. mixed.Reverse()], 3);
        (drawn.Exact, drawn.Permutations).ShouldBe((false, 100_000));
        drawn.P.ShouldBeInRange(0.45, 0.56);
        WordEmbeddingAssociationTest.Of(mixed, [.. mixed.Reverse()], 3).ShouldBe(drawn);
    }

    [Fact]
    public void Weat_is_taken_from_vectors_and_needs_words()
    {
        var vectors = WordVectors.Load(new MemoryStream(Encoding.UTF8.GetBytes("8 2\nx1 1 0\nx2 1 0.1\ny1 0 1\ny2 0.1 1\na1 1 0\na2 2 0\nb1 0 1\nb2 0 3\n")), "v");

        var test = WordEmbeddingAssociationTest.Run(vectors, ["x1", "x2", "unheard"], ["y1", "y2"], ["a1", "a2"], ["b1", "b2"]);

        test!.P.ShouldBe(1.0 / 6, 1e-12);
        test.Effect.ShouldBeInRange(1.7, 1.7321);
        (test.First, test.Second).ShouldBe((2, 2));
        WordEmbeddingAssociationTest.Run(vectors, ["x1"], ["y1", "y2"], ["a1", "a2"], ["b1", "b2"]).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("  female: she\n")]
    [InlineData("gender: she\n")]
    [InlineData("gender:\n  female:\n")]
    [InlineData("gender:\n  female she\n")]
    [InlineData("gender:\n  female: old lady\n")]
    [InlineData("gender:\n  female: she\n  male: he, She\n")]
    public void Groups_of_another_form_are_refused(string text) => Should.Throw<InvalidDataException>(() => TermGroups.Parse(text, "groups"));

    [Fact]
    public void Hostile_texts_are_counted()
    {
        var counts = new AssociationCounts(TermGroups.English);

        counts.Add("");
        counts.Add(string.Concat(Enumerable.Repeat("she ", 200_000)));
        counts.Add("\ud800\0 he \udfff");
        counts.Named[0].ShouldBe(200_000);
        counts.Named[1].ShouldBe(1);
        WordAssociation.Of(counts, 0, 1).ShouldAllBe(word => double.IsFinite(word.LogOdds));
    }
}
