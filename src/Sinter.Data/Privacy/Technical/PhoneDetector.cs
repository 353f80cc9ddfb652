namespace Sinter.Data.Privacy;

/// <summary>
/// Telephone numbers: international ones with <c>+</c> or <c>00</c>, a country's code and as many digits as it has; national forms of countries by how they begin and are grouped; and
/// any number of 7 to 12 digits after a word such as "phone". Numbers in parts of dates, prices, versions, coordinates and book numbers are none.
/// </summary>
internal sealed class PhoneDetector : ICountryDetector
{
    private const int MostDigits = 17;
    private const int MostGroups = 9;
    private const int WordsOfLocal = 2;
    private const float ContextScore = 0.95f;

    private static readonly ContextWords Context = new(
        [
            "phone", "phones", "tel", "telephone", "mobile", "cell", "cellphone", "call", "calling", "called", "fax", "whatsapp", "sms", "text", "ring", "dial", "hotline", "helpline", "landline", "reach", "ext",
            "telefon", "telefonnummer", "rufnummer", "handy", "handynummer", "mobil", "mobilnummer", "anrufen", "durchwahl", "téléphone", "tél", "portable", "appelez", "teléfono", "telefono", "móvil", "movil",
            "tfno", "llame", "cellulare", "chiamare", "chiama", "telefoon", "telefoonnummer", "mobiel", "bel", "komórka", "kom", "zadzwoń", "ring", "telefonnr", "mobilnr", "telefone", "celular", "viber", "signal",
            "телефон", "тел", "kontakt", "kontaktieren", "erreichbar", "rufen", "numerem", "contact", "contacter", "joindre", "appeler", "rappeler", "bellen", "llamar", "llámame", "ligue", "ligo", "ligar", "telefone", "bana", "arayın",
        ],
        "電話", "携帯", "전화", "휴대폰", "연락처", "电话");

    private readonly PhonePlan[] _plans;

    /// <summary>Of all countries.</summary>
    public PhoneDetector()
        : this(PhonePlan.All)
    {
    }

    private PhoneDetector(IEnumerable<PhonePlan> plans) => _plans = [.. plans];

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Phone];

    public PersonalAnchors Anchors => PersonalAnchors.Number;

    public IPersonalDetector For(IReadOnlyList<string>? countries)
    {
        var known = PhonePlan.All.Select(static plan => plan.Country).Append("CA").Distinct(StringComparer.Ordinal).ToArray();
        foreach (var country in countries ?? [])
        {
            if (!known.Contains(country, StringComparer.Ordinal))
            {
                throw new ArgumentException($"The forms of telephone numbers of '{country}' are not known; those of {string.Join(", ", known)} are.");
            }
        }

        return countries is null ? this : new PhoneDetector(PhonePlan.All.Where(plan => countries.Contains(plan.Country, StringComparer.Ordinal) || (plan.Country == "US" && countries.Contains("CA", StringComparer.Ordinal))));
    }

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > MostDigits || !StandsAlone(text, start, out var first, out var plus))
        {
            return;
        }

        Span<char> digits = stackalloc char[MostDigits];
        Span<PhoneGroup> groups = stackalloc PhoneGroup[MostGroups];
        var number = PhoneGroup.Read(text, start, digits, groups);
        if (number == 0)
        {
            return;
        }

        groups = groups[..number];
        first += text[first] == '(' && !groups[0].InBrackets ? 1 : 0;
        var (length, score) = plus ? International(digits, groups, 0, first, out var used)
            : groups[0].Length >= 2 && digits[0] == '0' && digits[1] == '0' ? International(digits, groups, 2, first, out used)
            : National(text, digits, groups, start, first, out used);
        if (length > 0 && score > 0 && !Continues(text, groups, used))
        {
            found.Add(new PersonalSpan(first, length, PersonalKinds.Phone, score));
        }
    }

    /// <summary>Whether a number begins here: it is no part of a word, a price, a fraction or a longer number. A plus sign or bracket before it belongs to it.</summary>
    private static bool StandsAlone(ReadOnlySpan<char> text, int start, out int first, out bool plus)
    {
        first = start;
        if (first > 0 && text[first - 1] == '(')
        {
            first--;
        }

        plus = first > 0 && text[first - 1] is '+' or '＋';
        first -= plus ? 1 : 0;
        if (plus && first > 0 && text[first - 1] == '(')
        {
            first--;
        }

        if (first == 0)
        {
            return true;
        }

        var before = text[first - 1];
        if (CharacterClasses.Is(before, CharacterClass.Digit) || (CharacterClasses.Is(before, CharacterClass.Letter) && char.IsAscii(before)) || before is '_' or '$' or '€' or '£' or '¥' or '#' or '%' or '^' or '\\')
        {
            return false;
        }

        // A minus sign, or the part after a point or a slash.
        return !(before is '.' or ',' or '-' or '/' or '=' or '–' or '*' && first > 1 && CharacterClasses.Is(text[first - 2], CharacterClass.Digit | CharacterClass.Letter) && before is not '=');
    }

    private static (int Length, float Score) International(ReadOnlySpan<char> digits, ReadOnlySpan<PhoneGroup> groups, int skip, int first, out int used)
    {
        used = 0;
        var total = groups[^1].DigitsUpTo;
        var code = total - skip < 4 ? 0 : PhoneCountryCodes.LengthOf(digits[skip..total], out _, out _);
        if (code == 0)
        {
            return default;
        }

        PhoneCountryCodes.LengthOf(digits[skip..total], out var shortest, out var longest);
        for (used = groups.Length; used > 0; used--)
        {
            // The zero in "+44 (0)20" is not dialled.
            var trunk = groups.Length > 1 && groups[1].Length == 1 && digits[groups[0].DigitsUpTo] == '0' && groups[1].InBrackets ? 1 : 0;
            var national = groups[used - 1].DigitsUpTo - skip - code - trunk;
            if (national >= shortest && national <= longest && IsCleanCut(groups, used))
            {
                return (groups[used - 1].End - first, skip == 0 ? ContextScore : 0.75f);
            }
        }

        return default;
    }

    private (int Length, float Score) National(ReadOnlySpan<char> text, ReadOnlySpan<char> digits, Span<PhoneGroup> groups, int start, int first, out int used)
    {
        // 0 says that the words before were not looked at, 1 that one of them tells.
        var context = 0;
        for (used = groups.Length; used > 0; used--)
        {
            if (!IsCleanCut(groups, used))
            {
                continue;
            }

            var best = 0f;
            var number = digits[..groups[used - 1].DigitsUpTo];
            foreach (var plan in _plans)
            {
                var score = PhoneGroup.Match(plan, number, groups[..used]);
                best = Math.Max(best, score);
            }

            if (best > 0)
            {
                return (groups[used - 1].End - first, Context.StandBefore(text, start) ? Math.Max(ContextScore - 0.05f, best) : best);
            }

            var local = number.Length is >= 7 and <= 12 && used <= 5 && (used > 1 || groups.Length == 1) && PhoneGroup.IsPlain(groups[..used]) && !PhoneGroup.IsDate(groups[..used]);
            if (local && (context = context == 0 ? (Context.StandBefore(text, start, WordsOfLocal) ? 1 : -1) : context) > 0)
            {
                return (groups[used - 1].End - first, 0.6f);
            }
        }

        return default;
    }

    /// <summary>Whether the groups that are left out are another number: they come after a space and are not of the form of the last one.</summary>
    private static bool IsCleanCut(ReadOnlySpan<PhoneGroup> groups, int used) =>
        used == groups.Length || (groups[used].Separator == ' ' && groups[used].Length != groups[used - 1].Length);

    /// <summary>Whether what follows makes it a part of something else: a letter, a digit, a fraction, a unit of money.</summary>
    private static bool Continues(ReadOnlySpan<char> text, ReadOnlySpan<PhoneGroup> groups, int used)
    {
        var end = groups[used - 1].End;
        if (used < groups.Length || end >= text.Length)
        {
            return false;
        }

        var next = text[end];
        return (CharacterClasses.Is(next, CharacterClass.Letter | CharacterClass.Digit) && (char.IsAscii(next) && next is not ('x' or 'e')))
            || next is '%' or '°' or '$' or '€' or '£' or '_' or '@'
            || (next is '.' or ',' or '-' or '/' or ':' && CharacterClasses.Is(text, end + 1, CharacterClass.Digit));
    }
}
