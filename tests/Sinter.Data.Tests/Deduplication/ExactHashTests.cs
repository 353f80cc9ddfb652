using System.Security.Cryptography;
using System.Text;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class ExactHashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public void The_hash_is_of_the_bytes_of_the_text(int length)
    {
        foreach (var letter in (string[])["a", "é", "漢", "😀"])
        {
            var text = string.Concat(Enumerable.Repeat(letter, length)) + "x";
            var expected = Hash128.Read(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            new TextHasher().Hash(text).ShouldBe(expected);
        }
    }

    [Fact]
    public void Broken_surrogates_meet_nothing_else()
    {
        string[] texts = ["\ud800", "\udc00", "\ufffd", "a\ud800", new string('a', 100_000) + "\ud800", new string('a', 100_000) + "\udc00", new string('a', 100_000) + "\ufffd", ""];

        texts.Select(static text => new TextHasher().Hash(text)).Distinct().Count().ShouldBe(texts.Length);
    }

    [Theory]
    [InlineData("  Hello,\t World! ", "hello world", true, true, true)]
    [InlineData("Hello", "hello", true, false, false)]
    [InlineData("a-b", "ab", false, true, false)]
    [InlineData(" a \n b ", "a b", false, false, true)]
    [InlineData("!?", "!?", true, true, true)]
    [InlineData("ÄÖ Σ", "äö σ", true, false, false)]
    [InlineData("x 😀 y", "x 😀 y", true, true, true)]
    [InlineData("", "", true, true, true)]
    public void What_is_not_to_count_is_left_out(string text, string expected, bool ignoreCase, bool ignorePunctuation, bool ignoreWhiteSpace) =>
        new TextNormaliser(ignoreCase, ignorePunctuation, ignoreWhiteSpace).Apply(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("http://www.Example.com/a/?utm_source=x&b=2&a=1#top", "example.com/a?a=1&b=2")]
    [InlineData("https://example.com/a?b=2&fbclid=123&a=1", "example.com/a?a=1&b=2")]
    [InlineData("https://example.com:443/", "example.com")]
    [InlineData("http://example.com:8080/x", "example.com:8080/x")]
    [InlineData("//user:secret@EXAMPLE.com./A;jsessionid=9", "example.com/A")]
    [InlineData("example.com/a", "example.com/a")]
    [InlineData("ftp://example.com/a", "ftp://example.com/a")]
    [InlineData("  not an address ", "not an address")]
    [InlineData("https://www.", "www")]
    public void Addresses_of_one_page_are_one(string url, string expected) => CanonicalUrl.Of(url).ShouldBe(expected);

    [Fact]
    public void Documents_of_one_address_are_the_same_and_those_without_are_not()
    {
        using var fixture = new DedupFixture();
        var folder = fixture.Run(
            "out",
            DedupFixture.Line(new { id = "a", text = "one two three", url = "https://e.com/x" })
            + DedupFixture.Line(new { id = "b", text = "one two four", url = "http://www.e.com/x/?utm_medium=m" })
            + DedupFixture.Line(new { id = "c", text = "one" })
            + DedupFixture.Line(new { id = "d", text = "one", url = " " }),
            new UrlFinder());

        DedupFixture.Ids(folder.Kept).ShouldBe(["a", "c", "d"]);
        var removed = DedupFixture.Objects(folder.Removed).ShouldHaveSingleItem();
        (removed.GetProperty("similarity").GetDouble(), removed.GetProperty("length").GetInt32()).ShouldBe((0.5, "one two".Length));
    }
}
