using Sinter.Data.Privacy.NationalIds;

namespace Sinter.Data.Tests.Privacy.NationalIds;

/// <summary>The rules of each country, on numbers that authorities or encyclopedias give as examples, and on the same with one digit changed.</summary>
public sealed class NationalIdCheckTests
{
    private static readonly Dictionary<string, NationalIdCheck> Checks = new(StringComparer.Ordinal)
    {
        ["NHS"] = BritishAndIrishIds.HealthService,
        ["PPS"] = BritishAndIrishIds.PublicService,
        ["Steuer-ID"] = WestEuropeanIds.GermanTax,
        ["Personalausweis"] = WestEuropeanIds.GermanIdentityCard,
        ["SVNR"] = WestEuropeanIds.AustrianInsurance,
        ["AHV"] = WestEuropeanIds.SwissInsurance,
        ["NIR"] = WestEuropeanIds.FrenchRegister,
        ["Rijksregister"] = WestEuropeanIds.BelgianRegister,
        ["BSN"] = WestEuropeanIds.DutchService,
        ["DNI"] = SouthEuropeanIds.SpanishIdentity,
        ["CF"] = SouthEuropeanIds.CodiceFiscale,
        ["NIF"] = SouthEuropeanIds.PortugueseTax,
        ["TCKN"] = SouthEuropeanIds.TurkishIdentity,
        ["Personnummer"] = NorthEuropeanIds.Swedish,
        ["CPR"] = NorthEuropeanIds.DanishChecked,
        ["HETU"] = NorthEuropeanIds.Finnish,
        ["Isikukood"] = NorthEuropeanIds.Baltic,
        ["PESEL"] = EastEuropeanIds.Pesel,
        ["EGN"] = EastEuropeanIds.Egn,
        ["RRN"] = AsianAndPacificIds.KoreanChecked,
        ["MyNumber"] = AsianAndPacificIds.JapaneseIndividual,
        ["CN"] = AsianAndPacificIds.ChineseResident,
        ["Aadhaar"] = AsianAndPacificIds.Aadhaar,
        ["TW"] = AsianAndPacificIds.Taiwanese,
        ["NRIC"] = AsianAndPacificIds.Singaporean,
        ["TFN"] = AsianAndPacificIds.AustralianTax,
        ["ZA"] = AsianAndPacificIds.SouthAfrican,
        ["CPF"] = AmericanIds.Cpf,
        ["CURP"] = AmericanIds.Curp,
        ["SIN"] = AmericanIds.SocialInsurance,
    };

    [Theory]
    [InlineData("NHS", "9434765919")]
    [InlineData("NHS", "4010232137")]
    [InlineData("PPS", "1234567T")]
    [InlineData("PPS", "1234567FA")]
    [InlineData("Steuer-ID", "86095742719")]
    [InlineData("Steuer-ID", "65929970489")]
    [InlineData("Personalausweis", "T220001293")]
    [InlineData("Personalausweis", "L01X00T471")]
    [InlineData("SVNR", "1237010180")]
    [InlineData("AHV", "7569217076985")]
    [InlineData("NIR", "255081416802538")]
    [InlineData("Rijksregister", "85073003328")]
    [InlineData("BSN", "111222333")]
    [InlineData("BSN", "123456782")]
    [InlineData("DNI", "12345678Z")]
    [InlineData("DNI", "X1234567L")]
    [InlineData("CF", "RSSMRA85T10A562S")]
    [InlineData("CF", "MRTMTT25D09F205Z")]
    [InlineData("NIF", "123456789")]
    [InlineData("TCKN", "10000000146")]
    [InlineData("Personnummer", "8112289874")]
    [InlineData("Personnummer", "198112289874")]
    [InlineData("Personnummer", "7010632391")]
    [InlineData("CPR", "0707614285")]
    [InlineData("HETU", "131052308T")]
    [InlineData("HETU", "131052A308T")]
    [InlineData("Isikukood", "37605030299")]
    [InlineData("PESEL", "44051401359")]
    [InlineData("PESEL", "02070803628")]
    [InlineData("EGN", "7523169263")]
    [InlineData("MyNumber", "123456789018")]
    [InlineData("CN", "11010519491231002X")]
    [InlineData("Aadhaar", "234123412346")]
    [InlineData("TW", "A123456789")]
    [InlineData("NRIC", "S1234567D")]
    [InlineData("TFN", "123456782")]
    [InlineData("ZA", "8001015009087")]
    [InlineData("CPF", "11144477735")]
    [InlineData("CURP", "HEGG560427MVZRRL04")]
    [InlineData("SIN", "130692544")]
    public void A_published_number_follows_the_rules_and_most_neighbours_of_it_do_not(string name, string number)
    {
        Checks[name](number).ShouldBeTrue();

        // A check digit lets at most a part of all changes of one digit through.
        var digits = Enumerable.Range(0, number.Length).Where(place => char.IsAsciiDigit(number[place])).ToList();
        var changed = digits.SelectMany(place => "0123456789".Where(digit => digit != number[place]).Select(digit => number[..place] + digit + number[(place + 1)..])).ToList();
        changed.Count(other => Checks[name](other)).ShouldBeLessThan((changed.Count / 10) + 1);
    }

    [Theory]
    [InlineData("219099999", false)]
    [InlineData("078051120", false)]
    [InlineData("000123456", false)]
    [InlineData("666123456", false)]
    [InlineData("912345678", false)]
    [InlineData("123006789", false)]
    [InlineData("123450000", false)]
    [InlineData("536904399", true)]
    public void Social_security_numbers_have_no_zeros_and_no_reserved_areas(string number, bool right) => AmericanIds.SocialSecurity(number).ShouldBe(right);

    [Theory]
    [InlineData("912501234", true)]
    [InlineData("912931234", false)]
    [InlineData("912661234", false)]
    [InlineData("812701234", false)]
    public void Taxpayer_numbers_are_of_certain_groups(string number, bool right) => AmericanIds.IndividualTaxpayer(number).ShouldBe(right);

    [Theory]
    [InlineData("AB123456C", true)]
    [InlineData("QQ123456C", false)]
    [InlineData("BG123456C", false)]
    [InlineData("AO123456C", false)]
    [InlineData("AB123456E", false)]
    public void National_insurance_numbers_have_certain_letters(string number, bool right) => BritishAndIrishIds.NationalInsurance(number).ShouldBe(right);

    [Fact]
    public void Corsica_counts_as_19_and_18()
    {
        WithKey("2850", "2A", "004123", 19).ShouldBeTrue();
        WithKey("2850", "2B", "004123", 18).ShouldBeTrue();

        // The key is reckoned here apart: 97 less the remainder by 97 of the number with the digits that stand for the letters.
        static bool WithKey(string yearMonth, string department, string rest, int stands)
        {
            var plain = long.Parse($"{yearMonth}5{stands}{rest}", System.Globalization.CultureInfo.InvariantCulture);
            return WestEuropeanIds.FrenchRegister($"{yearMonth}5{department}{rest}{97 - (plain % 97):00}");
        }
    }

    [Fact]
    public void Italian_digits_may_be_letters()
    {
        // The last digit of the place of birth, 2, is N in omocodia; the check letter is another then.
        var number = "RSSMRA85T10A56N";
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ".Count(letter => SouthEuropeanIds.CodiceFiscale(number + letter)).ShouldBe(1);
    }

    [Fact]
    public void Korean_numbers_after_2020_have_a_date_only()
    {
        AsianAndPacificIds.Korean("2101013123456").ShouldBeTrue();
        AsianAndPacificIds.Korean("2113013123456").ShouldBeFalse();
        Enumerable.Range(0, 10).Count(check => AsianAndPacificIds.KoreanChecked($"850315123456{check}")).ShouldBe(1);
    }

    [Fact]
    public void Verhoeff_finds_every_change_of_one_digit_and_every_swap_of_neighbours()
    {
        const string Number = "2363";
        CheckDigits.Verhoeff(Number).ShouldBeTrue();
        for (var place = 0; place < 3; place++)
        {
            var swapped = Number.ToCharArray();
            (swapped[place], swapped[place + 1]) = (swapped[place + 1], swapped[place]);
            CheckDigits.Verhoeff(swapped).ShouldBe(new string(swapped) == Number);
        }
    }
}
