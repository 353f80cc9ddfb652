using System.Text.RegularExpressions;
using Sinter.Data.Privacy;

namespace Sinter.Data.Cleaning;

/// <summary>Masks what points to a person in the few texts that a report shows. It is a courtesy to those who are in the data, and no step of a cleaning.</summary>
internal static partial class PersonalData
{
    private const char Mark = '•';

    /// <summary>How much of the text around what is shown is looked at, so that a value that is shown in part is masked as well.</summary>
    private const int Around = 1024;

    // Rather too much is masked than too little.
    private static readonly PersonalDataFinder Finder = new(new PersonalFinderOptions { MinimumScore = 0.3 });

    /// <summary>The text with the letters and digits of personal data and of long numbers masked; its length stays.</summary>
    public static string Mask(string text) => Mask(text, 0, text.Length);

    /// <summary>A part of a text, so masked.</summary>
    public static string Mask(string text, int start, int end)
    {
        var first = Math.Max(0, start - Around);
        var masked = text[first..Math.Min(text.Length, end + Around)].ToCharArray();
        foreach (var span in Finder.Find(masked))
        {
            PersonalMask.Of(masked.AsSpan(span.Start, span.Length), span.Kind, Mark).CopyTo(masked.AsSpan(span.Start));
        }

        return LongNumber().Replace(new string(masked, start - first, end - start), Hide);
    }

    private static string Hide(Match match) => PersonalMask.Of(match.ValueSpan, "", Mark);

    // Eight digits or more, with single signs between them.
    [GeneratedRegex(@"\+?\d(?:[ ().\-/]{0,2}\d){7,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();
}
