namespace Sinter.Data.Privacy;

/// <summary>Reads names of domains in texts: labels of letters, digits and hyphens with dots between, letters of all scripts.</summary>
internal static class DomainName
{
    private const int LongestLabel = 63;
    private const int LongestName = 253;

    // RFC 2606 and RFC 6761.
    private static readonly string[] Reserved = ["example", "test", "invalid", "localhost"];

    /// <summary>Where the name of a domain that begins at a place ends; 0 where there is none with a dot and letters at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="registrable">Whether it is none that is reserved for examples and tests.</param>
    public static int End(ReadOnlySpan<char> text, int start, out bool registrable)
    {
        registrable = true;
        var (labels, at, end, lastLabel) = (0, start, 0, 0);
        while (true)
        {
            var label = at;
            while (at < text.Length && at - label <= LongestLabel && IsLabel(text[at]))
            {
                at++;
            }

            // A label neither begins nor ends with a hyphen; what hyphens follow belongs to the text.
            var labelEnd = at;
            while (labelEnd > label && text[labelEnd - 1] == '-')
            {
                labelEnd--;
            }

            if (labelEnd == label || text[label] == '-' || labelEnd - label > LongestLabel || labelEnd - start > LongestName)
            {
                break;
            }

            labels++;
            (lastLabel, end) = (label, labelEnd);
            if (labelEnd < at || at + 1 >= text.Length || text[at] != '.' || !IsLabel(text[at + 1]))
            {
                break;
            }

            at++;
        }

        if (labels < 2)
        {
            return 0;
        }

        var top = text[lastLabel..end];
        if (top.Length < 2 || !CharacterClasses.Is(top[0], CharacterClass.Letter) || (top.IndexOfAnyInRange('0', '9') >= 0 && !top.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        registrable = !IsReserved(text[start..end], top);
        return end;
    }

    /// <summary>Whether a unit may stand in a label.</summary>
    public static bool IsLabel(char unit) => char.IsAscii(unit) ? char.IsAsciiLetterOrDigit(unit) || unit == '-' : CharacterClasses.Is(unit, CharacterClass.Letter);

    private static bool IsReserved(ReadOnlySpan<char> name, ReadOnlySpan<char> top)
    {
        foreach (var reserved in Reserved)
        {
            if (top.Equals(reserved, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        var second = name[..^(top.Length + 1)];
        second = second[(second.LastIndexOf('.') + 1)..];
        return second.Equals("example", StringComparison.OrdinalIgnoreCase) && top.Length == 3
            && (top.Equals("com", StringComparison.OrdinalIgnoreCase) || top.Equals("net", StringComparison.OrdinalIgnoreCase) || top.Equals("org", StringComparison.OrdinalIgnoreCase));
    }
}
