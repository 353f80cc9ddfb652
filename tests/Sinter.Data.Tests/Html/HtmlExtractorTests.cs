using Sinter.Data.Html;

namespace Sinter.Data.Tests.Html;

public sealed class HtmlExtractorTests
{
    private const string First = "The river had been rising for three days when the council finally met, and nobody in the room doubted what it would decide.";
    private const string Second = "Engineers measured the old dam again that evening. They found that the eastern wall had moved by two centimetres, which was more than in the whole year before.";
    private const string Third = "By the next morning the lower part of the town was empty, and the first trucks with sand arrived from the coast.";

    private static readonly ExtractionOptions Markdown = new() { Markdown = true };

    [Fact]
    public void The_article_is_kept_and_what_is_round_it_is_not()
    {
        var page = HtmlExtractor.Extract(Page($"<h2>The dam</h2><p>{First}</p><p>{Second}</p><p>{Third}</p>"));
        page.Text.ShouldContain(First);
        page.Text.ShouldContain(Third);
        page.Text.ShouldNotContain("Privacy");
        page.Text.ShouldNotContain("Ten recipes");
        page.Text.ShouldNotContain("Great read");
    }

    [Fact]
    public void Comments_are_kept_on_demand()
    {
        var page = HtmlExtractor.Extract(Page($"<p>{First}</p><p>{Second}</p><p>{Third}</p>"), new ExtractionOptions { IncludeComments = true });
        page.Text.ShouldContain("Great read");
    }

    [Fact]
    public void Words_are_joined_within_lines_and_parted_between_blocks()
    {
        var text = HtmlExtractor.Extract($"<body><article><p>{First} un<b>believ</b>able<span>,</span>\n <i>he</i> said</p><div>{Second}<br>{Third}</div><ul><li>one dam</li><li>two dams</li></ul></article>").Text;
        text.ShouldContain("unbelievable, he said\n");
        text.ShouldContain(Second + "\n" + Third);
        text.ShouldNotContain("damtwo");
    }

    [Fact]
    public void Metadata_come_from_json_ld_meta_elements_and_marked_elements()
    {
        var page = HtmlExtractor.Extract("""
            <html lang="en-GB"><head><title>Window | Site</title>
            <meta property="og:site_name" content="The Site"><meta name=description content="About &amp; more">
            <link rel=canonical href="https://example.org/a"><meta name=author content="Meta Author">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"The Headline","datePublished":"2024-03-05T23:10:00+02:00","author":[{"name":"Ann Bee"},{"name":"Cid Dee"}]}]}</script>
            </head><body><p>text</p></body></html>
            """);
        page.Title.ShouldBe("The Headline");
        page.Author.ShouldBe("Ann Bee, Cid Dee");
        page.Date.ShouldBe("2024-03-05");
        page.Language.ShouldBe("en-GB");
        page.SiteName.ShouldBe("The Site");
        page.Description.ShouldBe("About & more");
        page.Url.ShouldBe("https://example.org/a");
    }

    [Fact]
    public void Without_json_ld_the_page_itself_is_asked()
    {
        var page = HtmlExtractor.Extract("<title>Window</title><h1>The\n <b>Heading</b></h1><a rel=author>Ann  Bee</a><time datetime=2020-02-29>yesterday</time>");
        (page.Title, page.Author, page.Date, page.Language).ShouldBe(("The Heading", "Ann Bee", "2020-02-29", null));
    }

    [Fact]
    public void A_body_that_only_json_ld_has_is_taken_from_there()
    {
        var page = HtmlExtractor.Extract($$"""<script type="application/ld+json">{"@type":"Article","articleBody":"{{First}} {{Second}} {{Third}}"}</script><div id=app>Loading</div>""");
        page.Text.ShouldBe($"{First} {Second} {Third}");
    }

    [Fact]
    public void Markdown_keeps_headings_lists_links_emphasis_and_code()
    {
        var markdown = HtmlExtractor.Extract(
            $"""
             <article><p>{First}</p><h2>The <em>old</em> dam</h2><p>{Second} See <a href="/report(1).html">the <b>report</b></a>, snake_case and 2 * 3.</p>
             <ol start=3><li>They measured the wall twice that day.<ul><li>Once in the morning, in the rain, with ropes.</li></ul></li><li>Then they closed the road to the valley.</li></ol>
             <blockquote><p>{Third}</p></blockquote>
             <pre><code class="language-c">int  a;
             // b &lt; c
             </code></pre><p>{Third} Run <code>a_b *c*</code> now<strong> , please </strong>do.</p></article>
             """,
            Markdown).Markdown.ShouldNotBeNull();
        markdown.ShouldContain("\n\n## The *old* dam\n\n");
        markdown.ShouldContain("[the **report**](/report%281%29.html), snake_case and 2 \\* 3.");
        markdown.ShouldContain("3. They measured the wall twice that day.\n  - Once in the morning, in the rain, with ropes.\n4. Then they closed");
        markdown.ShouldContain("\n\n> " + Third);
        markdown.ShouldContain("```c\nint  a;\n// b < c\n```");
        markdown.ShouldContain("Run `a_b *c*` now **, please** do.");
    }

    [Fact]
    public void A_second_list_of_markdown_is_parted_from_the_paragraph_before_it()
    {
        var html = $"<article><p>{First}</p><ul><li>{Second}</li><li>{First}</li></ul><p>{Third}</p><ol><li>{Second}</li></ol></article>";
        HtmlExtractor.Extract(html, Markdown).Markdown.ShouldBe($"{First}\n\n- {Second}\n- {First}\n\n{Third}\n\n1. {Second}");
    }

    [Fact]
    public void Markdown_keeps_tables_and_formulas()
    {
        var html = $"""
            <article><p>{First}</p><p>{Second} The law is <math display=block><semantics><mi>E</mi><annotation encoding="application/x-tex">E=mc^2</annotation></semantics></math> and
            <script type="math/tex">a_1</script> and <img class="latex" alt="\pi r^2">.</p>
            <table><tr><th>Wall of the dam</th><th>Moved in the last year</th></tr><tr><td>The eastern wall</td><td>Two centimetres | more</td></tr></table><p>{Third}</p></article>
            """;
        var markdown = HtmlExtractor.Extract(html, Markdown).Markdown.ShouldNotBeNull();
        markdown.ShouldContain("The law is $$E=mc^2$$ and $a_1$ and $\\pi r^2$.");
        markdown.ShouldContain("| Wall of the dam | Moved in the last year |\n| --- | --- |\n| The eastern wall | Two centimetres \\| more |");
        HtmlExtractor.Extract(html, new ExtractionOptions { IncludeTables = false }).Text.ShouldNotContain("eastern wall\n");
    }

    [Fact]
    public void Links_are_left_out_of_markdown_on_demand()
    {
        var html = $"<article><p>{First} See <a href='https://example.org'>this</a>.</p><p>{Second}</p></article>";
        HtmlExtractor.Extract(html, new ExtractionOptions { Markdown = true, IncludeLinks = false }).Markdown.ShouldNotBeNull().ShouldContain("See this.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("<html></html>")]
    [InlineData("<script>var a = 'text';</script><style>p{}</style><noscript>Please turn on scripts.</noscript>")]
    public void A_page_without_text_has_none(string html) => HtmlExtractor.Extract(html, Markdown).Text.ShouldBe("");

    private static string Page(string article) => $"""
        <!doctype html><html><head><title>Flood</title></head><body>
        <nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/money">Money</a></li></ul></nav>
        <main><article><h1>Flood</h1>{article}</article>
        <aside class="related"><h3>More stories</h3><ul><li><a href="/1">Ten recipes for a wet day</a></li><li><a href="/2">Why rivers bend</a></li></ul></aside>
        <section id="comments"><h3>Comments</h3><div class="comment"><p>Great read, thank you for this, it moved me and my whole family.</p></div></section></main>
        <footer><a href="/privacy">Privacy policy</a> <a href="/terms">Terms</a> Copyright 2024 The Flood Gazette. All rights reserved.</footer></body></html>
        """;
}
