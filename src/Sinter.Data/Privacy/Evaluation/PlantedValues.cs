using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Sinter.Data.FastText;

namespace Sinter.Data.Privacy;

/// <summary>Draws values of one text: of one language, each time another person.</summary>
/// <param name="seed">Where the random numbers begin.</param>
/// <param name="language">The language of the text.</param>
internal sealed class PlantedValues(ulong seed, string language)
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string PlateLetters = "BCDFGHJKLMNPRSTVWXYZ";
    private const string Any = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Hex = "0123456789abcdef";

    private SplitMix _random = new(seed);
    private (string Value, string Country, string Name)? _named;

    /// <summary>A value of a kind as sentences name it, and the kind that it is labelled with; none for what is no personal data.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public (string Value, string? Kind) Draw(string name)
    {
        switch (name)
        {
            case "person": return (Person(), PersonalKinds.Person);
            case "upperPerson": return (Person().ToUpperInvariant(), PersonalKinds.Person);
            case "given": return (Person().Split(' ')[0], PersonalKinds.Person);
            case "surname": return (Person() is var full ? full[(full.IndexOf(' ') + 1)..] : "", PersonalKinds.Person);
            case "reversed": return (Person() is var both ? $"{both[(both.IndexOf(' ') + 1)..]}, {both.Split(' ')[0]}" : "", PersonalKinds.Person);
            case "email": return (Email(), PersonalKinds.Email);
            case "phone": return (Phone(), PersonalKinds.Phone);
            case "ipv4": return (string.Create(CultureInfo.InvariantCulture, $"{11 + Below(200)}.{Below(256)}.{Below(256)}.{1 + Below(254)}"), PersonalKinds.Ipv4);
            case "ipv6": return (Choose("2001:db8:" + Digits(4, Hex) + "::" + Digits(3, Hex), string.Join(':', Enumerable.Range(0, 8).Select(_ => Digits(4, Hex))), "fe80::" + Digits(4, Hex) + ":" + Digits(2, Hex) + "ff:fe" + Digits(2, Hex) + ":" + Digits(4, Hex)), PersonalKinds.Ipv6);
            case "mac": return (Choose(":", "-", ":") is var sign ? Choose(string.Join(sign, Enumerable.Range(0, 6).Select(_ => Digits(2, Hex))), string.Join(sign, Enumerable.Range(0, 6).Select(_ => Digits(2, Hex).ToUpperInvariant()))) : "", PersonalKinds.Mac);
            case "card": return (Card(), PersonalKinds.Card);
            case "iban": return (Iban(), PersonalKinds.Iban);
            case "idName":
                _named = PlantedIds.Draw(ref _random, language);
                return (_named.Value.Name, null);
            case "id":
                var (number, country, _) = _named ?? PlantedIds.Draw(ref _random, language);
                _named = null;
                return (number, PersonalKinds.NationalId(country));
            case "passport": return (Choose(Digits(9), Of("?#######"), Of("?##?##?##"), Of("??#######"), Of("##??#####")), PersonalKinds.Passport);
            case "plate": return (Plate(), PersonalKinds.LicensePlate);
            case "dob": return (Date(1935, 2010), PersonalKinds.BirthDate);
            case "address": return (Address(), PersonalKinds.Address);
            case "handle": return (Handle(), PersonalKinds.Handle);
            case "mention": return ("@" + Handle(), PersonalKinds.Handle);
            case "credentials": return (Choose("postgres://{0}@db.internal:5432/app", "https://{0}@git.example.com/team/repo.git", "ftp://{0}@files.example.org").Replace("{0}", $"{Handle()}:{Digits(10, Any)}", StringComparison.Ordinal), PersonalKinds.UrlCredentials);
            case "key": return (Key(), PersonalKinds.ServiceKey);
            case "secret": return (Choose(Digits(24, Any), Digits(40, Hex), Digits(32, Any)), PersonalKinds.Secret);
            case "crypto": return (Crypto(), PersonalKinds.CryptoAddress);
            default: return (PlantedNegatives.Value(name, ref _random) ?? throw new ArgumentException($"There is no value '{name}'.", nameof(name)), null);
        }
    }

    private string Person() => Choose(PlantedPeople.People(language));

    private string Email()
    {
        var name = Plain(Person()).ToLowerInvariant().Split([' ', '\'', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        var user = Choose($"{name[0]}.{name[^1]}", $"{name[0][0]}{name[^1]}", $"{name[0]}_{Digits(2)}", $"{name[^1]}{Digits(3)}", $"{name[0]}+news");
        return user + "@" + Choose("example.com", "mail.example.org", "uni-beispiel.de", "firma.co.uk", "correo.es", "gmx.net", "post.pl", "acme-widgets.io", "museum.example");
    }

    private string Phone() => language switch
    {
        "de" => Choose(Of("+49 30 ########"), Of("0151 #######"), Of("(0221) ###-###"), Of("089/#######")),
        "fr" => Choose(Of("01 ## ## ## ##"), Of("+33 6 ## ## ## ##"), Of("06.##.##.##.##")),
        "es" => Choose(Of("+34 6## ### ###"), Of("91 ### ## ##"), Of("6## ## ## ##")),
        "it" => Choose(Of("+39 06 #######"), Of("333 #######"), Of("02 ########")),
        "nl" => Choose(Of("+31 6 ########"), Of("020-#######"), Of("06-########")),
        "pl" => Choose(Of("+48 6## ### ###"), Of("22 ### ## ##"), Of("5##-###-###")),
        "sv" => Choose(Of("+46 70 ### ## ##"), Of("08-### ## ##"), Of("070-### ## ##")),
        "pt" => Choose(Of("+351 91# ### ###"), Of("(11) 9####-####"), Of("+55 21 9####-####")),
        "tr" => Choose(Of("+90 532 ### ## ##"), Of("0212 ### ## ##"), Of("0 (532) ### ## ##")),
        _ => Choose(Of("+1 212 555 ####"), Of("(415) 555-####"), Of("020 7946 ####"), Of("+44 7700 9#####"), Of("617.555.####"), Of("303-555-####")),
    };

    private string Card()
    {
        var number = Choose("4" + Digits(14), "51" + Digits(13), "37" + Digits(12), "6011" + Digits(11));
        var check = Enumerable.Range(0, 10).Select(digit => number + digit.ToString(CultureInfo.InvariantCulture)).First(whole => NationalIds.CheckDigits.Luhn(whole));
        return check.Length == 15 ? Choose(check, $"{check[..4]} {check[4..10]} {check[10..]}") : Choose(check, Grouped(check, ' '), Grouped(check, '-'));
    }

    private string Iban()
    {
        var (country, body) = language switch
        {
            "de" => ("DE", Digits(18)),
            "fr" => ("FR", Digits(23)),
            "es" => ("ES", Digits(20)),
            "it" => ("IT", Digits(1, Capitals) + Digits(22)),
            "nl" => ("NL", Choose("ABNA", "INGB", "RABO") + Digits(10)),
            "pl" => ("PL", Digits(24)),
            "sv" => ("SE", Digits(20)),
            "pt" => ("PT", Digits(21)),
            "tr" => ("TR", Digits(5) + "0" + Digits(16)),
            _ => ("GB", "NWBK" + Digits(14)),
        };
        var rest = 0;
        foreach (var letter in body + country + "00")
        {
            rest = (char.IsAsciiDigit(letter) ? (rest * 10) + letter - '0' : (rest * 100) + letter - 'A' + 10) % 97;
        }

        var iban = country + (98 - rest).ToString("00", CultureInfo.InvariantCulture) + body;
        return Choose(iban, Grouped(iban, ' '));
    }

    private string Plate() => language switch
    {
        "de" => Choose(Of("B-?? ####"), Of("M-?? ###"), Of("HH-?? ####"), Of("K ?? ####"), Of("FFB-? ###")),
        "fr" => Choose(Of("AC-###-?G"), Of("BC-###-?D"), Of("F? ### GH")),
        "es" => Choose(Of("#### BCD"), Of("####-KLM"), Of("#### GHJ")),
        "it" => Choose(Of("AC ### GH"), Of("FG###MN")),
        "nl" => Choose(Of("##-??-KL"), Of("G-###-BK"), Of("#-TPX-##")),
        "pl" => Choose(Of("WA #####"), Of("KR ###??"), Of("PO ####?")),
        "sv" => Choose(Of("ABC ###"), Of("KLM ##B")),
        "pt" => Choose(Of("##-??-##"), Of("??-##-??"), Of("BRA#E##")),
        "tr" => Choose(Of("34 ??? ###"), Of("06 ?? ####")),
        _ => Choose(Of("LK## BXE"), Of("YG##HTN"), Of("#ABC###"), Of("??? ####")),
    };

    private string Address()
    {
        var (street, town, number) = (Choose(PlantedPeople.Streets(language)), Choose(PlantedPeople.Towns(language)), (1 + Below(180)).ToString(CultureInfo.InvariantCulture) + Choose("", "", "", "b"));
        var line = language switch
        {
            "en" => $"{number} {street}" + Choose("", "", ", Apt 4B", ", Flat 2"),
            "fr" => $"{number}{Choose(" ", ", ", " bis ")}{street}",
            "tr" => $"{street} {Choose("", "No: ")}{number}",
            "es" or "it" or "pt" => $"{street}{Choose(" ", ", ")}{number}",
            _ => $"{street} {number}",
        };
        return Choose(line + ", " + town, line + ", " + town, line + "\n" + town, line);
    }

    private string Date(int first, int last)
    {
        var date = new DateTime(first + Below(last - first), 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(Below(365));
        var month = Choose(MonthNames(language)[date.Month - 1]);
        month = language is "es" or "pt" ? $"de {month} de" : month;
        string[] forms = language == "en"
            ? ["d MMMM yyyy", "MMMM d, yyyy", "MM/dd/yyyy", "yyyy-MM-dd", "dd/MM/yy", "d MMM yyyy"]
            : ["dd.MM.yyyy", "dd/MM/yyyy", "yyyy-MM-dd", "d.M.yyyy", "d '~' yyyy", "dd-MM-yyyy"];
        return date.ToString(Choose(forms), CultureInfo.InvariantCulture).Replace("~", month, StringComparison.Ordinal);
    }

    private static string[] MonthNames(string language) => (language switch
    {
        "de" => "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr" => "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es" => "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it" => "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl" => "januari februari maart april mei juni juli augustus september oktober november december",
        "pl" => "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "sv" => "januari februari mars april maj juni juli augusti september oktober november december",
        "pt" => "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        _ => "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    }).Split(' ');

    private string Handle()
    {
        var name = Plain(Person()).ToLowerInvariant().Split([' ', '\'', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        return Choose($"{name[0]}{Digits(2)}", $"{name[0]}_{name[^1]}", $"the{Choose("dark", "real", "mad", "cyber")}{name[0]}", $"{name[^1]}{name[0][0]}", $"{Choose("sky", "moon", "pixel", "code")}{Choose("runner", "fox", "smith", "cat")}{Digits(2)}");
    }

    private string Key() => Choose("AKIA" + Digits(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), "ghp_" + Digits(36, Any), "sk_live_" + Digits(24, Any), "xoxb-" + Digits(12) + "-" + Digits(12) + "-" + Digits(24, Any), "AIza" + Digits(35, Any), "glpat-" + Digits(20, Any));

    private string Crypto() => Choose("0x" + Digits(40, Hex), Base58Check([0, .. Bytes(20)]));

    private byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)Below(256))];

    // An address of Bitcoin: its bytes and four of their double hash, in base 58; a first byte of zero is a 1.
    private static string Base58Check(byte[] bytes)
    {
        byte[] all = [.. bytes, .. SHA256.HashData(SHA256.HashData(bytes))[..4]];
        var value = new BigInteger(all, isUnsigned: true, isBigEndian: true);
        var text = "";
        for (; value > 0; value /= 58)
        {
            text = Base58[(int)(value % 58)] + text;
        }

        return "1" + text;
    }

    private static string Grouped(string number, char sign) => string.Join(sign, number.Chunk(4).Select(group => new string(group)));

    // A name in the letters that addresses and user names are made of.
    private static string Plain(string name) => People.NameTable.WithoutAccents(name);

    // Each ? of a form becomes a capital letter, of those that all countries put on papers and plates, each # a digit.
    private string Of(string form) => string.Concat(form.Select(sign => sign switch { '?' => PlateLetters[Below(PlateLetters.Length)], '#' => (char)('0' + Below(10)), _ => sign }));

    private string Digits(int count, string alphabet = "0123456789") => string.Concat(Enumerable.Range(0, count).Select(_ => alphabet[Below(alphabet.Length)]));

    private string Choose(params string[] values) => values[Below(values.Length)];

    private int Below(int bound) => _random.NextBelow(bound);
}
