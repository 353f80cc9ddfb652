using Sinter.Data.Html;

namespace Sinter.Data.Tests.Html;

public sealed class HostilePageTests
{
    private static readonly ExtractionOptions Markdown = new() { Markdown = true };

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<x-y>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<ul><li>")]
    [InlineData("<a href=x>")]
    [InlineData("<blockquote><p>")]
    [InlineData("<svg><g>")]
    [InlineData("<template>")]
    [InlineData("</div></b></p>")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("<p title='")]
    [InlineData("&#x")]
    [InlineData("<select><option>")]
    public void Pages_of_a_hundred_thousand_unclosed_tags_are_read(string tag)
    {
        var page = HtmlExtractor.Extract(string.Concat(Enumerable.Repeat(tag, 100_000)) + "the end", Markdown);
        page.Text.Length.ShouldBeLessThan(1_000_000);
        page.Markdown.ShouldNotBeNull();
    }

    [Fact]
    public void Text_at_a_great_depth_is_not_lost()
    {
        var document = HtmlTreeBuilder.Build(string.Concat(Enumerable.Repeat("<div>", 100_000)) + "deep" + string.Concat(Enumerable.Repeat("</div>", 100_000)) + "<p>after");
        var page = PageBlocks.Of(document);
        page.Blocks.Select(block => page.Text(block).ToString()).ShouldBe(["deep", "after"]);
    }

    [Fact]
    public void Fifty_megabytes_of_less_than_signs_are_one_text()
    {
        var document = HtmlTreeBuilder.Build(new string('<', 50_000_000));
        document.Count.ShouldBe(2);
        document.Text(1).Length.ShouldBe(50_000_000);
    }

    [Fact]
    public void Long_lists_and_tables_take_linear_time()
    {
        var items = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<li>The item with number {i} of the list."));
        var rows = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<tr><td>A cell<td>Another cell {i}"));
        var page = HtmlExtractor.Extract($"<article><p>Before, there was a long sentence about lists, and then another about tables.<ol>{items}</ol><table>{rows}</table></article>", Markdown);
        page.Text.ShouldContain("number 99999 ");
        page.Markdown.ShouldNotBeNull().ShouldContain("\n100000. The item");
    }

    [Fact]
    public void Zero_characters_and_lone_surrogates_are_carried_through()
    {
        var page = HtmlExtractor.Extract("<title>\uD800\0</title><script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"\\ud800\",\"articleBody\":\"\\udc00\"}</script><p>a\0b \uDC00 \uD800c</p>", Markdown);
        page.Text.ShouldNotBeNull();
        page.Title.ShouldNotBeNull();
    }

    [Fact]
    public void Json_that_is_deep_or_broken_says_nothing()
    {
        foreach (var json in (string[])[new string('[', 100_000), "{", "{\"@type\":{\"@type\":1}}", "{\"@type\":\"Article\",\"author\":[1,null,{\"name\":5}],\"headline\":7}", "\0"])
        {
            HtmlExtractor.Extract($"<script type='application/ld+json'>{json}</script>").Author.ShouldBeNull();
        }
    }

    [Fact]
    public void Broken_variants_of_a_page_are_read_the_same_way_twice()
    {
        const string Page = "<!doctype html><html lang=en><head><title>T &amp; t</title><meta name=author content='A'><script>x<!--</script></head><body><nav><a href='/'>Home</a></nav><article class=\"post\"><h1>Head</h1>"
            + "<p>Some <b>bold <i>text</b> here</i>, and more of it &eacute;.<table><tr><td>1<td>2</table><pre>code\n  more</pre><ul><li>one<li>two</ul><math><annotation>x^2</annotation></math></article><!-- end --></body></html>";
        const string Pieces = "<>/&;#\"'=! -ax\0\uD800";
        var random = new Random(20);
        for (var i = 0; i < 3000; i++)
        {
            var page = Page.ToCharArray();
            for (var j = random.Next(1, 12); j > 0; j--)
            {
                var at = random.Next(page.Length);
                switch (random.Next(3))
                {
                    case 0:
                        page[at] = Pieces[random.Next(Pieces.Length)];
                        break;
                    case 1:
                        page = [.. page[..at], .. page[random.Next(at, page.Length)..]];
                        break;
                    default:
                        var from = random.Next(page.Length);
                        page = [.. page[..at], .. page[from..Math.Min(page.Length, from + random.Next(40))], .. page[at..]];
                        break;
                }

                page = page.Length == 0 ? ['<'] : page;
            }

            var text = new string(page);
            var first = HtmlExtractor.Extract(text, Markdown);
            HtmlExtractor.Extract(text, Markdown).ShouldBe(first);
            first.Text.Length.ShouldBeLessThanOrEqualTo(text.Length * 2);
        }
    }
}
