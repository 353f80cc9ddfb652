using Sinter.Tokenizers.Unicode;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>
/// Brings a text into one form: LF line ends, no control and no invisible characters, one space between words, no white space at the ends of lines, at most one
/// empty line in a row, and a Unicode form; and mends text that was read in the wrong encoding, where that is certain. Done twice it changes nothing more, and a text
/// that is tidy stays the same object. White space between two words is never lost, but where <see cref="Hyphenation"/> joins the halves of one.
/// </summary>
[CleaningStep("normalise", "Brings a text into one form: Unicode, white space, line ends, invisible characters, and text read in the wrong encoding.")]
public sealed class NormaliseTextStep : ICleaningStep
{
    private const string None = "none";
    private const int MaximumRounds = 4;

    /// <summary>The Unicode form.</summary>
    [StepOption("The Unicode form; NFKC also makes plain characters of ligatures, full widths and the like.", Allowed = ["NFC", "NFKC", None])]
    public string Form { get; init; } = "NFC";

    /// <summary>Whether text that was read in the wrong encoding is mended.</summary>
    [StepOption("Whether UTF-8 that was read as Windows-1252 or Latin-1 is mended, where that is certain.")]
    public bool Mojibake { get; init; } = true;

    /// <summary>Whether curly quotes become straight ones.</summary>
    [StepOption("Whether curly quotes become straight ones.")]
    public bool StraightQuotes { get; init; }

    /// <summary>Whether dashes become hyphens.</summary>
    [StepOption("Whether dashes become hyphens and the ellipsis three full stops.")]
    public bool PlainDashes { get; init; }

    /// <summary>
    /// Whether words that were broken at line ends are joined. Off by default: web text is hardly ever broken so, and only print (books, PDF) repays the search.
    /// </summary>
    [StepOption("Whether a word broken at a line end is joined, where the same text has it unbroken.")]
    public bool Hyphenation { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => [];

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Text = Normalise(candidate.Text);

    /// <summary>The text in its one form.</summary>
    public string Normalise(string text)
    {
        if (WhiteSpace.IsPlain(text))
        {
            return Hyphenation ? BrokenWords.Join(text) : text;
        }

        // Composing comes after the tidying, since removing a character may bring together what composes.
        text = Mojibake ? RepairAndTidy(text) : WhiteSpace.Tidy(text);
        if (StraightQuotes || PlainDashes)
        {
            text = PlainPunctuation.Replace(text, StraightQuotes, PlainDashes);
        }

        if (!string.Equals(Form, None, StringComparison.Ordinal))
        {
            var compatible = string.Equals(Form, "NFKC", StringComparison.Ordinal);
            text = UnicodeNormalizer.Normalize(text, compatible ? UnicodeForm.Nfkc : UnicodeForm.Nfc);

            // Compatibility decompositions bring spaces of their own.
            text = compatible ? WhiteSpace.Tidy(text) : text;
        }

        return Hyphenation ? BrokenWords.Join(text) : text;
    }

    /// <summary>Mends before it tidies, since half of a wrong character may be a control character; and again, since what is not seen may have parted the halves.</summary>
    private static string RepairAndTidy(string text)
    {
        string met;
        var rounds = 0;
        do
        {
            met = text;
            text = WhiteSpace.Tidy(Normalisation.Mojibake.Repair(text));
        }
        while (!ReferenceEquals(met, text) && ++rounds < MaximumRounds);

        return text;
    }
}
