using Sinter.Data.Cleaning;
using Sinter.Data.Content;

namespace Sinter.Data.Tests.Content;

public sealed class BadWordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("darn", "Darn it, DARN.", 2)]
    [InlineData("darn", "Darnley is a village; undarned socks; darn_it", 1)]
    [InlineData("darn", "darn's", 1)]
    [InlineData("darn", "", 0)]
    [InlineData("old fool", "an old\n  fool, an oldfool", 1)]
    [InlineData("c3po", "C3PO c3pox", 1)]
    [InlineData("istanbul", "ISTANBUL \u0130STANBUL \u0131stanbul", 3)]
    [InlineData("ΟΔΟΣ", "οδος οδοσ", 2)]
    [InlineData("坏话", "这是坏话吗", 1)]
    [InlineData("ばか", "それはばかだ", 1)]
    [InlineData("เลว", "คนเลวมาก", 1)]
    [InlineData("плохо", "плохой плохо!", 1)]
    [InlineData("darn", "da\u200Brn and d\u00ADarn", 2)]
    public void Words_are_found_where_they_are_words(string word, string text, int hits) => Find(word, text).Count.ShouldBe(hits);

    [Theory]
    [InlineData("badword", "b@dw0rd", 1)]
    [InlineData("badword", "badword!", 1)]
    [InlineData("hit", "h!t h1t", 2)]
    [InlineData("sass", "$a$$ 5a55", 2)]
    [InlineData("oil", "100 011 1,000", 0)]
    public void Disguises_are_seen_through_where_that_is_asked_for(string word, string text, int hits)
    {
        new BadWords([new(word)], new MatchingOptions(Disguises: true)).Find(text).Count.ShouldBe(hits);
        new BadWords([new(word)], new MatchingOptions(Disguises: true)).Find("nothing here").ShouldBeEmpty();
    }

    [Fact]
    public void Wide_forms_and_repeated_letters_count_where_that_is_asked_for()
    {
        Find("darn", "ｄａｒｎ").ShouldBeEmpty();
        new BadWords([new("darn")], new MatchingOptions(Compatibility: true)).Find("so ｄａｒｎ it")[0].ShouldBe(new BadWordHit(0, 3, 4));

        var repeated = new BadWords([new("darn"), new("mess")], new MatchingOptions(RepeatedLetters: true));
        var text = "daaaaarn what a messsss, a mes";
        repeated.Find(text).Select(hit => text.Substring(hit.Start, hit.Length)).ShouldBe(["daaaaarn", "messsss"]);
    }

    [Fact]
    public void Hits_are_the_longest_and_in_order()
    {
        var words = new BadWords([new("old"), new("old fool"), new("fool")]);

        words.Find("fool, old fool").Select(static hit => (hit.Word, hit.Start, hit.Length)).ShouldBe([(2, 0, 4), (1, 6, 8)]);
    }

    [Fact]
    public void Words_of_a_language_count_in_that_language_only()
    {
        var words = new BadWords([new("gift", Language: "de"), new("poison")]);

        words.Find("gift and poison", "en").Count.ShouldBe(1);
        words.Find("gift and poison").Count.ShouldBe(1);
        words.Find("gift and poison", "de").Count.ShouldBe(2);
    }

    [Fact]
    public void The_automaton_finds_what_a_search_word_by_word_finds()
    {
        var random = new Random(7);
        string Letters(int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => "ab 人"[random.Next(4)]));
        for (var round = 0; round < 300; round++)
        {
            var words = Enumerable.Range(0, 6).Select(_ => Letters(5).Replace(" ", "", StringComparison.Ordinal)).Where(static word => word.Length > 0).Distinct().ToList();
            var text = Letters(60);
            var found = new List<(int, int)>();
            new WordAutomaton(words).Search(text, (word, end) => found.Add((word, end)));

            var expected = words.SelectMany((word, index) => Enumerable.Range(0, text.Length)
                .Where(i => string.CompareOrdinal(text, i, word, 0, word.Length) == 0).Select(i => (index, i + word.Length)));
            found.Order().ShouldBe(expected.Order());
        }
    }

    [Fact]
    public void Hostile_texts_and_lists_end_in_a_bounded_time()
    {
        var words = Enumerable.Range(1, 60).Select(static length => new BadWord(new string('a', length))).ToList();
        new BadWords(words).Find(new string('a', 100_000)).ShouldBeEmpty();
        new BadWords([new("\uD800x")]).Find("a \uD800x \uDC00 \0").Count.ShouldBe(1);
        Should.Throw<ArgumentException>(() => new BadWords([new("\u200B")])).Message.ShouldContain("nothing to look for");
    }

    [Fact]
    public void Lists_have_comments_weights_and_kinds()
    {
        var path = _folder.File("list.txt", "\uFEFF# a list\r\n\r\ndarn\r\nold fool\tsoft\t2.5\nheck\t0.5\n");

        BadWordFile.Read(path, "en").ShouldBe([new("darn", true, 1, "en"), new("old fool", false, 2.5, "en"), new("heck", true, 0.5, "en")]);
        Should.Throw<InvalidDataException>(() => BadWordFile.Read(_folder.File("wrong.txt", "darn\tvery\n"))).Message.ShouldContain("Line 1");
        Should.Throw<InvalidDataException>(() => BadWordFile.Read(_folder.File("empty.txt", "# nothing\n"))).Message.ShouldContain("no word");
        Should.Throw<InvalidDataException>(() => BadWordFile.Read(_folder.File("none.txt"))).Message.ShouldContain("no word list");
    }

    [Fact]
    public void The_step_drops_masks_or_notes()
    {
        var list = _folder.File("list.txt", "darn\nheck\tsoft\t0.75\n");
        const string text = "Well, DARN it, what the heck, oh heck.";

        var drop = Run(text, ("lists", list));
        drop.DroppedBy.ShouldBe(0);
        drop.Scores[0].ShouldBe(1);
        drop.Scores[1].ShouldBe(1.5f);
        Run("what the heck", ("lists", list)).DroppedBy.ShouldBe(ChainResult.Kept);
        Run("what the heck", ("lists", list), ("maximumSoft", "0.5")).DroppedBy.ShouldBe(1);
        Run(text, ("lists", list), ("action", "mask")).Result.Text.ShouldBe("Well, **** it, what the ****, oh ****.");
        var tagged = Run(text, ("lists", list), ("action", "tag"));
        tagged.DroppedBy.ShouldBe(ChainResult.Kept);
        tagged.Result.Metadata["badWords"].ShouldBe("3");
    }

    [Fact]
    public void A_step_without_lists_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Run("text")).Message.ShouldContain("Sinter brings none along");
        Should.Throw<InvalidDataException>(() => Run("text", ("lists", _folder.File("missing.txt")))).Message.ShouldContain("missing.txt");
    }

    private static IReadOnlyList<BadWordHit> Find(string word, string text) => new BadWords([new(word)]).Find(text);

    private static ChainResult Run(string text, params (string, string)[] options)
    {
        var settings = new StepSetting("badWords", options.ToDictionary(static option => option.Item1, static option => option.Item2));
        return new ChainRunner(CleaningChain.Create(StepCatalog.BuiltIn, [settings])).Run(new Document { Id = "1", Text = text });
    }
}
