using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication;
using Sinter.Data.Deduplication.Sentences;
using Sinter.Data.Tests.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Sentences;

public sealed class SentenceFinderTests
{
    [Fact]
    public void Three_sentences_that_were_there_before_are_cut()
    {
        string[] texts = ["One came. Two ran. Three sat. Four slept.", "Zero. Two ran.  Three sat.\nFour slept. Five.", "Three sat. Four slept. Six."];
        var cuts = SpanSearch.Cuts(new SentenceFinder(), new MemoryDocuments(texts));
        cuts.ShouldBe([new SpanCut(1, 6, 32, 0, 10)]);
        SpanSearch.Left(new MemoryDocuments(texts), cuts)[1].ShouldBe("Zero. | Five.");
    }

    [Theory]
    [InlineData("A b. C d! E f?", "A b./C d!/E f?")]
    [InlineData("  Mr. Smith went.  He said \"no.\"  Then left \r\n\r\n\r\n next line \n", "Mr. Smith went./He said \"no.\"/Then left/next line")]
    [InlineData("我们来。他走！好吗？", "我们来。/他走！/好吗？")]
    [InlineData("", "")]
    [InlineData("\n \r\n\t\n", "")]
    [InlineData("no end", "no end")]
    [InlineData("A\r\nB\nC", "A/B/C")]
    [InlineData("\0. \uD800. 😀! x", "\0./\uD800./😀! x")]
    public void Sentences_are_read(string text, string sentences)
    {
        var read = SpanSearch.Tokens(new SentenceReader(), text);
        string.Join('/', read.Select(static sentence => sentence.Content)).ShouldBe(sentences);
        read.ShouldAllBe(sentence => text.Substring(sentence.From, sentence.To - sentence.From) == sentence.Content);
        read.Count.ShouldBe(text.Split('\n').Sum(static line => SentenceCounter.Count(line)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_that_a_comparison_of_all_with_all_finds_is_found(int window)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var texts = Enumerable.Range(0, 8).Select(_ => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => $"Number {random.Next(1 + (seed % 10))}.{(random.Next(4) == 0 ? "\r\n" : " ")}")));
            var documents = new MemoryDocuments([.. texts]) { Ranks = [.. Enumerable.Range(0, 8).Select(_ => (ulong)random.Next(3))], Earlier = seed % 3 };
            var cuts = SpanSearch.Check(new SentenceFinder(window), new SentenceReader(), window, documents);
            SpanSearch.Cuts(new SentenceFinder(window), documents, memory: 1, threads: 3).ShouldBe(cuts);
        }
    }

    [Theory]
    [InlineData("Again. ")]
    [InlineData("To. Fro. ")]
    public void Sentences_without_end_leave_one_copy(string period)
    {
        var text = string.Concat(Enumerable.Repeat(period, 100_000));
        var cuts = SpanSearch.Cuts(new SentenceFinder(), new MemoryDocuments([text]), memory: 1);
        cuts[0].Start.ShouldBeInRange(18, 24);
        (cuts[^1].Start + cuts[^1].Length).ShouldBe(text.Length - 1);
    }

    [Fact]
    public void A_sentence_of_ten_million_characters_is_one()
    {
        var text = $"{new string('X', 10_000_000)}. Ab. Cd.";
        SpanSearch.Cuts(new SentenceFinder(), new MemoryDocuments([text, $"Ef. {text}"])).ShouldBe([new SpanCut(1, 4, text.Length, 0, 0)]);
    }

    [Fact]
    public void Two_texts_are_compared_by_sentences()
    {
        const string Kept = "Zero. One. Two. Three. Four.";
        new SentenceFinder().Compare("One. Two. Three. Nine.", Kept).ShouldBe(new DuplicateMatch(0.75, 0, 16, 6, 16));
        new SentenceFinder().Compare("Nine. Two.\nThree.", Kept).ShouldBe(new DuplicateMatch(0, 6, 11, 11, 11));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void The_number_of_sentences_must_be_sensible(int sentences) => Should.Throw<ArgumentOutOfRangeException>(() => new SentenceFinder(sentences)).Message.ShouldContain("1 to 1000 sentences");

    [Fact]
    public void Settings_tell_what_decides() => new SentenceFinder(4).Settings.ShouldBe(new Dictionary<string, string> { ["sentences"] = "4" });
}
