namespace Sinter.Data.Cleaning;

/// <summary>Drops documents that say too little: those whose body (<see cref="Candidate.Body"/>) has too few words.</summary>
[CleaningStep("minimumWords", "Drops documents whose body, without the heading, has too few words.")]
public sealed class MinimumWordsStep : ICleaningStep
{
    /// <summary>How many words are enough; a word is a run without white space that holds a letter or a digit.</summary>
    [StepOption("Fewest words; a word is a run without white space that holds a letter or a digit.", Least = 0, Most = 1_000_000)]
    public int Minimum { get; init; } = 3;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => [new("words", "words in the body") { Minimum = Minimum, MinimumOption = "minimum" }];

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Score(0, CountWords(candidate.Body));

    private static int CountWords(ReadOnlySpan<char> text)
    {
        var words = 0;
        var counted = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                counted = false;
            }
            else if (!counted && (char.IsLetterOrDigit(character) || char.IsHighSurrogate(character)))
            {
                counted = true;
                words++;
            }
        }

        return words;
    }
}
