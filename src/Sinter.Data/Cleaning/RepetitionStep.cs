using System.Globalization;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Drops documents that repeat themselves. Paragraphs are what stands between empty lines; one that equals an earlier one is a duplicate
/// (the first is not). The thresholds are those of the course "Pretraining LLMs", which follow Gopher's (Rae et al. 2021, table A1).
/// </summary>
public sealed class RepetitionStep : IVerdictStep
{
    /// <summary>The reason where too many paragraphs are duplicates.</summary>
    public const string DuplicateParagraphs = "duplicate paragraphs";

    /// <summary>The reason where too many characters stand in duplicate paragraphs.</summary>
    public const string DuplicateCharacters = "duplicate characters";

    /// <summary>The share of paragraphs that may be duplicates.</summary>
    public double MaximumDuplicateParagraphs { get; init; } = 0.3;

    /// <summary>The share of characters that may stand in duplicate paragraphs.</summary>
    public double MaximumDuplicateCharacters { get; init; } = 0.2;

    /// <inheritdoc/>
    public string Name => "repetition";

    /// <inheritdoc/>
    public Verdict Judge(Document document)
    {
        var text = document.Text.AsSpan().Trim();
        if (!text.Contains("\n\n", StringComparison.Ordinal))
        {
            return Verdict.Keep(document);
        }

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
            }
        }

        var paragraphShare = (double)duplicates / paragraphs;
        if (paragraphShare > MaximumDuplicateParagraphs)
        {
            return Verdict.Drop(DuplicateParagraphs, string.Create(
                CultureInfo.InvariantCulture, $"{duplicates} of {paragraphs} paragraphs are duplicates ({paragraphShare:0.00}), at most {MaximumDuplicateParagraphs:0.00} allowed"));
        }

        var characterShare = (double)duplicateCharacters / text.Length;
        return characterShare > MaximumDuplicateCharacters
            ? Verdict.Drop(DuplicateCharacters, string.Create(
                CultureInfo.InvariantCulture, $"{duplicateCharacters} of {text.Length} characters are in duplicate paragraphs ({characterShare:0.00}), at most {MaximumDuplicateCharacters:0.00} allowed"))
            : Verdict.Keep(document);
    }
}
