using System.Globalization;
using System.Text;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Language;

/// <summary>
/// Tells the language of a document and keeps those of the languages that are wanted. Judged by paragraph, it also takes the paragraphs of other languages out. Sets the metadata
/// <c>language</c> and <c>languageProbability</c> (four decimals); both are empty and 0 where the text has nothing to judge by.
/// </summary>
[CleaningStep("language", "Tells the language of a document, and keeps those of the languages that are wanted.", Gives = [LanguageKey, ProbabilityKey])]
public sealed class LanguageStep : ICleaningStep
{
    /// <summary>The metadata key of the language's code.</summary>
    public const string LanguageKey = "language";

    /// <summary>The metadata key of its probability.</summary>
    public const string ProbabilityKey = "languageProbability";

    private const string ByDocument = "document";
    private const string ByParagraph = "paragraph";

    private IReadOnlyList<ScoreRule>? _rules;
    private LanguageIdentifier? _identifier;

    /// <summary>The codes of the languages to keep; empty for all.</summary>
    [StepOption("The codes of the languages to keep (ISO 639-1, else 639-3); empty for all.")]
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>The least probability of the likeliest language of <see cref="Keep"/>; of no effect where all are kept.</summary>
    [StepOption("The least probability of the likeliest of the languages to keep; without such a list nothing is dropped.", Least = 0, Most = 1)]
    public double MinimumProbability { get; init; } = 0.65;

    /// <summary>A fastText model whose labels are languages; null for the one that comes with Sinter.</summary>
    [StepOption("A fastText model file whose labels are languages; without it the model that comes with Sinter judges.")]
    public string? Model { get; init; }

    /// <summary>Whether the document is judged, or each of its paragraphs (parts between empty lines).</summary>
    [StepOption("Whether the whole document is judged, or each paragraph, of which those in other languages are taken out.", Allowed = [ByDocument, ByParagraph])]
    public string By { get; init; } = ByDocument;

    /// <summary>How much of a text is judged at most: enough to be sure, and a fraction of the work for long texts.</summary>
    [StepOption("How many characters of a document or paragraph are judged at most; of a longer one, pieces from its beginning, middle and end.", Least = 30)]
    public int MaximumCharacters { get; init; } = 1000;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => _rules ??= Open();

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        _ = Rules;
        if (By == ByParagraph)
        {
            KeepParagraphs(candidate);
        }

        var (best, wanted) = Judge(candidate.Text);
        candidate.SetMetadata(LanguageKey, best.Code);
        candidate.SetMetadata(ProbabilityKey, best.Probability.ToString("F4", CultureInfo.InvariantCulture));
        candidate.Score(0, wanted);
    }

    private double LeastProbability => Keep.Count == 0 ? double.NegativeInfinity : MinimumProbability;

    private IReadOnlyList<ScoreRule> Open()
    {
        _identifier = Model is null ? LanguageIdentifier.Default : LanguageIdentifier.Load(Model);
        foreach (var code in Keep)
        {
            if (!_identifier.Codes.Contains(code, StringComparer.Ordinal))
            {
                throw new InvalidDataException($"The step language is to keep '{code}', which its model does not know. Its codes are {string.Join(", ", _identifier.Codes.Order(StringComparer.Ordinal))}.");
            }
        }

        var probability = new ScoreRule("probability", Keep.Count == 0 ? "probability of the likeliest language" : $"probability of {string.Join(" or ", Keep)}, whichever is likelier")
        {
            Minimum = LeastProbability,
            MinimumOption = "minimumProbability",
        };
        return By == ByParagraph ? [probability, new ScoreRule("kept", "share of characters in paragraphs that were kept")] : [probability];
    }

    /// <summary>The likeliest language, and the probability of the likeliest of those to keep.</summary>
    private (LanguageGuess Best, double Wanted) Judge(ReadOnlySpan<char> text)
    {
        var judged = text.Length <= MaximumCharacters ? text : TextSample.Of(text, MaximumCharacters);
        var best = _identifier!.Identify(judged);
        if (Keep.Count == 0 || Keep.Contains(best.Code, StringComparer.Ordinal))
        {
            return (best, best.Probability);
        }

        var guesses = new LanguageGuess[_identifier.Codes.Count];
        var found = _identifier.Identify(judged, guesses);
        foreach (var guess in guesses.AsSpan(0, found))
        {
            if (Keep.Contains(guess.Code, StringComparer.Ordinal))
            {
                return (best, guess.Probability);
            }
        }

        return (best, 0);
    }

    private void KeepParagraphs(Candidate candidate)
    {
        var text = candidate.Text;
        var kept = new StringBuilder(text.Length);
        var (characters, keptCharacters) = (0L, 0L);
        foreach (var range in Paragraphs.Of(text))
        {
            var paragraph = text.AsSpan()[range.Start..range.End];
            characters += paragraph.Length;
            if (Judge(paragraph).Wanted >= LeastProbability)
            {
                keptCharacters += paragraph.Length;
                kept.Append(kept.Length == 0 ? "" : "\n\n").Append(paragraph);
            }
            else
            {
                candidate.Mark(1, range.Start, paragraph.Length);
            }
        }

        if (characters > 0)
        {
            candidate.Score(1, (double)keptCharacters / characters);
        }

        if (keptCharacters < characters)
        {
            candidate.Text = kept.ToString();
        }
    }
}
