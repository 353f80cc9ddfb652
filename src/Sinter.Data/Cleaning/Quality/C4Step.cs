using System.Buffers;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Removes lines and judges documents as the making of C4 does (Raffel et al. 2020, section 2.2, and its published pipeline). Of each line, in this order: a word
/// that is too long removes it; citation marks are cut out; an end without punctuation, or with an ellipsis, removes it, and so do too few words; "lorem ipsum"
/// condemns the document; "javascript" removes the line; <c>{</c> condemns the document; phrases of policies remove the line. What is left must hold enough
/// sentences. FineWeb sets <see cref="EndPunctuation"/> off, mC4 asks for <see cref="MinimumLongLines"/> of 3. The list of bad words is no part of it.
/// </summary>
[CleaningStep("c4", "Removes lines without sentences, scripts and policies, and measures what is left, as C4 was made.")]
public sealed class C4Step : ICleaningStep
{
    private const int Sentences = 0;
    private const int LoremIpsum = 1;
    private const int CurlyBrackets = 2;
    private const int LongLines = 3;
    private const int LinesRemoved = 4;
    private const int LinesRemovedShare = 5;

    private const string LoremIpsumPhrase = "lorem ipsum";
    private const string JavascriptWord = "javascript";

    private static readonly SearchValues<string> PolicyPhrases = SearchValues.Create(
        ["terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> AnyPhrase = SearchValues.Create(
        [LoremIpsumPhrase, JavascriptWord, "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a line must end in <c>. ? ! " '</c>.</summary>
    [StepOption("Whether lines that do not end in . ? ! \" or ', or that end in three full stops, are removed.")]
    public bool EndPunctuation { get; init; } = true;

    /// <summary>The fewest words of a line.</summary>
    [StepOption("Lines with fewer words are removed.", Least = 0)]
    public int MinimumWordsPerLine { get; init; } = 3;

    /// <summary>The most characters of a word.</summary>
    [StepOption("Lines with a word of more characters are removed.", Least = 1)]
    public int MaximumWordLength { get; init; } = 1000;

    /// <summary>The fewest sentences of the lines that are left.</summary>
    [StepOption("The fewest sentences in the lines that are left.", Least = 0)]
    public int MinimumSentences { get; init; } = 5;

    /// <summary>Whether citation marks are cut out.</summary>
    [StepOption("Whether citation marks such as [1], [edit] and [citation needed] are cut out.")]
    public bool RemoveCitations { get; init; } = true;

    /// <summary>Whether lines that name JavaScript are removed.</summary>
    [StepOption("Whether lines with the word javascript are removed.")]
    public bool RemoveJavascript { get; init; } = true;

    /// <summary>Whether lines on policies and cookies are removed.</summary>
    [StepOption("Whether lines with phrases of policies, such as 'terms of use' and 'use cookies', are removed.")]
    public bool RemovePolicy { get; init; } = true;

    /// <summary>Whether "lorem ipsum" drops the document.</summary>
    [StepOption("Whether a document with 'lorem ipsum' is dropped.")]
    public bool DropLoremIpsum { get; init; } = true;

    /// <summary>Whether <c>{</c> drops the document.</summary>
    [StepOption("Whether a document with an opening curly bracket is dropped.")]
    public bool DropCurlyBrackets { get; init; } = true;

    /// <summary>How many long lines there must be, before any is removed.</summary>
    [StepOption("How many lines of longLineLength there must be, before any is removed; 3 in mC4.", Least = 0)]
    public int MinimumLongLines { get; init; }

    /// <summary>From how many characters on a line is long.</summary>
    [StepOption("From how many characters on a line is long.", Least = 1)]
    public int LongLineLength { get; init; } = 200;

    /// <summary>The greatest share of lines that may be removed.</summary>
    [StepOption("The greatest share of lines that may be removed.", Least = 0, Most = 1)]
    public double MaximumLinesRemovedShare { get; init; } = 1;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("sentences", "sentences in the lines that are left") { Minimum = MinimumSentences, MinimumOption = "minimumSentences" },
        new("loremIpsum", "lines with 'lorem ipsum'") { Maximum = DropLoremIpsum ? 0 : double.PositiveInfinity },
        new("curlyBrackets", "lines with {") { Maximum = DropCurlyBrackets ? 0 : double.PositiveInfinity },
        new("longLines", $"lines of at least {LongLineLength} characters") { Minimum = MinimumLongLines, MinimumOption = "minimumLongLines" },
        new("linesRemoved", "lines that were removed"),
        new("linesRemovedShare", "share of lines that were removed") { Maximum = MaximumLinesRemovedShare, MaximumOption = "maximumLinesRemovedShare" },
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text;
        var phrases = text.AsSpan().ContainsAny(AnyPhrase);
        var words = new LineWords(candidate.Analysis.Words);
        var filter = new LineFilter(candidate, LinesRemoved);
        var (sentences, loremIpsum, curlyBrackets, longLines) = (0, 0, 0, 0);
        foreach (var line in candidate.Analysis.Lines)
        {
            longLines += line.Whole.Length >= LongLineLength ? 1 : 0;
            var lineWords = words.Of(line);
            var content = RemoveCitations ? Citations.Remove(line.Content.In(text)) : line.Content.In(text);
            if (!IsSentenceLike(content, lineWords))
            {
                filter.Remove(line, lineWords.Length);
                continue;
            }

            if (phrases && content.Contains(LoremIpsumPhrase, StringComparison.OrdinalIgnoreCase))
            {
                loremIpsum++;
                candidate.Mark(LoremIpsum, line.Content.Start, line.Content.Length);
            }

            if (phrases && RemoveJavascript && content.Contains(JavascriptWord, StringComparison.OrdinalIgnoreCase))
            {
                filter.Remove(line, lineWords.Length);
                continue;
            }

            if (content.Contains('{'))
            {
                curlyBrackets++;
                candidate.Mark(CurlyBrackets, line.Content.Start, line.Content.Length);
            }

            if (phrases && RemovePolicy && content.ContainsAny(PolicyPhrases))
            {
                filter.Remove(line, lineWords.Length);
                continue;
            }

            sentences += SentenceCounter.Count(content);
            filter.Keep(line, content);
        }

        candidate.Score(Sentences, sentences);
        candidate.Score(LoremIpsum, loremIpsum);
        candidate.Score(CurlyBrackets, curlyBrackets);
        candidate.Score(LongLines, longLines);
        candidate.Score(LinesRemoved, filter.Removed);
        candidate.Score(LinesRemovedShare, filter.RemovedShare);
        candidate.Text = filter.ToText();
    }

    private bool IsSentenceLike(ReadOnlySpan<char> line, ReadOnlySpan<TextWord> words)
    {
        if (words.Length < MinimumWordsPerLine || (EndPunctuation && !EndsSentence(line)))
        {
            return false;
        }

        if (line.Length > MaximumWordLength)
        {
            foreach (var word in words)
            {
                if (word.Length > MaximumWordLength)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool EndsSentence(ReadOnlySpan<char> line) => !line.IsEmpty && (line[^1] is '.' or '?' or '!' or '"' or '\'') && !line.EndsWith("...");
}
