namespace Sinter.Data.Privacy.People;

/// <summary>
/// What follows street and number in an address: a flat, parts of a town, postcode and city, in one line or several. It belongs to the address only where it reaches a postcode.
/// </summary>
internal static class AddressTail
{
    private const int MostSegments = 4;
    private const int LongestSegment = 40;

    private static readonly NearbyWords Units = new("Apt|Apt.|Apartment|Suite|Ste|Unit|Flat|Floor|Fl.|Room|#|Bldg|Wohnung|Whg|Etage|Stock|Appt|bât|Bâtiment|étage|piso|bajo|esc|puerta|interno|int.|scala|bus|m.|lok|lok.|mieszkania|lgh|apto|andar|2º|3º|1º");

    /// <summary>Where an address ends whose street and number end at a place; that place where no postcode follows.</summary>
    public static int End(ReadOnlySpan<char> text, int streetEnd)
    {
        var place = streetEnd;
        for (var segment = 0; segment < MostSegments; segment++)
        {
            if (!TrySkipSign(text, place, out var start))
            {
                break;
            }

            if (TryPostcode(text, start, out var end))
            {
                return end;
            }

            if (!IsPart(text, start, out end))
            {
                break;
            }

            place = end;
        }

        return streetEnd;
    }

    // A comma, a line end, a hyphen or a space divides the parts.
    private static bool TrySkipSign(ReadOnlySpan<char> text, int place, out int start)
    {
        start = place;
        while (start < text.Length && start - place < 4 && text[start] is ' ' or ',' or '\n' or '\r' or '-' or '–' or '·' or '\u00A0')
        {
            start++;
        }

        return start > place && start < text.Length;
    }

    // 10115 Berlin; D-10115 Berlin; 1012 AB Amsterdam; 00-001 Warszawa; 114 55 Stockholm; Springfield, IL 62704; London SW1A 1AA.
    private static bool TryPostcode(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        var place = start;
        if (place + 2 < text.Length && char.IsAsciiLetterUpper(text[place]) && (text[place + 1] == '-' || (text[place + 2] == '-' && char.IsAsciiLetterUpper(text[place + 1]))))
        {
            place += text[place + 1] == '-' ? 2 : 3;
        }

        var digits = Digits(text, place);
        var codeEnd = place + digits;
        switch (digits)
        {
            case 4 when codeEnd + 3 < text.Length && text[codeEnd] == '-' && Digits(text, codeEnd + 1) == 3:
                codeEnd += 4;
                break;
            case 4 when IsDutch(text, codeEnd, out var dutch):
                codeEnd = dutch;
                break;
            case 2 when codeEnd < text.Length && text[codeEnd] == '-' && Digits(text, codeEnd + 1) == 3:
                codeEnd += 4;
                break;
            case 3 when codeEnd < text.Length && text[codeEnd] is ' ' or '\u00A0' && Digits(text, codeEnd + 1) == 2:
                codeEnd += 3;
                break;
            case 4 or 5 or 6:
                break;
            default:
                return TryCityFirst(text, start, out end);
        }

        if (codeEnd >= text.Length || text[codeEnd] is not (' ' or '\u00A0') || !TryCity(text, codeEnd + 1, out end))
        {
            return false;
        }

        // Madrid (Madrid), Milano MI.
        if (end + 3 < text.Length && text[end] == ' ' && text[end + 1] == '(' && text[end..].IndexOf(')') is > 0 and < 20 and var close)
        {
            end += close + 1;
        }

        return true;
    }

    // City, state and code, as in America; city and code, as in Britain; or the code of Britain or of a state alone.
    private static bool TryCityFirst(ReadOnlySpan<char> text, int start, out int end)
    {
        if (TryLateCode(text, start, out end))
        {
            return true;
        }

        if (!char.IsUpper(text[start]))
        {
            return false;
        }

        var place = start;
        for (var words = 0; words < 4; words++)
        {
            var wordEnd = place;
            while (wordEnd < text.Length && wordEnd - place < 24 && (char.IsLetter(text[wordEnd]) || text[wordEnd] is '-' or '\'' or '.'))
            {
                wordEnd++;
            }

            if (wordEnd == place || !TrySkipSign(text, wordEnd, out place))
            {
                return false;
            }

            if (TryLateCode(text, place, out end))
            {
                return true;
            }
        }

        return false;
    }

    // IL 62704; ON K1A 0B1; SW1A 1AA; NSW 2000.
    private static bool TryLateCode(ReadOnlySpan<char> text, int start, out int end)
    {
        var letters = start;
        while (letters < text.Length && letters - start < 4 && char.IsAsciiLetterUpper(text[letters]))
        {
            letters++;
        }

        end = letters;
        if (letters - start is 2 or 3 && letters < text.Length && text[letters] is ' ' or '\u00A0')
        {
            var digits = Digits(text, letters + 1);
            end = letters + 1 + digits;
            if (digits == 5 || (digits == 4 && letters - start >= 2))
            {
                end = end < text.Length && text[end] == '-' && Digits(text, end + 1) == 4 ? end + 5 : end;
                return end == text.Length || !char.IsLetterOrDigit(text[end]);
            }

            return IsPattern(text, letters + 1, "A0A 0A0", out end);
        }

        return IsPattern(text, start, "A0 0AA", out end) || IsPattern(text, start, "A00 0AA", out end) || IsPattern(text, start, "AA0 0AA", out end) || IsPattern(text, start, "AA00 0AA", out end)
            || IsPattern(text, start, "A0A 0AA", out end) || IsPattern(text, start, "AA0A 0AA", out end);
    }

    private static bool IsPattern(ReadOnlySpan<char> text, int start, string pattern, out int end)
    {
        end = start + pattern.Length;
        if (end > text.Length || (end < text.Length && char.IsLetterOrDigit(text[end])))
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = text[start + i];
            if (!(pattern[i] switch { 'A' => char.IsAsciiLetterUpper(letter), '0' => char.IsAsciiDigit(letter), _ => letter is ' ' or '\u00A0' }))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDutch(ReadOnlySpan<char> text, int place, out int end)
    {
        var letters = place < text.Length && text[place] == ' ' ? place + 1 : place;
        end = letters + 2;
        return end < text.Length && char.IsAsciiLetterUpper(text[letters]) && char.IsAsciiLetterUpper(text[letters + 1]) && !char.IsLetterOrDigit(text[end]);
    }

    // Capital words, with small ones between them: Frankfurt am Main, Saint-Germain-en-Laye, Santiago de Compostela.
    private static bool TryCity(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        var place = start;
        for (var words = 0; words < 5; words++)
        {
            var wordEnd = place;
            while (wordEnd < text.Length && wordEnd - place < 30 && (char.IsLetter(text[wordEnd]) || text[wordEnd] is '-' or '\'' or '’'))
            {
                wordEnd++;
            }

            if (wordEnd == place)
            {
                break;
            }

            if (char.IsUpper(text[place]))
            {
                end = wordEnd;
            }
            else if (words == 0 || text[place..wordEnd] is not ("am" or "an" or "der" or "im" or "in" or "ob" or "bei" or "de" or "la" or "le" or "les" or "sur" or "sous" or "del" or "di" or "da" or "do" or "den" or "aan" or "nad" or "na" or "i"))
            {
                break;
            }

            if (wordEnd >= text.Length || text[wordEnd] != ' ')
            {
                break;
            }

            place = wordEnd + 1;
        }

        return end > start;
    }

    // A flat, or a part of a town in capital words.
    private static bool IsPart(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        while (end < text.Length && end - start <= LongestSegment && text[end] is not (',' or '\n' or '\r' or ';' or ')' or '!' or '?'))
        {
            end++;
        }

        return end - start <= LongestSegment && end < text.Length && (Units.At(text, start, out _) || char.IsUpper(text[start]) || char.IsAsciiDigit(text[start])) && text[start..end].Count(' ') < 5;
    }

    private static int Digits(ReadOnlySpan<char> text, int place)
    {
        var digits = 0;
        while (digits < 8 && place + digits < text.Length && char.IsAsciiDigit(text[place + digits]))
        {
            digits++;
        }

        return digits;
    }
}
