namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Measures what the repetition rules of Gopher ask (Rae et al. 2021, table A1): how much of a text stands in lines, paragraphs and runs of words that occur more
/// than once. Tools read them differently, hence the dialects:
/// <list type="bullet">
/// <item><c>datatrove</c>: only the further copies of a line or a paragraph count, and characters are a share of the whole text. The most frequent run of n words
/// counts with the spaces in it, times its occurrences. For repeated runs the text is gone through from its start: a run that was met before counts and is jumped
/// over, any other is noted and left by one word.</item>
/// <item><c>dolma</c>: all copies count, characters are a share of those that are not white space, and the repeated runs are a share of all runs, overlapping ones
/// counted each. It has no rule for paragraphs.</item>
/// </list>
/// Words stand between white space; lines and paragraphs that are blank count nowhere.
/// </summary>
[CleaningStep("gopherRepetition", "Measures repeated lines, paragraphs and runs of words as the repetition rules of Gopher do.")]
public sealed class GopherRepetitionStep : ICleaningStep
{
    private const int DuplicateLines = 0;
    private const int DuplicateLineCharacters = 1;
    private const int DuplicateParagraphs = 2;
    private const int DuplicateParagraphCharacters = 3;
    private const int TopNgrams = 4;
    private const int LeastTop = 2;
    private const int MostTop = 4;
    private const int DuplicateNgrams = TopNgrams + MostTop - LeastTop + 1;
    private const int LeastDuplicate = 5;
    private const int MostDuplicate = NgramTable.Longest;

    /// <summary>How the rules are read.</summary>
    [StepOption("Whose reading of the rules is followed.", Allowed = [GopherDialect.Datatrove, GopherDialect.Dolma])]
    public string Dialect { get; init; } = GopherDialect.Datatrove;

    /// <summary>The greatest share of lines that are duplicates.</summary>
    [StepOption("The greatest share of lines that are duplicates.", Least = 0, Most = 1)]
    public double MaximumDuplicateLines { get; init; } = 0.30;

    /// <summary>The greatest share of characters in duplicate lines.</summary>
    [StepOption("The greatest share of characters in duplicate lines.", Least = 0)]
    public double MaximumDuplicateLineCharacters { get; init; } = 0.20;

    /// <summary>The greatest share of paragraphs that are duplicates.</summary>
    [StepOption("The greatest share of paragraphs that are duplicates.", Least = 0, Most = 1)]
    public double MaximumDuplicateParagraphs { get; init; } = 0.30;

    /// <summary>The greatest share of characters in duplicate paragraphs.</summary>
    [StepOption("The greatest share of characters in duplicate paragraphs.", Least = 0)]
    public double MaximumDuplicateParagraphCharacters { get; init; } = 0.20;

    /// <summary>The greatest share of characters in the most frequent two words.</summary>
    [StepOption("The greatest share of characters in the most frequent run of 2 words.", Least = 0)]
    public double MaximumTop2Gram { get; init; } = 0.20;

    /// <summary>The greatest share of characters in the most frequent three words.</summary>
    [StepOption("The greatest share of characters in the most frequent run of 3 words.", Least = 0)]
    public double MaximumTop3Gram { get; init; } = 0.18;

    /// <summary>The greatest share of characters in the most frequent four words.</summary>
    [StepOption("The greatest share of characters in the most frequent run of 4 words.", Least = 0)]
    public double MaximumTop4Gram { get; init; } = 0.16;

    /// <summary>The greatest share of characters in repeated runs of five words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 5 words.", Least = 0)]
    public double MaximumDuplicate5Grams { get; init; } = 0.15;

    /// <summary>The greatest share of characters in repeated runs of six words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 6 words.", Least = 0)]
    public double MaximumDuplicate6Grams { get; init; } = 0.14;

    /// <summary>The greatest share of characters in repeated runs of seven words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 7 words.", Least = 0)]
    public double MaximumDuplicate7Grams { get; init; } = 0.13;

    /// <summary>The greatest share of characters in repeated runs of eight words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 8 words.", Least = 0)]
    public double MaximumDuplicate8Grams { get; init; } = 0.12;

    /// <summary>The greatest share of characters in repeated runs of nine words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 9 words.", Least = 0)]
    public double MaximumDuplicate9Grams { get; init; } = 0.11;

    /// <summary>The greatest share of characters in repeated runs of ten words.</summary>
    [StepOption("The greatest share of characters in repeated runs of 10 words.", Least = 0)]
    public double MaximumDuplicate10Grams { get; init; } = 0.10;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        Rule("duplicateLines", "share of lines that are duplicates", MaximumDuplicateLines),
        Rule("duplicateLineCharacters", "share of characters in duplicate lines", MaximumDuplicateLineCharacters),
        Rule("duplicateParagraphs", "share of paragraphs that are duplicates", MaximumDuplicateParagraphs),
        Rule("duplicateParagraphCharacters", "share of characters in duplicate paragraphs", MaximumDuplicateParagraphCharacters),
        Rule("top2Gram", "share of characters in the most frequent run of 2 words", MaximumTop2Gram),
        Rule("top3Gram", "share of characters in the most frequent run of 3 words", MaximumTop3Gram),
        Rule("top4Gram", "share of characters in the most frequent run of 4 words", MaximumTop4Gram),
        Rule("duplicate5Grams", "share of characters in repeated runs of 5 words", MaximumDuplicate5Grams),
        Rule("duplicate6Grams", "share of characters in repeated runs of 6 words", MaximumDuplicate6Grams),
        Rule("duplicate7Grams", "share of characters in repeated runs of 7 words", MaximumDuplicate7Grams),
        Rule("duplicate8Grams", "share of characters in repeated runs of 8 words", MaximumDuplicate8Grams),
        Rule("duplicate9Grams", "share of characters in repeated runs of 9 words", MaximumDuplicate9Grams),
        Rule("duplicate10Grams", "share of characters in repeated runs of 10 words", MaximumDuplicate10Grams),
    ];

    private bool CountsAllCopies => string.Equals(Dialect, GopherDialect.Dolma, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var analysis = candidate.Analysis;
        var words = analysis.WordList;
        var characters = CountsAllCopies ? words.Characters : candidate.Text.Length;
        var lines = DuplicateSpans.Measure(candidate, DuplicateLineCharacters, analysis.ContentLines, analysis.LineGroups, CountsAllCopies);
        candidate.Score(DuplicateLines, Share.Of(lines.Parts, analysis.ContentLines.Length));
        candidate.Score(DuplicateLineCharacters, Share.Of(lines.Characters, characters));
        if (!CountsAllCopies)
        {
            var paragraphs = DuplicateSpans.Measure(candidate, DuplicateParagraphCharacters, analysis.Paragraphs, analysis.ParagraphGroups, CountsAllCopies);
            candidate.Score(DuplicateParagraphs, Share.Of(paragraphs.Parts, analysis.Paragraphs.Length));
            candidate.Score(DuplicateParagraphCharacters, Share.Of(paragraphs.Characters, characters));
        }

        var measure = new NgramMeasure(words, CountsAllCopies);
        for (var n = LeastTop; n <= MostTop; n++)
        {
            candidate.Score(TopNgrams + n - LeastTop, Share.Of(measure.Top(n, candidate, TopNgrams + n - LeastTop), characters));
        }

        for (var n = LeastDuplicate; n <= MostDuplicate; n++)
        {
            var rule = DuplicateNgrams + n - LeastDuplicate;
            candidate.Score(rule, CountsAllCopies ? measure.DuplicateShare(n, candidate, rule) : Share.Of(measure.DuplicateCharacters(n, candidate, rule), characters));
        }
    }

    private static ScoreRule Rule(string name, string description, double maximum) =>
        new(name, description) { Maximum = maximum, MaximumOption = $"maximum{char.ToUpperInvariant(name[0])}{name[1..]}" };

}
