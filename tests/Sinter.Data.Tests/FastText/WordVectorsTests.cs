using System.Buffers;
using System.Text;
using Sinter.Data.FastText;
using Sinter.Data.Statistics;

namespace Sinter.Data.Tests.FastText;

public sealed class WordVectorsTests
{
    private const string Text = "6 3\nking 1 1 0\nqueen 1 -1 0\nman 0 1 0\nwoman 0 -1 0\n\u00e4pfel 0 0 2\nnull 0 0 0\n";

    [Fact]
    public void A_text_file_is_read_and_written()
    {
        var vectors = Read(Text);

        (vectors.Count, vectors.Dimension).ShouldBe((6, 3));
        vectors.Find("\u00e4pfel").ShouldBe([0, 0, 2]);
        vectors.Find("null").ShouldBeNull();
        vectors.Find("unheard").ShouldBeNull();
        using var stream = new MemoryStream();
        vectors.SaveText(stream);
        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe(Text);
    }

    [Fact]
    public void The_nearest_words_and_analogies_are_found()
    {
        var vectors = Read(Text);

        vectors.Nearest("king", 2).Select(word => word.Word).ShouldBe(["man", "queen"]);
        vectors.Nearest("king", 1)[0].Similarity.ShouldBe(MathF.Sqrt(0.5f), 1e-6f);
        vectors.Analogy("man", "king", "woman", 1)[0].Word.ShouldBe("queen");
        vectors.Analogy("man", "king", "unheard", 1).ShouldBeEmpty();
        vectors.Nearest("king", 100).Count.ShouldBe(5);
        vectors.Nearest("king", 0).ShouldBeEmpty();
        vectors.Similarity("king", "queen").ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("words")]
    [InlineData("-1 3\n")]
    [InlineData("1 0\nking\n")]
    [InlineData("1 3\nking 1 2\n")]
    [InlineData("1 3\nking 1 2 3 4\n")]
    [InlineData("1 3\nking 1 x 3\n")]
    [InlineData("1 3\nking 1 NaN 3\n")]
    [InlineData("1 999999999\nking 1\n")]
    public void A_damaged_text_file_is_refused(string text) => Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldContain("vectors.vec");

    [Fact]
    public void A_file_that_claims_too_much_costs_nothing() => Read("2147483647 3\nking 1 2 3\n").Count.ShouldBe(1);

    [Fact]
    public void Spearman_is_that_of_the_ranks()
    {
        Correlation.Spearman([1, 2, 3, 4], [10, 20, 30, 1000]).ShouldBe(1, 1e-12);
        Correlation.Spearman([1, 2, 3, 4], [4, 3, 2, 1]).ShouldBe(-1, 1e-12);

        // By hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4.
        Correlation.Spearman([1, 2, 2, 3], [1, 3, 2, 4]).ShouldBe(4.5 / Math.Sqrt(4.5 * 5), 1e-12);
        Correlation.Spearman([1], [1]).ShouldBe(double.NaN);
    }

    [Fact]
    public void Tests_of_pairs_and_analogies_count_what_is_known()
    {
        using var folder = new TemporaryFolder();
        var vectors = Read(Text);
        var pairs = WordSimilarityTest.Run(vectors, folder.File("pairs.tsv", "king\tMan\t9\nking\tqueen\t5\nqueen\tman\t1\nking\tunheard\t3\n"));
        var questions = WordAnalogyTest.Run(vectors, folder.File("questions.txt", ": royal\nman king woman queen\nMan King Woman queen\nman king woman man\n: other\nman king woman unheard\n"));

        (pairs.Pairs, pairs.Scored, pairs.Known).ShouldBe((4, 3, 3));
        pairs.Spearman.ShouldBe(1, 1e-12);
        (questions.Questions, questions.Known, questions.Right).ShouldBe((4, 3, 2));
        Should.Throw<InvalidDataException>(() => WordSimilarityTest.Run(vectors, folder.File("bad.tsv", "king\tman\n"))).Message.ShouldContain("Line 1");
        Should.Throw<InvalidDataException>(() => WordAnalogyTest.Run(vectors, folder.File("bad.txt", ": a\nking man\n"))).Message.ShouldContain("Line 2");
    }

    [Fact]
    public void Vectors_of_texts_have_length_1_and_frequent_words_count_for_less()
    {
        var embedder = new TextEmbedder(Read("5 3\nthe 1 0.2 0\nking 0 1 0.1\nqueen 0.1 0 1\nman 1 1 0.4\ntree 0.5 -1 0.3\n"));
        var (king, queen, the, both) = (new float[3], new float[3], new float[3], new float[3]);

        embedder.TryEmbed("KING!", king).ShouldBeTrue();
        embedder.TryEmbed("queen", queen).ShouldBeTrue();
        embedder.TryEmbed("the", the).ShouldBeTrue();
        embedder.TryEmbed("the king", both).ShouldBeTrue();

        WordVectors.Length(king).ShouldBe(1, 1e-6f);
        WordVectors.Cosine(both, king).ShouldBeGreaterThan(WordVectors.Cosine(both, the));
        WordVectors.Cosine(king, queen).ShouldBeLessThan(0.2);
        embedder.TryEmbed("unheard ...", both).ShouldBeFalse();
        both.ShouldAllBe(value => value == 0);
    }

    [Theory]
    [InlineData("It's the King’s well-known \"house\".", "it's the king's well-known house\n")]
    [InlineData("A- -b 'c' 12.5", "a b c 12 5\n")]
    [InlineData("one\n\n...\ntwo", "one\ntwo\n")]
    [InlineData("\u732b\u306fcat", "\u732b \u306f cat\n")]
    [InlineData("", "")]
    public void Words_are_found_in_plain_text(string text, string lines) => Lines(text).ShouldBe(lines);

    [Fact]
    public void Broken_surrogates_are_words_like_others() => Lines("a\ud83d\ude00b \ud83dc\0").ShouldBe("a \ud83d\ude00 b \ufffd c\n");

    [Fact]
    public void Words_that_are_too_long_are_passed_over() => Lines($"a {new string('x', 1_000_000)} b").ShouldBe("a b\n");

    private static string Lines(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new WordVectorText(buffer).Add(text);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static WordVectors Read(string text) => WordVectors.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), "vectors.vec");
}
