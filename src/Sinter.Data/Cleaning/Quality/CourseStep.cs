namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Measures what the cleaning of the course "Pretraining LLMs" (DeepLearning.AI with Upstage) asks: lines that are long enough, and repetition among paragraphs.
/// Its exact deduplication and its language filter are steps of their own.
/// </summary>
[CleaningStep("course", "Measures line lengths and repeated paragraphs as the cleaning of the course 'Pretraining LLMs' does.")]
public sealed class CourseStep : ICleaningStep
{
    private const int Lines = 0;
    private const int DuplicateParagraphs = 1;
    private const int DuplicateCharacters = 2;

    /// <summary>How many lines there must be.</summary>
    [StepOption("How many lines of minimumLineLength there must be.", Least = 0)]
    public int MinimumLines { get; init; } = 3;

    /// <summary>From how many characters on a line counts.</summary>
    [StepOption("From how many characters on a line counts.", Least = 0)]
    public int MinimumLineLength { get; init; } = 3;

    /// <summary>The greatest share of paragraphs that are duplicates.</summary>
    [StepOption("The greatest share of paragraphs that equal an earlier one.", Least = 0, Most = 1)]
    public double MaximumDuplicateParagraphs { get; init; } = 0.3;

    /// <summary>The greatest share of characters in duplicate paragraphs.</summary>
    [StepOption("The greatest share of characters in paragraphs that equal an earlier one.", Least = 0, Most = 1)]
    public double MaximumDuplicateCharacters { get; init; } = 0.2;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("lines", $"lines of at least {MinimumLineLength} characters") { Minimum = MinimumLines, MinimumOption = "minimumLines" },
        new("duplicateParagraphs", "share of paragraphs that are duplicates") { Maximum = MaximumDuplicateParagraphs, MaximumOption = "maximumDuplicateParagraphs" },
        new("duplicateCharacters", "share of characters in duplicate paragraphs") { Maximum = MaximumDuplicateCharacters, MaximumOption = "maximumDuplicateCharacters" },
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var analysis = candidate.Analysis;
        var lines = 0;
        foreach (var line in analysis.Lines)
        {
            lines += line.Whole.Length >= MinimumLineLength ? 1 : 0;
        }

        var duplicates = DuplicateSpans.Measure(candidate, DuplicateCharacters, analysis.Paragraphs, analysis.ParagraphGroups, allCopies: false);
        candidate.Score(Lines, lines);
        candidate.Score(DuplicateParagraphs, Share.Of(duplicates.Parts, analysis.Paragraphs.Length));
        candidate.Score(DuplicateCharacters, Share.Of(duplicates.Characters, candidate.Text.Length));
    }
}
