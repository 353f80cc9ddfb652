namespace Sinter.Data.Cleaning;

/// <summary>
/// Drops documents that repeat themselves. Paragraphs are what stands between empty lines; one that equals an earlier one is a duplicate
/// (the first is not). The limits are those of the course "Pretraining LLMs", which follow Gopher's (Rae et al. 2021, table A1).
/// </summary>
[CleaningStep("repetition", "Drops documents of which too many paragraphs repeat earlier ones.")]
public sealed class RepetitionStep : ICleaningStep
{
    /// <summary>The share of paragraphs that may be duplicates.</summary>
    [StepOption("Greatest share of paragraphs that may repeat earlier ones.", Least = 0, Most = 1)]
    public double MaximumDuplicateParagraphs { get; init; } = 0.3;

    /// <summary>The share of characters that may stand in duplicate paragraphs.</summary>
    [StepOption("Greatest share of characters that may stand in such paragraphs.", Least = 0, Most = 1)]
    public double MaximumDuplicateCharacters { get; init; } = 0.2;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("duplicateParagraphs", "share of paragraphs that repeat earlier ones") { Maximum = MaximumDuplicateParagraphs, MaximumOption = "maximumDuplicateParagraphs" },
        new("duplicateCharacters", "share of characters in such paragraphs") { Maximum = MaximumDuplicateCharacters, MaximumOption = "maximumDuplicateCharacters" },
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text.AsSpan().Trim();
        if (!text.Contains("\n\n", StringComparison.Ordinal))
        {
            candidate.Score(0, 0);
            candidate.Score(1, 0);
            return;
        }

        var offset = candidate.Text.AsSpan().IndexOf(text);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        var paragraphs = 0;
        var duplicates = 0;
        var duplicateCharacters = 0;
        foreach (var range in text.Split("\n\n"))
        {
            var paragraph = text[range].Trim();
            if (paragraph.IsEmpty)
            {
                continue;
            }

            paragraphs++;
            if (!lookup.Add(paragraph))
            {
                duplicates++;
                duplicateCharacters += paragraph.Length;
                var (start, length) = range.GetOffsetAndLength(text.Length);
                candidate.Mark(0, offset + start, length);
                candidate.Mark(1, offset + start, length);
            }
        }

        candidate.Score(0, (double)duplicates / paragraphs);
        candidate.Score(1, (double)duplicateCharacters / text.Length);
    }
}
