namespace Sinter.Data.Reports;

/// <summary>A part that is folded away until the reader asks for it; needs no script and opens by keyboard too.</summary>
public static class Disclosure
{
    /// <summary>The folded part.</summary>
    /// <param name="summary">The line that is always seen.</param>
    /// <param name="content">What opens below it.</param>
    /// <param name="open">Whether it starts open.</param>
    public static Html Of(Html summary, Html content, bool open = false) => Html.Of(
        $"""
        <details{(open ? Html.Of($" open") : Html.Empty)}><summary>{summary}</summary><div class="inside">{content}</div></details>

        """);
}
