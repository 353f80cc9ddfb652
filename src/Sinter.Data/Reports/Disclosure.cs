namespace Sinter.Data.Reports;

/// <summary>A part that is folded away until the reader asks for it; needs no script and opens by keyboard too.</summary>
public static class Disclosure
{
    /// <summary>A folded part below a line of text.</summary>
    public static Html Of(Html summary, Html content) => Fold(Html.Of($"<summary>{summary}</summary>"), content);

    /// <summary>A folded part below a measured line: a name, a bar and figures.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="share">The length of the bar, from 0 to 1.</param>
    /// <param name="figures">The figures at the end of the line.</param>
    /// <param name="content">What opens below.</param>
    public static Html Measured(string name, double share, string figures, Html content) => Fold(
        Html.Of(
            $"""
            <summary class="measured"><b>{name}</b><svg class="measure" height="10" aria-hidden="true"><rect class="s1 pale" width="{100 * Math.Clamp(share, 0, 1)}%" height="10" rx="2.5"/></svg><span>{figures}</span></summary>
            """),
        content);

    private static Html Fold(Html summary, Html content) =>
        Html.Of($"""<details>{summary}<div class="inside">{content}</div></details>""");
}
