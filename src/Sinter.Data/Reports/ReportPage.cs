using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Reports;

/// <summary>
/// One page in one file that opens anywhere without a network: style, charts and a few lines of script inside.
/// A content security policy lets nothing be fetched and no script run but its own.
/// </summary>
public sealed record ReportPage
{
    /// <summary>What the page is about: the name of a run.</summary>
    public required string Title { get; init; }

    /// <summary>The small line above the title: what kind of report this is.</summary>
    public string? Kicker { get; init; }

    /// <summary>The line below the title: when, where, how long.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Whether the run was good, or null where there is nothing to judge.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The key figures, at most six of them to stay readable.</summary>
    public IReadOnlyList<Tile> Tiles { get; init; } = [];

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>The line at the end, or null.</summary>
    public string? Footer { get; init; }

    /// <summary>The whole page as HTML 5.</summary>
    public string ToHtml()
    {
        // The hash is of the text as the browser reads it, whatever line ends this source was built with.
        var script = ReportScript.Source.ReplaceLineEndings("\n");
        var scriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'sha256-{Html.Trusted(scriptHash)}'">
            <meta name="referrer" content="no-referrer"><title>{Title}{(Kicker is null ? "" : " · " + Kicker)}</title>
            <style>{Html.Trusted(Palette.Css())}{Html.Trusted(ReportStyle.Source)}</style></head>
            <body><main>
            <header class="top">{Line("kicker", Kicker)}<h1>{Title}</h1>{Line("subtitle", Subtitle)}</header>
            {Verdict?.ToHtml() ?? Html.Empty}{TileRow()}{Navigation()}{Sections.Select(s => s.ToHtml())}
            </main>{(Footer is null ? Html.Empty : Html.Of($"<footer>{Footer}</footer>"))}
            <div id="tip" role="status" hidden></div><script>{Html.Trusted(script)}</script></body></html>

            """).ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Writes the page beside its place first and renames it, so that a reader never sees half of it.</summary>
    /// <param name="path">The file, usually <c>report.html</c>; replaced where it exists.</param>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToHtml());

    private Html TileRow() => Tiles.Count == 0
        ? Html.Empty
        : Html.Of($"""<dl class="tiles">{Tiles.Select(t => t.ToHtml())}</dl>""");

    // A short page needs no list of contents.
    private Html Navigation() => Sections.Count < 4
        ? Html.Empty
        : Html.Of($"""<nav aria-label="Sections">{Sections.Select(s => Html.Of($"""<a href="#{s.Anchor}">{s.Title}</a>"""))}</nav>""");

    private static Html Line(string style, string? text) =>
        text is null ? Html.Empty : Html.Of($"""<p class="{style}">{text}</p>""");
}
