using Sinter.Data.Privacy;
using Sinter.Data.Privacy.People;

namespace Sinter.Data.Tests.Privacy.People;

/// <summary>Passports, plates and dates of birth.</summary>
public sealed class PaperTests
{
    // The specimen of ICAO document 9303.
    private const string Specimen = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    [Theory]
    [InlineData("Passport No. 963545637", "963545637")]
    [InlineData("Reisepass: C01X00T47 gültig", "C01X00T47")]
    [InlineData("passeport n° 12AB34567", "12AB34567")]
    [InlineData("旅券番号 TK1234567", "TK1234567")]
    public void A_passport_is_known_by_the_words_before_it(string text, string value)
    {
        Found.Best(text, PersonalKinds.Passport).ShouldBe((value, 0.9f));
    }

    [Theory]
    [InlineData("The number 963545637 is odd.")]
    [InlineData("Passport control opened in 1998 with 12 gates.")]
    public void Without_them_it_is_none(string text) => Found.Best(text, PersonalKinds.Passport).Value.ShouldBeEmpty();

    [Fact]
    public void The_lines_for_machines_are_known_by_their_check_digits()
    {
        Found.Best("scan:\n" + Specimen + "\nend", PersonalKinds.Passport).ShouldBe((Specimen, 0.99f));
        Found.Best(Specimen.Replace("898902C36", "898903C36", StringComparison.Ordinal), PersonalKinds.Passport).Value.ShouldBeEmpty();
        MachineReadableZone.CheckDigit("L898902C3").ShouldBe(6);
        MachineReadableZone.CheckDigit("740812").ShouldBe(2);
    }

    [Theory]
    [InlineData("Das Auto B-AB 1234 stand da", "B-AB 1234")]
    [InlineData("a blue van, BD51 SMR, was", "BD51 SMR")]
    [InlineData("la voiture AB-123-CD est", "AB-123-CD")]
    [InlineData("matrícula 1234 BCD", "1234 BCD")]
    [InlineData("targa AB 123 CD", "AB 123 CD")]
    [InlineData("kenteken 12-ABC-3", "")]
    [InlineData("kenteken 12-BCD-3", "12-BCD-3")]
    [InlineData("rejestracyjny WA 12345", "WA 12345")]
    [InlineData("regnr ABC 123", "ABC 123")]
    [InlineData("license plate 7ABC123", "7ABC123")]
    public void Plates_are_found_where_form_or_words_tell(string text, string plate) => Found.All(text, PersonalKinds.LicensePlate).ShouldBe(plate.Length == 0 ? [] : [plate]);

    [Theory]
    [InlineData("ISO 9001 and AES 256 and RFC 2119")]
    [InlineData("COVID-19, F-16, B-52, A-Z 100")]
    [InlineData("Boeing 747 and Air 123")]
    [InlineData("see ABC 123 for details")]
    public void Other_letters_with_digits_are_no_plates(string text) => Found.All(text, PersonalKinds.LicensePlate).ShouldBeEmpty();

    [Theory]
    [InlineData("born on 12 March 1985 in", "12 March 1985")]
    [InlineData("DOB: 03/12/85", "03/12/85")]
    [InlineData("Date of birth: March 12th, 1985", "March 12th, 1985")]
    [InlineData("geboren am 12. März 1985", "12. März 1985")]
    [InlineData("née à Lyon le 1er avril 1985", "1er avril 1985")]
    [InlineData("nacido el 12 de marzo de 1985", "12 de marzo de 1985")]
    [InlineData("nato il 12/03/1985", "12/03/1985")]
    [InlineData("geboren op 12 maart 1985", "12 maart 1985")]
    [InlineData("ur. 12 marca 1985 r.", "12 marca 1985")]
    [InlineData("född 1985-03-12", "1985-03-12")]
    [InlineData("nascida em 12 de março de 1985", "12 de março de 1985")]
    [InlineData("Doğum tarihi: 12 Mart 1985", "12 Mart 1985")]
    [InlineData("родился 12 марта 1985", "12 марта 1985")]
    [InlineData("生年月日：1985年3月12日", "1985年3月12日")]
    [InlineData("생년월일: 1985년 3월 12일", "1985년 3월 12일")]
    [InlineData("\"dob\": \"19850312\"", "19850312")]
    [InlineData("Geburtsdatum\n12.03.1985", "12.03.1985")]
    public void A_date_of_birth_is_found_in_its_language(string text, string date)
    {
        var found = Found.Best(text, PersonalKinds.BirthDate);
        found.Value.ShouldBe(date);
        found.Score.ShouldBeGreaterThan(0.5f);
    }

    [Theory]
    [InlineData("It rained on 12 March 1985.")]
    [InlineData("He was born poor and died on 12 March 1985.")]
    [InlineData("She was born there. On 12 March 1985 the bridge fell.")]
    [InlineData("born in version 1.2.3 of it")]
    [InlineData("born 32.13.1985")]
    public void Other_dates_are_not(string text) => Found.Best(text, PersonalKinds.BirthDate).Value.ShouldBeEmpty();
}
