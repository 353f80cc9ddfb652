namespace Sinter.Data.Privacy;

/// <summary>A group of digits of a telephone number.</summary>
/// <param name="Length">Its digits.</param>
/// <param name="DigitsUpTo">The digits of it and of all groups before it.</param>
/// <param name="End">Where it ends in the text, with a bracket that closes after it.</param>
/// <param name="Separator">The sign before it that tells most; NUL for the first.</param>
/// <param name="InBrackets">Whether it stands in brackets.</param>
internal readonly record struct PhoneGroup(int Length, int DigitsUpTo, int End, char Separator, bool InBrackets)
{
    /// <summary>Reads digits and the groups that they stand in; gives the number of groups, 0 where it is none of a telephone number.</summary>
    public static int Read(ReadOnlySpan<char> text, int start, Span<char> digits, Span<PhoneGroup> groups)
    {
        var (count, total, at) = (0, 0, start);
        var separator = '\0';
        var bracket = start > 0 && (text[start - 1] == '(' || (text[start - 1] is '+' && start > 1 && text[start - 2] == '('));
        while (count < groups.Length)
        {
            var first = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                if (total == digits.Length)
                {
                    // Too many: the groups before may be a number, where a space parts them from the rest.
                    return separator == ' ' ? count : 0;
                }

                digits[total++] = text[at++];
            }

            var closes = bracket && at < text.Length && text[at] == ')';
            if (bracket && !closes && count > 0)
            {
                return count;
            }

            at += closes ? 1 : 0;
            groups[count++] = new PhoneGroup(at - first - (closes ? 1 : 0), total, at, separator, bracket && closes);
            bracket = false;
            separator = closes ? ')' : '\0';

            // At most two signs stand between groups, and one of them only is no space: ") ", " - ", "/", " (".
            var signs = 0;
            while (at < text.Length && signs < 3 && text[at] is ' ' or '\u00a0' or '-' or '.' or '/' or '(' or '\u2011' or '\u2013' or '\u202f')
            {
                var sign = text[at] is '\u00a0' or '\u202f' ? ' ' : text[at] is '\u2011' or '\u2013' ? '-' : text[at];
                if (sign == '(')
                {
                    bracket = true;
                }
                else if (sign != ' ' && separator is not ('\0' or ' ' or ')'))
                {
                    return count;
                }

                separator = sign != ' ' || separator == '\0' ? sign : separator;
                signs++;
                at++;
            }

            if (at >= text.Length || !char.IsAsciiDigit(text[at]) || (signs == 0 && separator != ')') || signs > 2 + (separator is '-' or '/' ? 1 : 0))
            {
                return count;
            }
        }

        return count;
    }

    /// <summary>How sure groups are a number of a plan without further signs; 0 where they are none.</summary>
    public static float Match(PhonePlan plan, ReadOnlySpan<char> digits, ReadOnlySpan<PhoneGroup> groups)
    {
        if (digits.Length < plan.Shortest || digits.Length > plan.Longest || !StartsWith(plan, digits) || IsDate(groups))
        {
            return 0;
        }

        var brackets = false;
        foreach (var group in groups)
        {
            if (group.Separator is not ('\0' or ' ' or '-' or ')') && !plan.Separators.Contains(group.Separator))
            {
                return 0;
            }

            brackets |= group.InBrackets;
        }

        if (plan.Country == "US" && (digits[^7] is '0' or '1' || (digits[^9] == '1' && digits[^8] == '1') || digits[^10] is '0' or '1'))
        {
            return 0;
        }

        // Without groups, any number of so many digits looks like one.
        if (groups.Length == 1)
        {
            return digits[0] == '0' && digits.Length >= 10 ? 0.45f : 0.35f;
        }

        Span<char> lengths = stackalloc char[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            lengths[i] = (char)('0' + groups[i].Length);
        }

        var usual = false;
        foreach (var known in plan.Groups)
        {
            usual |= lengths.SequenceEqual(known);
        }

        if (!usual && (digits[0] != '0' || groups[0].Length is < 2 or > 5))
        {
            return 0;
        }

        // Three groups of three are how large numbers are written, too: hyphens between them and noughts at their end tell of those.
        var score = usual ? plan.Score : 0.4f;
        if (digits.Length == 9 && groups is [{ Length: 3 }, { Length: 3 }, _] && (!AllSpaces(groups) || digits.EndsWith("000", StringComparison.Ordinal)))
        {
            score = Math.Min(score, 0.45f);
        }

        return brackets && usual ? Math.Max(score, 0.85f) : plan.Country == "US" && AllSpaces(groups) ? Math.Min(score, 0.5f) : score;
    }

    /// <summary>Whether groups look like a day, a month and a year, or a year and another.</summary>
    public static bool IsDate(ReadOnlySpan<PhoneGroup> groups) =>
        groups.Length == 3 && ((groups[0].Length <= 2 && groups[1].Length <= 2 && groups[2].Length is 2 or 4) || (groups[0].Length == 4 && groups[1].Length <= 2 && groups[2].Length <= 2))
        || (groups.Length == 2 && groups[0].Length == 4 && groups[1].Length == 4 && groups[1].Separator is '-' or '/');

    /// <summary>Whether only spaces, hyphens and brackets part the groups.</summary>
    public static bool IsPlain(ReadOnlySpan<PhoneGroup> groups)
    {
        foreach (var group in groups)
        {
            if (group.Separator is '.' or '/')
            {
                return false;
            }
        }

        return true;
    }

    private static bool AllSpaces(ReadOnlySpan<PhoneGroup> groups)
    {
        foreach (var group in groups)
        {
            if (group.Separator is not ('\0' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    private static bool StartsWith(PhonePlan plan, ReadOnlySpan<char> digits)
    {
        foreach (var start in plan.Starts)
        {
            if (digits.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
