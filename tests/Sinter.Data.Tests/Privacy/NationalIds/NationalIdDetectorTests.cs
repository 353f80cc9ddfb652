using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.NationalIds;

public sealed class NationalIdDetectorTests
{
    [Theory]
    [InlineData("My SSN is 536-90-4399.", "nationalId-us", "536-90-4399")]
    [InlineData("NI number AB 12 34 56 C", "nationalId-uk", "AB 12 34 56 C")]
    [InlineData("NHS no 943 476 5919", "nationalId-uk", "943 476 5919")]
    [InlineData("Steuer-ID: 86 095 742 719", "nationalId-de", "86 095 742 719")]
    [InlineData("Personalausweis L01X00T471", "nationalId-de", "L01X00T471")]
    [InlineData("sécurité sociale 2 55 08 14 168 025 38.", "nationalId-fr", "2 55 08 14 168 025 38")]
    [InlineData("con DNI 12.345.678-Z y", "nationalId-es", "12.345.678-Z")]
    [InlineData("NIE X-1234567-L", "nationalId-es", "X-1234567-L")]
    [InlineData("C.F. RSSMRA85T10A562S", "nationalId-it", "RSSMRA85T10A562S")]
    [InlineData("burgerservicenummer 111222333", "nationalId-nl", "111222333")]
    [InlineData("PESEL 44051401359", "nationalId-pl", "44051401359")]
    [InlineData("personnummer 811228-9874", "nationalId-se", "811228-9874")]
    [InlineData("주민등록번호 210101-3123456", "nationalId-kr", "210101-3123456")]
    [InlineData("マイナンバー1234 5678 9018です", "nationalId-jp", "1234 5678 9018")]
    [InlineData("身份证号11010519491231002X，", "nationalId-cn", "11010519491231002X")]
    [InlineData("AHV 756.9217.0769.85", "nationalId-ch", "756.9217.0769.85")]
    [InlineData("rijksregister 85.07.30-033.28", "nationalId-be", "85.07.30-033.28")]
    [InlineData("hetu 131052-308T", "nationalId-fi", "131052-308T")]
    [InlineData("CPF: 111.444.777-35", "nationalId-br", "111.444.777-35")]
    [InlineData("Aadhaar 2341 2341 2346", "nationalId-in", "2341 2341 2346")]
    [InlineData("TFN 123 456 782", "nationalId-au", "123 456 782")]
    [InlineData("T.C. kimlik no 10000000146", "nationalId-tr", "10000000146")]
    public void A_number_in_its_language_is_found_whole_and_sure(string text, string kind, string value)
    {
        var found = Found.Best(text, kind);
        found.Value.ShouldBe(value);
        found.Score.ShouldBeGreaterThan(0.8f);
    }

    [Theory]
    [InlineData("123456782")]
    [InlineData("111222333")]
    [InlineData("536904399")]
    [InlineData("9434765919")]
    [InlineData("234123412346")]
    [InlineData("1237010180")]
    public void Bare_digits_with_a_weak_check_and_no_word_near_them_are_of_little_worth(string number)
    {
        var finder = new PersonalDataFinder(new PersonalFinderOptions { Kinds = ["nationalId"], MinimumScore = 0 });
        finder.Find($"It was {number} then.").Max(span => span.Score).ShouldBeInRange(0.1f, 0.49f);
        finder.Find($"Order no. {number} is late.").Select(span => span.Score).DefaultIfEmpty().Max().ShouldBeLessThan(0.3f);
    }

    [Fact]
    public void A_strong_check_needs_no_word() => Found.All("RSSMRA85T10A562S 111.444.777-35 756.9217.0769.85", "nationalId-it").ShouldBe(["RSSMRA85T10A562S"]);

    [Theory]
    [InlineData("SSN 000-12-3456")]
    [InlineData("SSN 536-90-43990")]
    [InlineData("SSN 1536-90-4399")]
    [InlineData("SSN 536-90-4399-1")]
    [InlineData("DNI 12345678A")]
    [InlineData("DNI 12345678Zoo")]
    [InlineData("Steuer-ID 86095742718")]
    [InlineData("personnummer 811328-9874")]
    [InlineData("BSN $111222333")]
    [InlineData("BSN 111222333_4")]
    [InlineData("BSN x111222333")]
    public void What_breaks_a_rule_or_is_part_of_something_is_none(string text) => Found.Best(text, "nationalId").Score.ShouldBeLessThan(0.5f);

    [Fact]
    public void A_word_of_another_language_says_nothing() => Found.Best("Kleiner Hinweis: 111222333", "nationalId-nl").Score.ShouldBeLessThan(0.5f);
}
