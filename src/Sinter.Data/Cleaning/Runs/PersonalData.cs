using System.Text.RegularExpressions;

namespace Sinter.Data.Cleaning;

/// <summary>Masks what points to a person in the few texts that a report shows. It is a courtesy to those who are in the data, and no step of a cleaning.</summary>
internal static partial class PersonalData
{
    private const char Mark = '•';

    /// <summary>The text with the letters and digits of e-mail addresses and of long numbers (of telephones, cards, accounts, machines) masked; its length stays.</summary>
    public static string Mask(string text) => LongNumber().Replace(Email().Replace(text, Hide), Hide);

    private static string Hide(Match match) => string.Create(match.Length, match.Value, static (span, value) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsLetterOrDigit(value[i]) ? Mark : value[i];
        }
    });

    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // Eight digits or more, with single signs between them; or the four parts of an IP address.
    [GeneratedRegex(@"\+?\d(?:[ ().\-/]{0,2}\d){7,}|\b\d{1,3}(?:\.\d{1,3}){3}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();
}
