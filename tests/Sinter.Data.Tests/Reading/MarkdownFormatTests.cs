using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Reading;

public sealed class MarkdownFormatTests
{
    private static readonly MarkdownFormat Format = new();

    [Fact]
    public void Simple_keys_of_the_front_matter_become_metadata()
    {
        var document = Reader.Read(Format, "---\ntitle: \"A: b\"\ndate: 2020-01-02\ntags:\n  - x\nlist: [a, b]\n# note\n---\n# Head\n\nText.\n").ShouldHaveSingleItem().Document!;

        document.Text.ShouldBe("# Head\n\nText.\n");
        document.Metadata.ShouldBe(new MetadataDictionary([new("title", "A: b"), new("date", "2020-01-02")]));
        document.Id.ShouldBe("in");
    }

    [Theory]
    [InlineData("---\nA rule, not a key\n---\n")]
    [InlineData("---\ntitle: never closed\n")]
    [InlineData("Text\n---\na: b\n---\n")]
    [InlineData("---")]
    public void A_rule_is_no_front_matter(string text)
    {
        var document = Reader.Read(Format, text).ShouldHaveSingleItem().Document!;
        document.Text.ShouldBe(text);
        document.Metadata.Count.ShouldBe(0);
    }
}
