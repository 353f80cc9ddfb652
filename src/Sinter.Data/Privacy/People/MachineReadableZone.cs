namespace Sinter.Data.Privacy.People;

/// <summary>
/// The lines of passports, visas and identity cards that machines read (ICAO 9303): capitals, digits and <c>&lt;</c>; two lines of 44 or 36 characters, or three of 30, with check
/// digits over the number, the date of birth and the date of expiry.
/// </summary>
internal static class MachineReadableZone
{
    /// <summary>The length of the longest line.</summary>
    public const int LongestLine = 44;

    /// <summary>Whether a number is a part of such lines; where they begin and end.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, int start, int end, out int zoneStart, out int zoneEnd)
    {
        (zoneStart, zoneEnd) = (start, end);
        var first = start;
        while (first > 0 && start - first <= LongestLine && IsAllowed(text[first - 1]))
        {
            // An earlier digit was the place to look from.
            if (char.IsAsciiDigit(text[--first]))
            {
                return false;
            }
        }

        var last = end;
        while (last < text.Length && last - first <= LongestLine && IsAllowed(text[last]))
        {
            last++;
        }

        var line = text[first..last];
        switch (line.Length)
        {
            case 44 or 36 when Checked(line, 0, 9) && Checked(line, 13, 6) && Checked(line, 21, 6):
                // The line before holds the names.
                zoneStart = StartOfLineBefore(text, first, line.Length);
                zoneEnd = last;
                return true;
            case 30 when Checked(line, 5, 9):
                zoneStart = first;
                zoneEnd = EndOfLineAfter(text, last);
                zoneEnd = zoneEnd > last ? EndOfLineAfter(text, zoneEnd) : zoneEnd;
                return zoneEnd > last;
            default:
                return false;
        }
    }

    /// <summary>The check digit of a part: weights 7, 3, 1, letters from A = 10 on, modulo 10.</summary>
    public static int CheckDigit(ReadOnlySpan<char> part)
    {
        var sum = 0;
        for (var i = 0; i < part.Length; i++)
        {
            var value = part[i] == '<' ? 0 : char.IsAsciiDigit(part[i]) ? part[i] - '0' : part[i] - 'A' + 10;
            sum += value * ((i % 3) switch { 0 => 7, 1 => 3, _ => 1 });
        }

        return sum % 10;
    }

    private static bool Checked(ReadOnlySpan<char> line, int start, int length) => line[start + length] - '0' == CheckDigit(line.Slice(start, length));

    private static bool IsAllowed(char letter) => letter == '<' || char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter);

    private static int StartOfLineBefore(ReadOnlySpan<char> text, int first, int length)
    {
        var end = first > 0 && text[first - 1] == '\n' ? first - 1 : first;
        end = end > 0 && text[end - 1] == '\r' ? end - 1 : end;
        var start = end - length;
        return end < first && start >= 0 && text[start..end].Contains('<') && IsLine(text[start..end]) ? start : first;
    }

    private static int EndOfLineAfter(ReadOnlySpan<char> text, int end)
    {
        var start = end < text.Length && text[end] == '\r' ? end + 1 : end;
        return start + 31 <= text.Length && text[start] == '\n' && IsLine(text.Slice(start + 1, 30)) ? start + 31 : end;
    }

    private static bool IsLine(ReadOnlySpan<char> line)
    {
        foreach (var letter in line)
        {
            if (!IsAllowed(letter))
            {
                return false;
            }
        }

        return true;
    }
}
