using Sinter.Data.Privacy;

namespace Sinter.Data.Synthesis;

/// <summary>Makes texts fit to be shown in a terminal or a log: personal data and secrets are masked, control characters are taken out, and the length is bounded.</summary>
public static class LogText
{
    private static readonly PersonalRedactor Redactor = new(PersonalPolicy.Mask);

    /// <summary>The text as it may be shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters.</param>
    public static string Of(string text, int most = 4000)
    {
        var isCut = text.Length > most;
        var shown = isCut ? text[..most] : text;
        shown = Redactor.Redact(shown, PersonalDataFinder.Default.Find(shown));
        shown = string.Concat(shown.Select(static sign => char.IsControl(sign) && sign is not '\n' ? ' ' : sign));
        return isCut ? shown + " ..." : shown;
    }
}
