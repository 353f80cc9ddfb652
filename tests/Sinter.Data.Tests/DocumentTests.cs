namespace Sinter.Data.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void The_body_is_the_text_without_its_heading_lines()
    {
        var document = new Document { Id = "a", Text = "Name\nSignature\n\nProse.", Metadata = new MetadataDictionary([new(Document.HeadingLinesKey, "2")]) };

        document.Body.ToString().ShouldBe("Prose.");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("")]
    public void A_heading_that_makes_no_sense_leaves_the_whole_text(string lines)
    {
        var document = new Document { Id = "a", Text = "All of it", Metadata = new MetadataDictionary([new(Document.HeadingLinesKey, lines)]) };

        document.Body.ToString().ShouldBe("All of it");
    }

    [Fact]
    public void A_document_that_is_all_heading_has_no_body()
    {
        var document = new Document { Id = "a", Text = "Name", Metadata = new MetadataDictionary([new(Document.HeadingLinesKey, "7")]) };

        document.Body.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Two_documents_with_the_same_facts_are_equal()
    {
        Document Make() => new() { Id = "a", Text = "t", Metadata = new MetadataDictionary([new("k", "v")]) };

        Make().ShouldBe(Make());
    }

    [Fact]
    public void A_metadata_key_may_be_given_once() =>
        Should.Throw<ArgumentException>(() => new MetadataDictionary([new("k", "1"), new("k", "2")])).Message.ShouldContain("'k'");
}
