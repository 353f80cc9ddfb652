using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>
/// Removes lines that belong to a page and not to its text: cookie notices, buttons for sharing and signing in, breadcrumbs, menus, and footers with copyright. The rules are
/// generic, their words those of a few languages (English, German, French, Spanish, Italian, Portuguese, Dutch).
/// </summary>
[CleaningStep("boilerplate", "Removes cookie notices, buttons, breadcrumbs, menus and copyright footers that were left in a text.")]
public sealed class BoilerplateStep : ICleaningStep
{
    private const int LinesRemoved = 0;
    private const int LinesRemovedShare = 1;
    private const int LinesKept = 2;

    /// <summary>Whether notices on cookies and consent are removed.</summary>
    [StepOption("Whether notices on cookies and consent are removed.")]
    public bool Notices { get; init; } = true;

    /// <summary>Whether lines of buttons are removed.</summary>
    [StepOption("Whether lines are removed that are only buttons: sharing, signing in, reading on.")]
    public bool Buttons { get; init; } = true;

    /// <summary>Whether breadcrumbs and menus are removed.</summary>
    [StepOption("Whether breadcrumbs and menus of short items are removed.")]
    public bool Menus { get; init; } = true;

    /// <summary>Whether copyright footers are removed.</summary>
    [StepOption("Whether footers with copyright are removed.")]
    public bool Footers { get; init; } = true;

    /// <summary>The greatest share of lines that may be removed.</summary>
    [StepOption("The greatest share of lines that may be removed.", Least = 0, Most = 1)]
    public double MaximumLinesRemovedShare { get; init; } = 1;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("linesRemoved", "lines that were removed"),
        new("linesRemovedShare", "share of lines that were removed") { Maximum = MaximumLinesRemovedShare, MaximumOption = "maximumLinesRemovedShare" },
        new("linesKept", "lines that were kept") { Minimum = 1 },
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text;
        var filter = new LineFilter(candidate, LinesRemoved);
        foreach (var line in candidate.Analysis.Lines)
        {
            if (line.Content.Length > 0 && IsBoilerplate(line.Content.In(text)))
            {
                filter.Remove(line, 0);
            }
            else
            {
                filter.Keep(line, line.Whole.In(text));
            }
        }

        candidate.Score(LinesRemoved, filter.Removed);
        candidate.Score(LinesRemovedShare, filter.RemovedShare);
        candidate.Score(LinesKept, filter.Kept);
        candidate.Text = filter.ToText();
    }

    private bool IsBoilerplate(ReadOnlySpan<char> line) =>
        line.Length <= BoilerplateRules.LongestLine
        && ((Buttons && BoilerplateRules.IsButtons(line))
            || (Menus && (BoilerplateRules.IsBreadcrumb(line) || BoilerplateRules.IsMenu(line)))
            || (Footers && BoilerplateRules.IsFooter(line))
            || (Notices && BoilerplateRules.IsNotice(line)));
}
