using System.IO.Compression;
using System.Text;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class ExtractVerbTests : IDisposable
{
    private const string Page = """
        <!doctype html><html lang="en"><head><title>On lamps</title></head><body>
        <nav><a href="/">Home</a> <a href="/shop">Shop</a> <a href="/about">About</a></nav>
        <article><h1>On lamps</h1>
        <p>A lamp gives light where there is none, and it has done so for thousands of years, in caves, in houses and in streets.</p>
        <p>The first lamps burnt fat in a hollow stone; later ones burnt oil, gas and at last nothing at all, as they glow <a href="/wire">by a wire</a>.</p>
        </article><footer>Copyright 2020. All rights reserved.</footer></body></html>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_main_text_alone_is_printed()
    {
        var run = ToolRun.Of("data", "extract", _folder.File("page.html", Page));

        run.Code.ShouldBe(ExitCode.Done);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("A lamp gives light where there is none");
        run.Output.ShouldContain("glow by a wire.");
        run.Output.ShouldNotContain("Shop");
        run.Output.ShouldNotContain("Copyright");
    }

    [Fact]
    public void Markdown_and_metadata_are_printed_where_they_are_asked_for()
    {
        var path = _folder.File("page.html.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            file.Write(Encoding.UTF8.GetBytes(Page));
        }

        var run = ToolRun.Of("data", "extract", path, "--markdown", "--metadata");

        run.Output.ShouldStartWith("title: On lamps\n");
        run.Output.ShouldContain("language: en\n");
        run.Output.ShouldContain("glow [by a wire](/wire).");
    }

    [Fact]
    public void What_is_no_page_is_refused()
    {
        ToolRun.Of("data", "extract", _folder.File("none.html")).ShouldFail(ExitCode.Failed, "There is no file or folder");
        _folder.File(Path.Combine("two", "a.html"), Page);
        _folder.File(Path.Combine("two", "b.html"), Page);
        ToolRun.Of("data", "extract", _folder.File("two")).ShouldFail(ExitCode.WrongUse, "is more than one file; give one page");
        var noise = _folder.File("noise");
        File.WriteAllBytes(noise, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 37))]);
        ToolRun.Of("data", "extract", noise).ShouldFail(ExitCode.Failed, "is no web page");
    }
}
