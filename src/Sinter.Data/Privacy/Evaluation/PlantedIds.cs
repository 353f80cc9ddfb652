using Sinter.Data.FastText;
using Sinter.Data.Privacy.NationalIds;

namespace Sinter.Data.Privacy;

/// <summary>Invented national numbers, with right check digits, divided as people divide them.</summary>
internal static class PlantedIds
{
    // What the number looks like: # a digit, Y M D a date of birth, other letters and digits stand for themselves, ? a letter; and the ways to divide it.
    private static readonly (string Language, string Country, string Shape, NationalIdCheck Check, string[] Ways)[] Kinds =
    [
        ("en", "us", "#########", AmericanIds.SocialSecurity, ["###-##-####", "###-##-####", "### ## ####", "#########", "###.##.####"]),
        ("en", "uk", "??######?", BritishAndIrishIds.NationalInsurance, ["#########", "## ## ## ## #", "## ###### #"]),
        ("en", "uk", "##########", BritishAndIrishIds.HealthService, ["### ### ####", "##########", "###-###-####"]),
        ("en", "ca", "#########", AmericanIds.SocialInsurance, ["### ### ###", "###-###-###", "#########"]),
        ("en", "in", "############", AsianAndPacificIds.Aadhaar, ["#### #### ####", "############", "####-####-####"]),
        ("en", "au", "#########", AsianAndPacificIds.AustralianTax, ["### ### ###", "#########"]),
        ("en", "kr", "YMD#######", AsianAndPacificIds.KoreanChecked, ["######-#######", "#############"]),
        ("en", "kr", "YMD#######", AsianAndPacificIds.Korean, ["######-#######"]),
        ("en", "jp", "############", AsianAndPacificIds.JapaneseIndividual, ["#### #### ####", "############", "####-####-####"]),
        ("en", "cn", "#1##0219YMD####", AsianAndPacificIds.ChineseResident, ["##################"]),
        ("de", "de", "###########", WestEuropeanIds.GermanTax, ["## ### ### ###", "###########", "##/###/###/###", "## ### ######"]),
        ("de", "at", "####DMY", WestEuropeanIds.AustrianInsurance, ["#### ######", "##########"]),
        ("de", "ch", "756##########", WestEuropeanIds.SwissInsurance, ["###.####.####.##", "#############", "### #### #### ##"]),
        ("fr", "fr", "2YM##########", WestEuropeanIds.FrenchRegister, ["# ## ## ## ### ### ##", "###############", "# ## ## ## ### ###-##"]),
        ("fr", "be", "YMD#####", WestEuropeanIds.BelgianRegister, ["##.##.##-###.##", "###########"]),
        ("es", "es", "########?", SouthEuropeanIds.SpanishIdentity, ["#########", "########-#", "##.###.###-#", "######## #"]),
        ("es", "es", "X#######?", SouthEuropeanIds.SpanishIdentity, ["#########", "#-#######-#"]),
        ("it", "it", "??????##A##?###?", SouthEuropeanIds.CodiceFiscale, ["################"]),
        ("nl", "nl", "#########", WestEuropeanIds.DutchService, ["#########", "####.##.###", "#### ## ###"]),
        ("pl", "pl", "YMD#####", EastEuropeanIds.Pesel, ["###########", "###### #####"]),
        ("sv", "se", "YMD####", NorthEuropeanIds.Swedish, ["######-####", "##########", "######-####"]),
        ("sv", "se", "19YMD####", NorthEuropeanIds.Swedish, ["########-####", "############"]),
        ("sv", "no", "DMY#####", NorthEuropeanIds.Norwegian, ["###### #####", "###########"]),
        ("sv", "dk", "DMY####", NorthEuropeanIds.Danish, ["######-####"]),
        ("sv", "fi", "DMY###?", NorthEuropeanIds.Finnish, ["######-####"]),
        ("pt", "br", "###########", AmericanIds.Cpf, ["###.###.###-##", "###########"]),
        ("pt", "pt", "2########", SouthEuropeanIds.PortugueseTax, ["#########", "### ### ###"]),
        ("tr", "tr", "###########", SouthEuropeanIds.TurkishIdentity, ["###########"]),
    ];

    /// <summary>A number of a country where a language is written, with its country; and the name of the number there, which may be empty.</summary>
    public static (string Value, string Country) Draw(ref SplitMix random, string language)
    {
        var own = Kinds.Where(kind => kind.Language == language).ToArray();
        var (_, country, shape, check, ways) = own[random.NextBelow(own.Length)];
        string number;
        do
        {
            number = Fill(ref random, shape);
        }
        while (!check(number));

        var way = ways[random.NextBelow(ways.Length)];
        var place = 0;
        return (string.Concat(way.Select(sign => sign == '#' ? number[place++] : sign)), country);
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
