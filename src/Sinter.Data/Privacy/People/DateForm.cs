namespace Sinter.Data.Privacy.People;

/// <summary>Reads dates as people write them: <c>1985-03-12</c>, <c>12.03.85</c>, <c>12 March 1985</c>, <c>March 12, 1985</c>, <c>12 de marzo de 1985</c>, <c>1985年3月12日</c>.</summary>
internal static class DateForm
{
    // By month; English, German, French, Spanish, Italian, Dutch, Polish, Swedish, Portuguese, Turkish, Danish, Finnish, Russian. A shortened name counts from its third letter on.
    private static readonly string[] Months =
    [
        "january januar janvier enero gennaio januari styczeń stycznia janeiro ocak tammikuu tammikuuta jänner января",
        "february februar février fevrier febrero febbraio februari luty lutego fevereiro şubat helmikuu helmikuuta февраля",
        "march märz maerz mars marzo maart marzec marca março mart marts maaliskuu maaliskuuta марта",
        "april avril abril aprile kwiecień kwietnia nisan huhtikuu huhtikuuta апреля",
        "may mai mayo maggio mei maj maja maio mayıs toukokuu toukokuuta мая",
        "june juni juin junio giugno czerwiec czerwca junho haziran kesäkuu kesäkuuta июня",
        "july juli juillet julio luglio lipiec lipca julho temmuz heinäkuu heinäkuuta июля",
        "august août aout agosto augustus sierpień sierpnia augusti ağustos elokuu elokuuta августа",
        "september septembre septiembre settembre wrzesień września setembro eylül syyskuu syyskuuta сентября",
        "october oktober octobre octubre ottobre październik października outubro ekim lokakuu lokakuuta октября",
        "november novembre noviembre listopad listopada novembro kasım marraskuu marraskuuta ноября",
        "december dezember décembre decembre diciembre dicembre grudzień grudnia dezembro aralık joulukuu joulukuuta декабря",
    ];

    private static readonly Dictionary<string, int> MonthNames = BuildMonths();
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> MonthLookup = MonthNames.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A date that the digits from <paramref name="start"/> to <paramref name="end"/> are the first number of; where it begins and ends.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int start, int end, out int dateStart, out int dateEnd)
    {
        (dateStart, dateEnd) = (start, end);
        var first = Value(text[start..end]);
        return (end - start) switch
        {
            4 => IsYear(first) && TryReadAfterYear(text, end, ref dateEnd),
            8 => IsYear(first / 10000) && IsDay(first / 10000, first / 100 % 100, first % 100),
            1 or 2 => TryReadNumeric(text, first, end, ref dateEnd) || TryReadNamed(text, first, start, end, ref dateStart, ref dateEnd),
            _ => false,
        };
    }

    // 1985-03-12, 1985/3/12, 1985. 03. 12, 1985年3月12日, 1985년 3월 12일.
    private static bool TryReadAfterYear(ReadOnlySpan<char> text, int place, ref int end)
    {
        if (place >= text.Length || text[place] is not ('-' or '/' or '.' or '年' or '년'))
        {
            return false;
        }

        var written = text[place] is '年' or '년';
        var year = Value(text[(place - 4)..place]);
        var day = 0;
        place = SkipSpace(text, place + 1);
        if (!TryReadNumber(text, ref place, 2, out var month) || place >= text.Length || !(written ? text[place] is '月' or '월' : text[place] is '-' or '/' or '.'))
        {
            return false;
        }

        place = SkipSpace(text, place + 1);
        if (!TryReadNumber(text, ref place, 2, out day) || !IsDay(year, month, day))
        {
            return false;
        }

        end = written && place < text.Length && text[place] is '日' or '일' ? place + 1 : place;
        return true;
    }

    // 12.03.1985, 3/12/85, 12-03-1985.
    private static bool TryReadNumeric(ReadOnlySpan<char> text, int first, int place, ref int end)
    {
        if (place >= text.Length || text[place] is not ('.' or '/' or '-'))
        {
            return false;
        }

        var sign = text[place];
        place = sign == '.' ? SkipSpace(text, place + 1) : place + 1;
        if (!TryReadNumber(text, ref place, 2, out var second) || place >= text.Length || text[place] != sign)
        {
            return false;
        }

        place = sign == '.' ? SkipSpace(text, place + 1) : place + 1;
        var yearStart = place;
        if (!TryReadNumber(text, ref place, 4, out var year) || place - yearStart is not (2 or 4) || (place - yearStart == 4 && !IsYear(year)))
        {
            return false;
        }

        end = place;
        year = place - yearStart == 2 ? 2000 + year : year;
        return IsDay(year, second, first) || IsDay(year, first, second);
    }

    // 12 March 1985, 12. März 1985, 12th of March, 1985, 12-Mar-1985, 12 de marzo de 1985; March 12, 1985.
    private static bool TryReadNamed(ReadOnlySpan<char> text, int day, int start, int place, ref int dateStart, ref int end)
    {
        if (day is < 1 or > 31)
        {
            return false;
        }

        place = place < text.Length && text[place] != ' ' ? SkipOrdinal(text, place) : place;
        var after = SkipLinks(text, place);
        var wordEnd = WordEnd(text, after);
        if (Month(text[after..wordEnd]) > 0)
        {
            place = SkipLinks(text, wordEnd < text.Length && text[wordEnd] is '.' ? wordEnd + 1 : wordEnd);
        }
        else
        {
            // The month may stand before the day.
            var before = start;
            while (before > 0 && start - before < 3 && text[before - 1] is ' ' or '.' or '-')
            {
                before--;
            }

            var wordStart = before;
            while (wordStart > 0 && before - wordStart < 16 && char.IsLetter(text[wordStart - 1]))
            {
                wordStart--;
            }

            if (before == start || Month(text[wordStart..before]) == 0)
            {
                return false;
            }

            dateStart = wordStart;
            place = SkipLinks(text, place);
        }

        end = place;
        return TryReadNumber(text, ref end, 4, out var year) && (end - place == 4 ? IsYear(year) : end - place == 2);
    }

    private static int SkipOrdinal(ReadOnlySpan<char> text, int place)
    {
        foreach (var ending in (ReadOnlySpan<string>)["st", "nd", "rd", "th", "er", "º", "°", ".", ":e"])
        {
            if (text[place..].StartsWith(ending, StringComparison.Ordinal) && (place + ending.Length >= text.Length || !char.IsLetter(text[place + ending.Length])))
            {
                return place + ending.Length;
            }
        }

        return place;
    }

    private static int SkipLinks(ReadOnlySpan<char> text, int place)
    {
        for (var turn = 0; turn < 2; turn++)
        {
            while (place < text.Length && text[place] is ' ' or ',' or '-' or '\u00A0')
            {
                place++;
                if (place < text.Length && text[place] is ' ' or '\u00A0')
                {
                    place++;
                }

                break;
            }

            if (text[place..].StartsWith("of ", StringComparison.Ordinal) || text[place..].StartsWith("de ", StringComparison.Ordinal))
            {
                place += 2;
            }
            else if (text[place..].StartsWith("del ", StringComparison.Ordinal))
            {
                place += 3;
            }
        }

        return place;
    }

    private static int SkipSpace(ReadOnlySpan<char> text, int place) => place < text.Length && text[place] == ' ' ? place + 1 : place;

    private static int WordEnd(ReadOnlySpan<char> text, int place)
    {
        var end = place;
        while (end < text.Length && end - place < 16 && char.IsLetter(text[end]))
        {
            end++;
        }

        return end;
    }

    private static int Month(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[16];
        return word.Length is >= 3 and <= 16 && MonthLookup.TryGetValue(lower[..word.ToLowerInvariant(lower)], out var month) ? month : 0;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, ref int place, int longest, out int value)
    {
        var start = place;
        while (place < text.Length && place - start <= longest && char.IsAsciiDigit(text[place]))
        {
            place++;
        }

        var read = place - start >= 1 && place - start <= longest;
        value = read ? Value(text[start..place]) : 0;
        return read;
    }

    private static bool IsYear(int year) => year is >= 1880 and <= 2035;

    private static bool IsDay(int year, int month, int day) => month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    private static Dictionary<string, int> BuildMonths()
    {
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var month = 0; month < Months.Length; month++)
        {
            foreach (var name in NameTable.Words(Months[month]))
            {
                // What two months begin with, such as jui in French, belongs to the first of them, which is enough to tell a month.
                for (var length = Math.Min(3, name.Length); length <= name.Length; length++)
                {
                    months.TryAdd(name[..length], month + 1);
                }
            }
        }

        return months;
    }
}
