using System.Buffers;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>
/// Measures what the quality rules of Gopher ask (Rae et al. 2021, appendix A1.1). Papers and tools read them differently, hence the dialects:
/// <list type="bullet">
/// <item><c>datatrove</c> counts words that are not punctuation alone and takes their mean length without the punctuation at their ends; signs (<c>#</c>, and the
/// ellipsis as one character or three full stops) and words with letters are shares of all tokens, where runs of punctuation at the ends of words are tokens too;
/// bullets are <c>•</c> and <c>-</c> behind indentation; stop words count once each.</item>
/// <item><c>dolma</c> takes words as they stand between white space, and their median length; words that hold a sign are a share of words; bullets are <c>*</c> and
/// <c>-</c> at the very start; lines end in the ellipsis character; stop words count as often as they occur.</item>
/// </list>
/// Where a tool has a tokenizer of its own, words are taken between white space here.
/// </summary>
[CleaningStep("gopherQuality", "Measures length, words, signs, bullets and stop words as the quality rules of Gopher do.")]
public sealed class GopherQualityStep : ICleaningStep
{
    private const int Words = 0;
    private const int WordLength = 1;
    private const int HashesPerWord = 2;
    private const int EllipsesPerWord = 3;
    private const int BulletLines = 4;
    private const int EllipsisLines = 5;
    private const int WordsWithLetters = 6;
    private const int StopWordCount = 7;

    private static readonly SearchValues<char> SignCharacters = SearchValues.Create("#\u2026");

    private StopWordSet? _stopWords;

    /// <summary>How the rules are read.</summary>
    [StepOption("Whose reading of the rules is followed.", Allowed = [GopherDialect.Datatrove, GopherDialect.Dolma])]
    public string Dialect { get; init; } = GopherDialect.Datatrove;

    /// <summary>The fewest words.</summary>
    [StepOption("The fewest words.", Least = 0)]
    public int MinimumWords { get; init; } = 50;

    /// <summary>The most words.</summary>
    [StepOption("The most words.", Least = 0)]
    public int MaximumWords { get; init; } = 100_000;

    /// <summary>The least mean (or median) word length.</summary>
    [StepOption("The least mean (dolma: median) length of a word, in characters.", Least = 0)]
    public double MinimumWordLength { get; init; } = 3;

    /// <summary>The greatest mean (or median) word length.</summary>
    [StepOption("The greatest mean (dolma: median) length of a word, in characters.", Least = 0)]
    public double MaximumWordLength { get; init; } = 10;

    /// <summary>The most <c>#</c> a word; in the dialect dolma the greatest share of words that hold <c>#</c> or an ellipsis.</summary>
    [StepOption("The most signs # a word (dolma: the greatest share of words with # or an ellipsis).", Least = 0)]
    public double MaximumHashesPerWord { get; init; } = 0.1;

    /// <summary>The most ellipses a word.</summary>
    [StepOption("The most ellipses a word (dolma: counted with the signs #).", Least = 0)]
    public double MaximumEllipsesPerWord { get; init; } = 0.1;

    /// <summary>The greatest share of lines that begin with a bullet.</summary>
    [StepOption("The greatest share of lines that begin with a bullet.", Least = 0, Most = 1)]
    public double MaximumBulletLines { get; init; } = 0.9;

    /// <summary>The greatest share of lines that end with an ellipsis.</summary>
    [StepOption("The greatest share of lines that end with an ellipsis.", Least = 0, Most = 1)]
    public double MaximumEllipsisLines { get; init; } = 0.3;

    /// <summary>The least share of words that hold a letter.</summary>
    [StepOption("The least share of words that hold a letter.", Least = 0, Most = 1)]
    public double MinimumWordsWithLetters { get; init; } = 0.8;

    /// <summary>How many stop words there must be.</summary>
    [StepOption("How many stop words there must be (datatrove: different ones).", Least = 0)]
    public int MinimumStopWords { get; init; } = 2;

    /// <summary>The stop words, in the case in which they are looked for.</summary>
    [StepOption("The stop words, in the case in which they are looked for.")]
    public IReadOnlyList<string> StopWords { get; init; } = ["the", "be", "to", "of", "and", "that", "have", "with"];

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            Bounds.Check("minimumWords", MinimumWords, "maximumWords", MaximumWords);
            Bounds.Check("minimumWordLength", MinimumWordLength, "maximumWordLength", MaximumWordLength);
            return
            [
                new("words", IsDolma ? "words" : "words that are not punctuation") { Minimum = MinimumWords, Maximum = MaximumWords, MinimumOption = "minimumWords", MaximumOption = "maximumWords" },
                new("wordLength", IsDolma ? "median length of a word in characters" : "mean length of a word in characters")
                {
                    Minimum = MinimumWordLength, Maximum = MaximumWordLength, MinimumOption = "minimumWordLength", MaximumOption = "maximumWordLength",
                },
                new("hashesPerWord", IsDolma ? "share of words with # or an ellipsis" : "signs # a word") { Maximum = MaximumHashesPerWord, MaximumOption = "maximumHashesPerWord" },
                new("ellipsesPerWord", "ellipses a word") { Maximum = MaximumEllipsesPerWord, MaximumOption = "maximumEllipsesPerWord" },
                new("bulletLines", "share of lines that begin with a bullet") { Maximum = MaximumBulletLines, MaximumOption = "maximumBulletLines" },
                new("ellipsisLines", "share of lines that end with an ellipsis") { Maximum = MaximumEllipsisLines, MaximumOption = "maximumEllipsisLines" },
                new("wordsWithLetters", "share of words that hold a letter") { Minimum = MinimumWordsWithLetters, MinimumOption = "minimumWordsWithLetters" },
                new("stopWords", IsDolma ? "stop words" : "different stop words") { Minimum = MinimumStopWords, MinimumOption = "minimumStopWords" },
            ];
        }
    }

    private bool IsDolma => string.Equals(Dialect, GopherDialect.Dolma, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var words = candidate.Analysis.WordList;
        candidate.Score(Words, IsDolma ? words.Words.Length : words.Cores);
        candidate.Score(WordLength, IsDolma ? MedianLength(words.Words) : Share.Of(words.CoreCharacters, words.Cores));
        candidate.Score(WordsWithLetters, Share.Of(words.Letters, IsDolma ? words.Words.Length : words.Tokens));
        candidate.Score(StopWordCount, CountStopWords(candidate.Text, words.Words));
        MeasureSigns(candidate, words);
        MeasureLines(candidate);
    }

    private static double MedianLength(ReadOnlySpan<TextWord> words)
    {
        if (words.IsEmpty)
        {
            return double.NaN;
        }

        // Lengths are small numbers: counted, they need no sorting. What is longer shares the last place, which a median reaches in no text of words.
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var word in words)
        {
            counts[Math.Min(word.Length, counts.Length - 1)]++;
        }

        return (Place(counts, (words.Length - 1) / 2) + Place(counts, words.Length / 2)) / 2.0;

        static int Place(ReadOnlySpan<int> counts, int rank)
        {
            var length = 0;
            for (var below = counts[0]; below <= rank; below += counts[length])
            {
                length++;
            }

            return length;
        }
    }

    private int CountStopWords(string text, ReadOnlySpan<TextWord> words)
    {
        var stopWords = _stopWords ??= new StopWordSet(StopWords);
        var found = 0;
        Span<bool> seen = StopWords.Count <= 256 ? stackalloc bool[StopWords.Count] : new bool[StopWords.Count];
        seen.Clear();
        foreach (ref readonly var word in words)
        {
            var at = stopWords.IndexOf(IsDolma ? word.In(text) : word.CoreIn(text));
            if (at >= 0 && (IsDolma || !seen[at]))
            {
                seen[at] = true;
                found++;
                if (!IsDolma && found == StopWords.Count)
                {
                    break;
                }
            }
        }

        return found;
    }

    private void MeasureSigns(Candidate candidate, WordList words)
    {
        var text = candidate.Text.AsSpan();
        if (IsDolma)
        {
            var withSign = 0;
            foreach (var word in text.ContainsAny(SignCharacters) ? words.Words : [])
            {
                if (word.In(candidate.Text).ContainsAny(SignCharacters))
                {
                    withSign++;
                    candidate.Mark(HashesPerWord, word.Start, word.Length);
                }
            }

            candidate.Score(HashesPerWord, Share.Of(withSign, words.Words.Length));
            return;
        }

        var ellipsisMarks = text.Count("...") + text.Count('\u2026');
        candidate.Score(HashesPerWord, Share.Of(text.Count('#'), words.Tokens));
        candidate.Score(EllipsesPerWord, Share.Of(ellipsisMarks, words.Tokens));
        if (candidate.WantsEvidence)
        {
            MarkSigns(candidate, text);
        }
    }

    private static void MarkSigns(Candidate candidate, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (SignCharacters.Contains(text[i]))
            {
                candidate.Mark(text[i] == '#' ? HashesPerWord : EllipsesPerWord, i, 1);
            }
            else if (text[i..].StartsWith("..."))
            {
                candidate.Mark(EllipsesPerWord, i, 3);
                i += 2;
            }
        }
    }

    private void MeasureLines(Candidate candidate)
    {
        var text = candidate.Text;
        var lines = candidate.Analysis.ContentLines;
        var bullets = 0;
        var ellipses = 0;
        foreach (var line in lines)
        {
            var content = line.In(text);
            if (content[0] == '-' || content[0] == (IsDolma ? '*' : '\u2022'))
            {
                bullets++;
                candidate.Mark(BulletLines, line.Start, line.Length);
            }

            if (content[^1] == '\u2026' || (!IsDolma && content.EndsWith("...")))
            {
                ellipses++;
                candidate.Mark(EllipsisLines, line.Start, line.Length);
            }
        }

        candidate.Score(BulletLines, Share.Of(bullets, lines.Length));
        candidate.Score(EllipsisLines, Share.Of(ellipses, lines.Length));
    }
}
