namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>
/// Mends badly formatted text by rule: HTML entities that were left in it, written-out escapes, words set with a space behind each letter, a space that is missing
/// behind a full stop, signs repeated for show, and (if asked) lines broken at a fixed width. Each rule acts only where it is certain; all others leave the text as it
/// is. It stands before <c>normalise</c>, since the wide gaps between spaced words are what tells them apart.
/// </summary>
[CleaningStep("mend", "Mends entities, escapes, spaced-out words, missing spaces and repeated signs left in badly formatted text.")]
public sealed class MendStep : ICleaningStep
{
    /// <summary>Whether HTML entities are resolved.</summary>
    [StepOption("Whether HTML entities such as &amp; left in the text are resolved.")]
    public bool Entities { get; init; } = true;

    /// <summary>Whether written-out escapes are resolved.</summary>
    [StepOption(@"Whether a backslash with n, r or t between sentences becomes the white space that it stands for.")]
    public bool Escapes { get; init; } = true;

    /// <summary>Whether words with spaces between their letters are closed up.</summary>
    [StepOption("Whether words set with a space behind each letter are closed up.")]
    public bool SpacedLetters { get; init; } = true;

    /// <summary>Whether a missing space behind a full stop is added.</summary>
    [StepOption("Whether a space is added between a full stop and a word that begins sentences.")]
    public bool MissingSpaces { get; init; } = true;

    /// <summary>How often one punctuation mark may stand in a row.</summary>
    [StepOption("How often a punctuation mark may stand in a row; 0 for any number.", Least = 0)]
    public int RepeatedPunctuation { get; init; } = 3;

    /// <summary>Whether lines that were broken at a fixed width are joined.</summary>
    [StepOption("Whether the lines of paragraphs that were broken at a fixed width are joined.")]
    public bool Unwrap { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => [];

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Text = Mend(candidate.Text);

    /// <summary>The mended text; the same object where nothing was to mend.</summary>
    public string Mend(string text)
    {
        text = Entities ? LeftEntities.Resolve(text) : text;
        text = Escapes ? WrittenEscapes.Resolve(text) : text;
        text = SpacedLetters ? SpacedWords.Close(text) : text;
        text = MissingSpaces ? SentenceSpaces.Add(text) : text;
        text = RepeatedPunctuation > 0 ? RepeatedSigns.Shorten(text, RepeatedPunctuation) : text;
        return Unwrap ? WrappedLines.Join(text) : text;
    }
}
