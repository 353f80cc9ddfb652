using System.Buffers;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Removes lines of little content as RefinedWeb does (Penedo et al. 2023, appendix G.2) in the published reading of DCLM, and measures how many words went with
/// them: lines mostly in upper case, of digits alone, counters such as <c>3 likes</c>, and lines of one word; and cuts "items in cart", a last "Read more..." and a
/// first "Sign-in" out of short lines.
/// </summary>
[CleaningStep("refinedWebLines", "Removes lines in upper case, of digits, counters and single words, and measures how many words went, as RefinedWeb does.")]
public sealed class RefinedWebLinesStep : ICleaningStep
{
    private const int WordsRemovedShare = 0;
    private const int LinesKept = 1;
    private const int LinesRemoved = 2;
    private const int LinesRemovedShare = 3;

    /// <summary>In words: a number, what is counted, and signs round them.</summary>
    private const int LongestCounter = 4;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");
    private static readonly SearchValues<string> ShortPhrases = SearchValues.Create(["items in cart", "read more...", "sign-in"], StringComparison.OrdinalIgnoreCase);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Counted = new HashSet<string>(
        ["likes", "shares", "comments", "retweets", "reposts", "quotes", "bookmarks", "upvotes", "downvotes", "downloads", "views", "followers"],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The greatest share of upper-case letters of a line's characters.</summary>
    [StepOption("Lines with a greater share of upper-case letters are removed.", Least = 0, Most = 1)]
    public double MaximumUpperCase { get; init; } = 0.5;

    /// <summary>Whether lines of digits alone are removed.</summary>
    [StepOption("Whether lines of digits alone are removed.")]
    public bool RemoveDigits { get; init; } = true;

    /// <summary>Whether counters are removed.</summary>
    [StepOption("Whether counters such as '3 likes' are removed.")]
    public bool RemoveCounters { get; init; } = true;

    /// <summary>Whether the three phrases are cut out of short lines.</summary>
    [StepOption("Whether 'items in cart', a last 'Read more...' and a first 'Sign-in' are cut out of short lines.")]
    public bool RemovePhrases { get; init; } = true;

    /// <summary>Up to how many words a line is searched for the phrases.</summary>
    [StepOption("Up to how many words a line is searched for these phrases.", Least = 0)]
    public int PhraseLineWords { get; init; } = 10;

    /// <summary>The fewest words of a line.</summary>
    [StepOption("Lines with fewer words are removed.", Least = 0)]
    public int MinimumWordsPerLine { get; init; } = 2;

    /// <summary>The greatest share of words that may go.</summary>
    [StepOption("The greatest share of words that may go with the lines.", Least = 0, Most = 1)]
    public double MaximumWordsRemovedShare { get; init; } = 0.05;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
    [
        new("wordsRemovedShare", "share of words that went with lines") { Maximum = MaximumWordsRemovedShare, MaximumOption = "maximumWordsRemovedShare" },
        new("linesKept", "lines that were kept") { Minimum = 1 },
        new("linesRemoved", "lines that were removed"),
        new("linesRemovedShare", "share of lines that were removed"),
    ];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text;
        var phrases = RemovePhrases && text.AsSpan().ContainsAny(ShortPhrases);
        var words = new LineWords(candidate.Analysis.Words);
        var filter = new LineFilter(candidate, LinesRemoved);
        var wordsCut = 0;
        foreach (var line in candidate.Analysis.Lines)
        {
            var lineWords = words.Of(line);
            var content = line.Content.In(text);
            if (content.IsEmpty)
            {
                filter.Keep(line, line.Whole.In(text));
            }
            else if (IsOfLittleContent(content, lineWords.Length))
            {
                filter.Remove(line, lineWords.Length);
            }
            else if (phrases && lineWords.Length <= PhraseLineWords && content.ContainsAny(ShortPhrases))
            {
                var rest = CutPhrases(content);
                if (rest.IsEmpty)
                {
                    filter.Remove(line, lineWords.Length);
                }
                else
                {
                    wordsCut += lineWords.Length - new WordList(rest.ToString()).Words.Length;
                    filter.Keep(line, rest);
                }
            }
            else
            {
                filter.Keep(line, line.Whole.In(text));
            }
        }

        candidate.Score(WordsRemovedShare, Share.Of(filter.WordsRemoved + wordsCut, candidate.Analysis.Words.Length));
        candidate.Score(LinesKept, filter.Kept);
        candidate.Score(LinesRemoved, filter.Removed);
        candidate.Score(LinesRemovedShare, filter.RemovedShare);
        candidate.Text = filter.ToText();
    }

    private bool IsOfLittleContent(ReadOnlySpan<char> line, int words)
    {
        if (words < MinimumWordsPerLine)
        {
            return true;
        }

        var upper = 0;
        var digits = 0;
        foreach (var character in line)
        {
            var kinds = CharacterTable.Of(character);
            upper += (int)(kinds & CharacterKinds.Upper) / (int)CharacterKinds.Upper;
            digits += (int)(kinds & CharacterKinds.Digit) / (int)CharacterKinds.Digit;
        }

        return upper > MaximumUpperCase * line.Length
            || (RemoveDigits && digits == line.Length)
            || (RemoveCounters && words <= LongestCounter && digits > 0 && IsCounter(line));
    }

    /// <summary>Whether a line is a number (<c>12</c>, <c>1,024</c>, <c>3.5K</c>) and a word for what it counts, with nothing but punctuation round them.</summary>
    private static bool IsCounter(ReadOnlySpan<char> line)
    {
        while (!line.IsEmpty && !IsWordCharacter(line[0]))
        {
            line = line[1..];
        }

        while (!line.IsEmpty && !IsWordCharacter(line[^1]))
        {
            line = line[..^1];
        }

        var behindNumber = line.IndexOfAnyExcept(NumberCharacters);
        if (behindNumber <= 0 || !char.IsAsciiDigit(line[0]))
        {
            return false;
        }

        var rest = line[behindNumber..];
        rest = rest[0] is 'K' or 'k' or 'M' or 'm' or 'B' or 'b' ? rest[1..] : rest;
        return rest.Length > 0 && char.IsWhiteSpace(rest[0]) && Counted.Contains(rest.Trim());

        static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
    }

    private static ReadOnlySpan<char> CutPhrases(ReadOnlySpan<char> line)
    {
        for (var at = line.IndexOf("items in cart", StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf("items in cart", StringComparison.OrdinalIgnoreCase))
        {
            line = string.Concat(line[..at].TrimEnd(), " ", line[(at + "items in cart".Length)..].TrimStart()).AsSpan().Trim();
        }

        if (line.EndsWith("read more...", StringComparison.OrdinalIgnoreCase))
        {
            line = line[..^"read more...".Length].TrimEnd();
        }

        return line.StartsWith("sign-in", StringComparison.OrdinalIgnoreCase) ? line["sign-in".Length..].TrimStart() : line;
    }
}
