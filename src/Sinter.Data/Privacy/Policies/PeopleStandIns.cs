using System.Globalization;
using System.Text;
using Sinter.Data.Privacy.People;

namespace Sinter.Data.Privacy;

/// <summary>Stand-ins for what belongs to people: names of nobody, dates, places and numbers of the same form.</summary>
internal static class PeopleStandIns
{
    private const int EarliestYear = 1935;
    private const int Years = 70;
    private const int MostOfDateGroup = 12;

    private static readonly string[] Compounds = ["Linden", "Garten", "Berg", "Wald", "Schul", "Kirch", "Rosen", "Wiesen", "Mühlen", "Bahnhof"];

    /// <summary>A name of as many words, in the same order and case, with initials where initials were.</summary>
    public static string Person(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var index = bytes.Next() | ((ulong)bytes.Next() << 32);
        var words = value.ToString().Split(' ');
        var surnameFirst = words.Length > 1 && words[0].EndsWith(',');
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word.Length > 0 && !char.IsLower(word[0]))
            {
                var drawn = word.Length <= 2 && word.EndsWith('.') ? (char)('A' + bytes.Below(26)) + "."
                    : surnameFirst ? (i == 0 ? FakeNames.Surname(index) + "," : FakeNames.GivenName(index))
                    : i == words.Length - 1 && i > 0 ? FakeNames.Surname(index)
                    : FakeNames.GivenName(i == 0 ? index : bytes.Next());
                words[i] = word.Length > 2 && word.All(static sign => !char.IsLower(sign)) ? drawn.ToUpperInvariant() : drawn;
            }
        }

        return string.Join(' ', words);
    }

    /// <summary>A date of the same form: four digits a year, two or one a day or a month; names of months stay.</summary>
    public static string BirthDate(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var date = new StringBuilder();
        for (var at = 0; at < value.Length;)
        {
            var digits = 0;
            while (at + digits < value.Length && char.IsAsciiDigit(value[at + digits]))
            {
                digits++;
            }

            if (digits == 0)
            {
                date.Append(value[at++]);
                continue;
            }

            date.Append(digits switch
            {
                1 => (bytes.Below(9) + 1).ToString(CultureInfo.InvariantCulture),
                2 => (bytes.Below(MostOfDateGroup) + 1).ToString("00", CultureInfo.InvariantCulture),
                4 => (EarliestYear + bytes.Below(Years)).ToString(CultureInfo.InvariantCulture),
                8 when value[at] is '1' or '2' => string.Create(CultureInfo.InvariantCulture, $"{EarliestYear + bytes.Below(Years)}{bytes.Below(MostOfDateGroup) + 1:00}{bytes.Below(MostOfDateGroup) + 1:00}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{bytes.Below(MostOfDateGroup) + 1:00}{bytes.Below(MostOfDateGroup) + 1:00}{EarliestYear + bytes.Below(Years)}"),
            });
            at += digits;
        }

        return date.ToString();
    }

    /// <summary>An address of the same form: other numbers, surnames for the words of streets and towns; words such as "street" stay.</summary>
    public static string Address(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var address = new StringBuilder();
        for (var at = 0; at < value.Length;)
        {
            var end = at;
            while (end < value.Length && CharacterClasses.Is(value[end], CharacterClass.Letter))
            {
                end++;
            }

            if (end == at)
            {
                address.Append(value[at] is >= '1' and <= '9' ? (char)('1' + bytes.Below(9)) : bytes.Like(value[at]));
                at++;
                continue;
            }

            address.Append(Word(value[at..end], bytes));
            at = end;
        }

        return address.ToString();
    }

    private static string Word(ReadOnlySpan<char> word, ReplacementBytes bytes)
    {
        // Short words and words in small letters link others; two or three capitals are a state.
        if (word.Length <= 3 || char.IsLower(word[0]) || StreetWords.EndsStreet(word) || StreetWords.BeginsAfterNumber(word) || StreetWords.BeginsBeforeNumber(word))
        {
            return word.ToString();
        }

        foreach (var ending in (ReadOnlySpan<string>)["straße", "strasse", "gasse", "platz", "weg", "allee", "ring", "damm", "ufer", "straat", "laan", "gracht", "plein", "gatan", "vägen", "väg", "gränd"])
        {
            if (word.Length > ending.Length && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return bytes.Of(Compounds) + ending;
            }
        }

        var name = FakeNames.Surname(bytes.Next());
        return name.All(char.IsLetter) ? name : "Miller";
    }
}
