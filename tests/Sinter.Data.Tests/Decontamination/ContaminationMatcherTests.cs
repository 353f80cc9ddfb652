using Sinter.Data.Decontamination;

namespace Sinter.Data.Tests.Decontamination;

public sealed class ContaminationMatcherTests
{
    private const string Question = "A farmer has seventeen sheep and all but nine of them run away through the open gate; how many sheep does the farmer have left?";

    [Fact]
    public void The_grams_are_those_of_a_naive_search()
    {
        var random = new Random(11);
        string Text(int most) => string.Join(random.Next(2) == 0 ? " " : ", ", Enumerable.Range(0, random.Next(1, most)).Select(_ => "abcD"[random.Next(4)].ToString() + "'xY"[random.Next(3)]));
        for (var round = 0; round < 200; round++)
        {
            var (n, least) = (random.Next(1, 7), random.Next(1, 7));
            var items = Enumerable.Range(0, 5).Select(i => new BenchmarkItem("b", $"{i}", [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Text(12))])).ToList();
            var index = BenchmarkIndex.Of(items, new BenchmarkOptions { GramWords = n, MinimumWords = least, CommonFields = 1000 });
            var text = Text(60);

            var found = index.CreateMatcher().Match(text).Where(static match => match.Grams > 0).OrderBy(static match => match.Item).Select(static match => (match.Item, match.Grams));

            found.ShouldBe(NaiveGrams.Count(items, text, n, least).Select(static pair => (pair.Key, pair.Value)), $"n {n}, least {least}: {text}");
        }
    }

    [Fact]
    public void A_copy_is_found_whatever_its_case_punctuation_and_white_space()
    {
        var index = Index(Question);
        var document = "Some words before.\n\n" + Question.ToUpperInvariant().Replace(" ", "  \n", StringComparison.Ordinal).Replace(";", " --", StringComparison.Ordinal) + " And after.";

        var match = index.CreateMatcher().Match(document).ShouldHaveSingleItem();

        match.Grams.ShouldBe(25 - 13 + 1);
        match.Share.ShouldBe(1);
        document.Substring(match.Longest.Start, match.Longest.Length).ShouldStartWith("A  \nFARMER");
        document.Substring(match.Longest.Start, match.Longest.Length).ShouldEndWith("LEFT");
    }

    [Fact]
    public void A_run_of_n_words_is_found_and_one_word_less_is_not()
    {
        var matcher = Index(Question).CreateMatcher();
        var words = Question.Split(' ');

        matcher.Match("it said " + string.Join(' ', words[3..16]) + " or so").ShouldHaveSingleItem().Grams.ShouldBe(1);
        matcher.Match("it said " + string.Join(' ', words[3..15]) + " or so").ShouldNotContain(static match => match.Grams > 0);
    }

    [Fact]
    public void An_edited_copy_is_found_by_its_share()
    {
        var matcher = Index(Question).CreateMatcher();
        var words = Question.Split(' ');
        words[6] = "cows";
        words[13] = "";

        var match = matcher.Match("Before. " + string.Join(' ', words) + " After.").ShouldHaveSingleItem();

        match.Grams.ShouldBe(0);
        match.Share.ShouldBeGreaterThan(0.8);
        ContaminationLimits.Default.Forbid(match).ShouldBeTrue();
        new ContaminationLimits(0, 1).Forbid(match).ShouldBeFalse();
    }

    [Fact]
    public void Parts_of_an_item_far_from_each_other_are_no_copy()
    {
        var words = Question.Split(' ');
        var filler = string.Join(' ', Enumerable.Range(0, 200).Select(static i => $"filler{i}"));
        var text = string.Join(' ', words[..8]) + " " + filler + " " + string.Join(' ', words[8..16]) + " " + filler + " " + string.Join(' ', words[16..]);

        Index(Question).CreateMatcher().Match(text).ShouldNotContain(match => ContaminationLimits.Default.Forbid(match));
    }

    [Fact]
    public void Fields_are_found_in_any_order_and_short_ones_together()
    {
        var index = BenchmarkIndex.Of([new("b", "1", ["one two three four", "five six seven eight nine"]), new("b", "2", ["red", "blue"])]);

        index.Benchmarks.ShouldHaveSingleItem().ShouldBe(new BenchmarkCounts("b", 2, 1));
        index.CreateMatcher().Match("so: one two three four five six seven eight nine").ShouldHaveSingleItem().Grams.ShouldBe(1);
        index.CreateMatcher().Match("red blue").ShouldBeEmpty();
        index.ItemId(0).ShouldBe("1");
    }

    [Fact]
    public void Grams_of_many_fields_are_templates_and_accuse_nobody()
    {
        const string template = "which of the following statements about the text above is certainly true and why is that so";
        var items = Enumerable.Range(0, 20).Select(i => new BenchmarkItem("b", $"{i}", [$"{template} number{i} a{i} b{i} c{i} d{i} e{i} f{i} g{i} h{i} i{i} j{i} k{i} l{i}"])).ToList();
        var index = BenchmarkIndex.Of(items);

        index.CommonGrams.ShouldBe(5);
        index.CreateMatcher().Match(template).ShouldBeEmpty();
        index.CreateMatcher().Match(items[7].Fields[0]).ShouldHaveSingleItem().Item.ShouldBe(7);
        BenchmarkIndex.Of(items, new BenchmarkOptions { CommonFields = 20 }).CreateMatcher().Match(template).Count.ShouldBe(20);
    }

    [Fact]
    public void Scripts_without_spaces_are_compared_by_characters()
    {
        var index = Index("从前有座山山里有座庙庙里有个老和尚在讲故事");

        index.CreateMatcher().Match("他说：从前有座山，山里有座庙，庙里有个老和尚在讲故事。").ShouldHaveSingleItem().Share.ShouldBe(1);
        index.CreateMatcher().Match("从前有座山").ShouldBeEmpty();
    }

    [Fact]
    public void A_matcher_remembers_nothing()
    {
        var index = Index(Question, "Another question that has quite enough words to be looked for in any text at all");
        var used = index.CreateMatcher();
        used.Match(string.Concat(Enumerable.Repeat(Question + " ", 5000)));

        foreach (var text in new[] { "", Question, "nothing", Question + Question })
        {
            used.Match(text).Select(static match => (match.Item, match.Grams, match.Share)).ShouldBe(index.CreateMatcher().Match(text).Select(static match => (match.Item, match.Grams, match.Share)));
        }
    }

    [Fact]
    public void Hostile_texts_end_in_a_bounded_time()
    {
        var same = Index(string.Concat(Enumerable.Repeat("a ", 100_000)), "b " + Question);
        same.CreateMatcher().Match(string.Concat(Enumerable.Repeat("a ", 300_000))).Count.ShouldBeLessThanOrEqualTo(1);
        same.CreateMatcher().Match(new string('\0', 100_000)).ShouldBeEmpty();
        same.CreateMatcher().Match(new string('x', 1_000_000)).ShouldBeEmpty();
        same.CreateMatcher().Match(string.Concat(Enumerable.Repeat("\uD800 ' ", 50_000))).ShouldBeEmpty();
        Index("one").CreateMatcher().Match("one").ShouldBeEmpty();
    }

    [Fact]
    public void Options_out_of_bounds_are_refused() =>
        Should.Throw<ArgumentException>(() => BenchmarkIndex.Of([], new BenchmarkOptions { GramWords = 0 })).Message.ShouldContain("1 to 100 words");

    [Fact]
    public void Frequent_grams_accuse_nobody_where_a_census_says_so()
    {
        var index = Index(Question);
        var census = new GramCensus(index, 2);
        for (var i = 0; i < 3; i++)
        {
            index.CreateMatcher().Count(Question, census);
        }

        census.FrequentGrams.ShouldBe(13);
        new ContaminationMatcher(index) { Frequent = census }.Match(Question).ShouldBeEmpty();
        new ContaminationMatcher(index) { Frequent = new GramCensus(index, 2) }.Match(Question).Count.ShouldBe(1);
    }

    private static BenchmarkIndex Index(params string[] questions) => BenchmarkIndex.Of(questions.Select(static (question, i) => new BenchmarkItem("b", $"{i}", [question])));
}
