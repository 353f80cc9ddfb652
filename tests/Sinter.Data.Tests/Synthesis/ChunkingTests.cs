using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class ChunkingTests
{
    private const string Article = """
        # Lakes

        Lakes are bodies of water. They lie in basins on land. Most of them are fresh.

        Some have no outlet at all, and are salt. The Caspian Sea is one of them.

        ## Depth

        The deepest lake is Lake Baikal, which is 1642 metres deep. It lies in Siberia.
        """;

    [Fact]
    public void Chunks_are_parts_of_the_text_under_their_headings()
    {
        var document = Of(Article, 2000);

        document.Chunks.Count.ShouldBe(2);
        document.Chunks.ShouldAllBe(static chunk => Article.Substring(chunk.Start, chunk.End - chunk.Start) == chunk.Text);
        document.Chunks.Select(static chunk => (chunk.Title, chunk.Heading, chunk.BeginsSection)).ShouldBe([("Lakes", "Lakes", true), ("Lakes", "Depth", true)]);
        document.Chunks[0].Text.ShouldStartWith("Lakes are bodies");
        document.Chunks[0].Text.ShouldEndWith("one of them.");
        document.Chunks[0].Hash.ShouldBe(StableHash.Of(document.Chunks[0].Text).ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void What_is_too_long_is_cut_at_paragraphs_then_at_sentences_then_at_spaces()
    {
        var paragraphs = Of(Article, 90).Chunks;
        paragraphs.Select(static chunk => chunk.Text[..8]).ShouldBe(["Lakes ar", "Some hav", "The deep"]);

        var sentences = Of(string.Join(' ', Enumerable.Repeat("This is a sentence of some length.", 20)), 100).Chunks;
        sentences.ShouldAllBe(static chunk => chunk.Text.Length <= 100 && chunk.Text.EndsWith('.'));

        var words = Of(string.Join(' ', Enumerable.Repeat("word", 100)), 100).Chunks;
        words.ShouldAllBe(static chunk => chunk.Text.Length <= 100 && chunk.Text.StartsWith("word") && chunk.Text.EndsWith("word"));
        words.Sum(static chunk => chunk.Text.Split(' ').Length).ShouldBe(100);
    }

    [Fact]
    public void A_text_without_any_place_to_cut_is_cut_but_no_pair_of_surrogates_is()
    {
        var chunks = Of(string.Concat(Enumerable.Repeat("\U0001F600", 500)), 101).Chunks;

        chunks.ShouldAllBe(static chunk => chunk.Text.Length <= 101 && !char.IsLowSurrogate(chunk.Text[0]) && !char.IsHighSurrogate(chunk.Text[chunk.Text.Length - 1]));
        chunks.Sum(static chunk => chunk.Text.Length).ShouldBe(1000);
    }

    [Fact]
    public void The_metadata_give_title_and_heading_lines()
    {
        var document = new ChunkedDocument(
            new Document
            {
                Id = "d",
                Text = "System.String is a type.\n\nRepresents text as a sequence of UTF-16 code units, which cannot be changed once it was made.",
                Metadata = new MetadataDictionary([new("name", "System.String"), new(Document.HeadingLinesKey, "1")]),
            },
            new ChunkOptions());

        var chunk = document.Chunks.ShouldHaveSingleItem();
        chunk.Text.ShouldStartWith("Represents");
        chunk.Title.ShouldBe("System.String");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n \n")]
    [InlineData("short")]
    [InlineData("# \n== ==\n=\n==\n===")]
    public void What_holds_no_passage_gives_no_chunk(string text) => Of(text, 200).Chunks.ShouldBeEmpty();

    private static ChunkedDocument Of(string text, int most) => new(new Document { Id = "d", Text = text }, new ChunkOptions { MaximumCharacters = most, MinimumCharacters = 20 });
}
