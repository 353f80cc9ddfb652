using System.Globalization;

namespace Sinter.Data.Cleaning;

/// <summary>Drops documents that say too little: those whose body (<see cref="Document.Body"/>) has fewer than <see cref="MinimumWords"/> words.</summary>
public sealed class MinimumWordsStep : IVerdictStep
{
    /// <summary>The reason of the drops of this step.</summary>
    public const string TooShort = "too short";

    /// <summary>How many words are enough; a word is a run without white space that holds a letter or a digit.</summary>
    public int MinimumWords { get; init; } = 3;

    /// <inheritdoc/>
    public string Name => "minimumWords";

    /// <inheritdoc/>
    public Verdict Judge(Document document)
    {
        var words = CountWords(document.Body, MinimumWords);
        return words >= MinimumWords
            ? Verdict.Keep(document)
            : Verdict.Drop(TooShort, string.Create(CultureInfo.InvariantCulture, $"{words} words, at least {MinimumWords} expected"));
    }

    /// <summary>Counts words, up to <paramref name="enough"/>.</summary>
    private static int CountWords(ReadOnlySpan<char> text, int enough)
    {
        var words = 0;
        var counted = false;
        for (var i = 0; i < text.Length && words < enough; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                counted = false;
            }
            else if (!counted && (char.IsLetterOrDigit(text[i]) || char.IsHighSurrogate(text[i])))
            {
                counted = true;
                words++;
            }
        }

        return words;
    }
}
