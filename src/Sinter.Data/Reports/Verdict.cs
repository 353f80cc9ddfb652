namespace Sinter.Data.Reports;

/// <summary>How a run, or one check of it, turned out. Ordered: the worst check decides.</summary>
public enum VerdictLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Usable, but something deserves a look.</summary>
    Warning,

    /// <summary>Not as it should be.</summary>
    Bad,
}

/// <summary>One check and how it turned out, in one plain sentence with its figures.</summary>
public sealed record VerdictReason(VerdictLevel Level, string Text);

/// <summary>What a reader learns first: one line that says whether the run was good, and the checks behind it.</summary>
/// <param name="Level">The worst of the reasons.</param>
/// <param name="Headline">One sentence.</param>
/// <param name="Reasons">The checks, in the order in which they are shown.</param>
public sealed record Verdict(VerdictLevel Level, string Headline, IReadOnlyList<VerdictReason> Reasons)
{
    internal Html ToHtml() => Html.Of(
        $"""
        <section class="verdict {Class(Level)}" aria-label="Verdict">
        <h2>{Mark(Level)}<span>{Headline}</span></h2>
        <ul>{Reasons.Select(r => Html.Of($"""<li class="{Class(r.Level)}">{Mark(r.Level)}<span>{r.Text}</span></li>"""))}</ul>
        </section>

        """);

    private static string Class(VerdictLevel level) => level switch
    {
        VerdictLevel.Good => "good",
        VerdictLevel.Warning => "warn",
        _ => "bad",
    };

    // A sign as well as a colour: some readers print in grey, some see no red beside green.
    private static Html Mark(VerdictLevel level) => level switch
    {
        VerdictLevel.Good => Html.Of($"""<svg class="mark" viewBox="0 0 16 16" role="img" aria-label="good"><circle cx="8" cy="8" r="8"/><path d="M4.6 8.3l2.3 2.3 4.5-4.9"/></svg>"""),
        VerdictLevel.Warning => Html.Of($"""<svg class="mark" viewBox="0 0 16 16" role="img" aria-label="warning"><circle cx="8" cy="8" r="8"/><path d="M8 4v4.6M8 11.6v.1"/></svg>"""),
        _ => Html.Of($"""<svg class="mark" viewBox="0 0 16 16" role="img" aria-label="bad"><circle cx="8" cy="8" r="8"/><path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"/></svg>"""),
    };
}
