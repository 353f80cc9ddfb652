using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy;

public sealed class PersonalDataFinderTests
{
    private const string Text = "Mail info@example.com, jane@mail.org, call 415-234-5678, host 192.168.0.1";

    [Fact]
    public void Only_wanted_kinds_are_found()
    {
        Kinds(new() { Kinds = [PersonalKinds.Phone] }).ShouldBe([PersonalKinds.Phone]);
        Kinds(new() { Kinds = [] }).ShouldBeEmpty();
        Kinds(new()).ShouldBe([PersonalKinds.Email, PersonalKinds.Email, PersonalKinds.Phone, PersonalKinds.Ipv4]);
        new PersonalDataFinder(new() { Kinds = ["nationalId"] }).Kinds.ShouldAllBe(kind => kind.StartsWith(PersonalKinds.NationalIdPrefix));
    }

    [Fact]
    public void Scores_are_limited_by_kind()
    {
        Kinds(new() { MinimumScore = 0.95 }).ShouldBe([PersonalKinds.Email]);
        Kinds(new() { MinimumScores = new Dictionary<string, double> { [PersonalKinds.Email] = 0.9, [PersonalKinds.Ipv4] = 0.99 } }).ShouldBe([PersonalKinds.Email, PersonalKinds.Phone]);
    }

    [Theory]
    [InlineData("JANE@mail.org", 1)]
    [InlineData("@mail.org", 1)]
    [InlineData("@org", 2)]
    [InlineData("*@example.com", 1)]
    [InlineData("192.168.*", 2)]
    [InlineData("192.168.0.?", 2)]
    [InlineData("@ail.org", 2)]
    public void What_is_allowed_is_passed_over(string entry, int emails)
    {
        var kinds = Kinds(new() { Allow = new PersonalAllowList([entry, " "]) });
        kinds.Count(static kind => kind == PersonalKinds.Email).ShouldBe(emails);
        kinds.Count(static kind => kind == PersonalKinds.Ipv4).ShouldBe(entry.StartsWith("192", StringComparison.Ordinal) ? 0 : 1);
    }

    [Fact]
    public void A_list_is_read_from_a_file_with_remarks()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("allow.txt", "# ours\n@example.com\r\n\njane@mail.org\n");
        Kinds(new() { Allow = PersonalAllowList.Load(path) }).ShouldBe([PersonalKinds.Phone, PersonalKinds.Ipv4]);
    }

    [Fact]
    public void National_forms_of_telephone_numbers_can_be_of_some_countries_only()
    {
        const string Numbers = "415-234-5678, 0171/1234567, +33 1 23 45 67 89";
        new PersonalDataFinder().Find(Numbers).Count.ShouldBe(3);
        new PersonalDataFinder(new() { PhoneCountries = ["DE"] }).Find(Numbers).Select(static span => span.Start).ShouldBe([14, 28]);
        new PersonalDataFinder(new() { PhoneCountries = ["CA"] }).Find(Numbers).Select(static span => span.Start).ShouldBe([0, 28]);
        Should.Throw<ArgumentException>(() => new PersonalDataFinder(new() { PhoneCountries = ["QQ"] }));
    }

    [Fact]
    public void What_is_no_option_is_refused()
    {
        Should.Throw<ArgumentException>(() => new PersonalDataFinder(new() { Kinds = ["emial"] })).Message.ShouldContain("email");
        Should.Throw<ArgumentException>(() => new PersonalDataFinder(new() { MinimumScore = double.NaN }));
        Should.Throw<ArgumentException>(() => new PersonalDataFinder(new() { MinimumScores = new Dictionary<string, double> { ["fax"] = 0.5 } }));
        Should.Throw<ArgumentException>(() => new PersonalAllowList([new string('*', 1000)]));
    }

    [Fact]
    public void The_surer_find_wins_then_the_longer_then_the_first_kind()
    {
        List<PersonalSpan> found = [new(0, 5, "b", 0.5f), new(3, 4, "a", 0.9f), new(5, 2, "c", 0.9f), new(10, 3, "b", 0.7f), new(10, 3, "a", 0.7f), new(12, 9, "c", 0.7f), new(30, 1, "c", 0.1f), new(29, 3, "a", 0.1f)];
        new OverlapResolver(["a", "b", "c"]).Resolve(found);
        found.ShouldBe([new(3, 4, "a", 0.9f), new(12, 9, "c", 0.7f), new(29, 3, "a", 0.1f)]);
    }

    [Fact]
    public void Winners_never_overlap_and_losers_lose_to_a_better_one()
    {
        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var all = Enumerable.Range(0, random.Next(30)).Select(_ => new PersonalSpan(random.Next(40), random.Next(1, 9), random.Next(2) == 0 ? "a" : "b", random.Next(3) / 2f)).Distinct().ToList();
            var won = all.ToList();
            new OverlapResolver(["a", "b"]).Resolve(won);

            for (var w = 1; w < won.Count; w++)
            {
                won[w].Start.ShouldBeGreaterThanOrEqualTo(won[w - 1].End);
            }

            all.Except(won).ShouldAllBe(lost => won.Any(winner => winner.Start < lost.End && lost.Start < winner.End && (winner.Score > lost.Score || (winner.Score == lost.Score && winner.Length >= lost.Length))));
        }
    }

    private static List<string> Kinds(PersonalFinderOptions options) => [.. new PersonalDataFinder(options).Find(Text).Select(static span => span.Kind)];
}
