namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Measures what the rules made for FineWeb ask (Penedo et al. 2024, section 3.5), as its pipeline does: shares of the lines that are not blank, characters
/// of further copies of lines over all characters but line ends, and line ends over tokens (<see cref="WordList.Tokens"/>). The paper's text allows 0.1 duplicate
/// characters, its code 0.01, which is the default.
/// </summary>
[CleaningStep("fineWeb", "Measures lines without punctuation, short and repeated lines and line ends as the rules of FineWeb do.")]
public sealed class FineWebStep : ICleaningStep
{
    private const int PunctuatedLines = 0;
    private const int ShortLines = 1;
    private const int DuplicateLineCharacters = 2;
    private const int LineEndsPerWord = 3;

    /// <summary>The least share of lines that end in punctuation.</summary>
    [StepOption("The least share of lines that end a sentence.", Least = 0, Most = 1)]
    public double MinimumPunctuatedLines { get; init; } = 0.12;

    /// <summary>The greatest share of short lines.</summary>
    [StepOption("The greatest share of short lines.", Least = 0, Most = 1)]
    public double MaximumShortLines { get; init; } = 0.67;

    /// <summary>Up to how many characters a line is short.</summary>
    [StepOption("Up to how many characters a line is short.", Least = 0)]
    public int ShortLineLength { get; init; } = 30;

    /// <summary>The greatest share of characters in duplicate lines.</summary>
    [StepOption("The greatest share of characters in duplicate lines.", Least = 0, Most = 1)]
    public double MaximumDuplicateLineCharacters { get; init; } = 0.01;

    /// <summary>The most line ends a word.</summary>
    [StepOption("The most line ends a word.", Least = 0)]
    public double MaximumLineEndsPerWord { get; init; } = 0.3;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("punctuatedLines", "share of lines that end a sentence") { Minimum = MinimumPunctuatedLines, MinimumOption = "minimumPunctuatedLines" },
        new("shortLines", $"share of lines of at most {ShortLineLength} characters") { Maximum = MaximumShortLines, MaximumOption = "maximumShortLines" },
        new("duplicateLineCharacters", "share of characters in duplicate lines") { Maximum = MaximumDuplicateLineCharacters, MaximumOption = "maximumDuplicateLineCharacters" },
        new("lineEndsPerWord", "line ends a word") { Maximum = MaximumLineEndsPerWord, MaximumOption = "maximumLineEndsPerWord" },
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var analysis = candidate.Analysis;
        var text = candidate.Text;
        var lines = analysis.ContentLines;
        var punctuated = 0;
        var shortLines = 0;
        foreach (var line in lines)
        {
            if (SentenceEnds.At(line.In(text)))
            {
                punctuated++;
            }
            else
            {
                candidate.Mark(PunctuatedLines, line.Start, line.Length);
            }

            if (line.Length <= ShortLineLength)
            {
                shortLines++;
                candidate.Mark(ShortLines, line.Start, line.Length);
            }
        }

        var lineEnds = text.AsSpan().Count('\n');
        var duplicates = DuplicateSpans.Measure(candidate, DuplicateLineCharacters, lines, analysis.LineGroups, allCopies: false);

        // A text without lines has none that ends a sentence; the pipeline of FineWeb drops it too.
        candidate.Score(PunctuatedLines, lines.IsEmpty ? 0 : Share.Of(punctuated, lines.Length));
        candidate.Score(ShortLines, Share.Of(shortLines, lines.Length));
        candidate.Score(DuplicateLineCharacters, Share.Of(duplicates.Characters, text.Length - lineEnds));
        candidate.Score(LineEndsPerWord, Share.Of(lineEnds, analysis.WordList.Tokens));
    }
}
