using Sinter.Data.FastText;
using Sinter.Data.Privacy.NationalIds;

namespace Sinter.Data.Privacy;

/// <summary>Invented national numbers, with right check digits, divided as people divide them.</summary>
internal static class PlantedIds
{
    // What the number looks like: # a digit, Y M D a date of birth, other letters and digits stand for themselves, ? a letter; what it is called, and the ways to divide it.
    private static readonly (string Language, string Country, string Shape, NationalIdCheck Check, string[] Names, string[] Ways)[] Kinds =
    [
        ("en", "us", "#########", AmericanIds.SocialSecurity, ["SSN", "Social Security number"], ["###-##-####", "###-##-####", "### ## ####", "#########", "###.##.####"]),
        ("en", "uk", "??######?", BritishAndIrishIds.NationalInsurance, ["National Insurance number", "NI number"], ["#########", "## ## ## ## #", "## ###### #"]),
        ("en", "uk", "##########", BritishAndIrishIds.HealthService, ["NHS number"], ["### ### ####", "##########", "###-###-####"]),
        ("en", "ca", "#########", AmericanIds.SocialInsurance, ["SIN"], ["### ### ###", "###-###-###", "#########"]),
        ("en", "in", "############", AsianAndPacificIds.Aadhaar, ["Aadhaar number", "Aadhaar"], ["#### #### ####", "############", "####-####-####"]),
        ("en", "au", "#########", AsianAndPacificIds.AustralianTax, ["tax file number", "TFN"], ["### ### ###", "#########"]),
        ("en", "kr", "YMD#######", AsianAndPacificIds.KoreanChecked, ["Korean resident registration number"], ["######-#######", "#############"]),
        ("en", "kr", "YMD#######", AsianAndPacificIds.Korean, ["Korean resident registration number"], ["######-#######"]),
        ("en", "jp", "############", AsianAndPacificIds.JapaneseIndividual, ["My Number"], ["#### #### ####", "############", "####-####-####"]),
        ("en", "cn", "#1##0219YMD####", AsianAndPacificIds.ChineseResident, ["Chinese resident ID"], ["##################"]),
        ("de", "de", "###########", WestEuropeanIds.GermanTax, ["Steuer-ID", "Steueridentifikationsnummer"], ["## ### ### ###", "###########", "##/###/###/###", "## ### ######"]),
        ("de", "at", "####DMY", WestEuropeanIds.AustrianInsurance, ["SV-Nummer"], ["#### ######", "##########"]),
        ("de", "ch", "756##########", WestEuropeanIds.SwissInsurance, ["AHV-Nummer"], ["###.####.####.##", "#############", "### #### #### ##"]),
        ("fr", "fr", "2YM##########", WestEuropeanIds.FrenchRegister, ["numéro de sécurité sociale", "NIR"], ["# ## ## ## ### ### ##", "###############", "# ## ## ## ### ###-##"]),
        ("fr", "be", "YMD#####", WestEuropeanIds.BelgianRegister, ["numéro national"], ["##.##.##-###.##", "###########"]),
        ("es", "es", "########?", SouthEuropeanIds.SpanishIdentity, ["DNI"], ["#########", "########-#", "##.###.###-#", "######## #"]),
        ("es", "es", "X#######?", SouthEuropeanIds.SpanishIdentity, ["NIE"], ["#########", "#-#######-#"]),
        ("it", "it", "??????##A##?###?", SouthEuropeanIds.CodiceFiscale, ["codice fiscale"], ["################"]),
        ("nl", "nl", "#########", WestEuropeanIds.DutchService, ["BSN", "burgerservicenummer"], ["#########", "####.##.###", "#### ## ###"]),
        ("pl", "pl", "YMD#####", EastEuropeanIds.Pesel, ["PESEL"], ["###########", "###### #####"]),
        ("sv", "se", "YMD####", NorthEuropeanIds.Swedish, ["personnummer"], ["######-####", "##########", "######-####"]),
        ("sv", "se", "19YMD####", NorthEuropeanIds.Swedish, ["personnummer"], ["########-####", "############"]),
        ("sv", "no", "DMY#####", NorthEuropeanIds.Norwegian, ["fødselsnummer"], ["###### #####", "###########"]),
        ("sv", "dk", "DMY####", NorthEuropeanIds.Danish, ["CPR-nummer"], ["######-####"]),
        ("sv", "fi", "DMY###?", NorthEuropeanIds.Finnish, ["henkilötunnus"], ["######-####"]),
        ("pt", "br", "###########", AmericanIds.Cpf, ["CPF"], ["###.###.###-##", "###########"]),
        ("pt", "pt", "2########", SouthEuropeanIds.PortugueseTax, ["NIF", "número de contribuinte"], ["#########", "### ### ###"]),
        ("tr", "tr", "###########", SouthEuropeanIds.TurkishIdentity, ["T.C. kimlik no", "TCKN"], ["###########"]),
    ];

    /// <summary>A number of a country where a language is written, with its country and what the number is called there.</summary>
    public static (string Value, string Country, string Name) Draw(ref SplitMix random, string language)
    {
        var own = Kinds.Where(kind => kind.Language == language).ToArray();
        var (_, country, shape, check, names, ways) = own[random.NextBelow(own.Length)];
        string number;
        do
        {
            number = Fill(ref random, shape);
        }
        while (!check(number));

        var way = ways[random.NextBelow(ways.Length)];
        var place = 0;
        return (string.Concat(way.Select(sign => sign == '#' ? number[place++] : sign)), country, names[random.NextBelow(names.Length)]);
    }

    private static string Fill(ref SplitMix random, string shape)
    {
        var number = new System.Text.StringBuilder();
        foreach (var sign in shape)
        {
            number.Append(sign switch
            {
                '#' => random.NextBelow(10).ToString(System.Globalization.CultureInfo.InvariantCulture),
                '?' => ((char)('A' + random.NextBelow(26))).ToString(),
                'Y' => Two(40 + random.NextBelow(60)),
                'M' => Two(1 + random.NextBelow(12)),
                'D' => Two(1 + random.NextBelow(28)),
                _ => sign.ToString(),
            });
        }

        return number.ToString();
    }

    private static string Two(int value) => value.ToString("00", System.Globalization.CultureInfo.InvariantCulture);
}
