using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.Policies;

public sealed class PersonalRedactorTests
{
    private const string Text = "Mail jane@mail.org or call +49 30 1234567; card 4111 1111 1111 1111.";

    private static readonly PseudonymKey Key = new("a key that is long enough"u8);

    [Theory]
    [InlineData("keep", Text)]
    [InlineData("mask", "Mail ****@****.*** or call +** ** *******; card **** **** **** ****.")]
    [InlineData("remove", "Mail  or call ; card .")]
    [InlineData("tag", "Mail <EMAIL>jane@mail.org</EMAIL> or call <PHONE>+49 30 1234567</PHONE>; card <CARD>4111 1111 1111 1111</CARD>.")]
    [InlineData("email=remove,*=keep", "Mail  or call +49 30 1234567; card 4111 1111 1111 1111.")]
    [InlineData("email=keep , card=tag", "Mail jane@mail.org or call +** ** *******; card <CARD>4111 1111 1111 1111</CARD>.")]
    public void Each_kind_is_treated_as_the_policy_says(string policy, string expected) => Redact(Text, policy).ShouldBe(expected);

    [Fact]
    public void Of_an_address_of_the_web_only_the_secret_is_masked() =>
        Redact("See https://jane:pa55word@host.org/x?token=abc123def now", "mask").ShouldBe("See https://****:********@host.org/x?token=********* now");

    [Theory]
    [InlineData("hide")]
    [InlineData("")]
    [InlineData("email=hide")]
    [InlineData("mail=mask")]
    [InlineData("email=mask=tag")]
    [InlineData("email=mask,email=tag")]
    [InlineData("*=mask,*=tag")]
    public void A_policy_that_is_none_is_refused(string policy) => Should.Throw<ArgumentException>(() => PersonalPolicy.Parse(policy)).Message.ShouldNotContain("\n");

    [Fact]
    public void Pseudonyms_need_a_key_of_16_bytes()
    {
        Should.Throw<ArgumentException>(() => new PersonalRedactor(PersonalPolicy.Parse("email=pseudonym")));
        Should.Throw<ArgumentException>(() => new PseudonymKey(new byte[15])).Message.ShouldContain("15");
        new PseudonymKey(new byte[16]).ShouldNotBeNull();
    }

    [Fact]
    public void A_pseudonym_is_the_same_for_the_same_value_and_key_in_any_writing()
    {
        var one = Redact("card 4111 1111 1111 1111, JANE@mail.org", "pseudonym");
        var other = Redact("Again 4111111111111111 and jane@MAIL.org", "pseudonym");

        other.ShouldBe("Again " + one[5..24].Replace(" ", "", StringComparison.Ordinal) + " and " + one[26..]);
        new PersonalRedactor(new(PersonalAction.Pseudonym), new("another key of so many bytes"u8)).Redact(Text, PersonalDataFinder.Default.Find(Text)).ShouldNotBe(Redact(Text, "pseudonym"));
    }

    [Fact]
    public void Fakes_rotate_and_depend_on_the_seed()
    {
        const string Twice = "jane@mail.org jane@mail.org";
        var one = Redact(Twice, "fake");
        var parts = one.Split(' ');

        parts[0].ShouldNotBe(parts[1]);
        Redact(Twice, "fake").ShouldBe(one);
        new PersonalRedactor(new(PersonalAction.Fake), seed: 2).Redact(Twice, PersonalDataFinder.Default.Find(Twice)).ShouldNotBe(one);
    }

    [Fact]
    public void Addresses_of_networks_go_to_ranges_for_documentation_or_stay_in_their_private_net()
    {
        Redact("ping 93.184.216.34", "pseudonym").ShouldMatch(@"^ping (192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$");
        Redact("host 10.1.2.3", "pseudonym").ShouldMatch(@"^host 10\.\d+\.\d+\.\d+$");
        Redact("host 172.20.2.3", "pseudonym").ShouldMatch(@"^host 172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$");
        Redact("at 2a00:1450:4001:81b::200e", "pseudonym").ShouldMatch(@"^at 2001:db8::[0-9a-f]{4}(:[0-9a-f]{4}){2}$");
        Redact("to jane@mail.org", "pseudonym").ShouldMatch(@"^to [a-z.0-9]+@example\.(com|org|net)$");
        Redact("call 415-234-5678", "pseudonym").ShouldMatch(@"^call \d{3}-555-01\d\d$");
        Redact("call +44 7911 123456", "pseudonym").ShouldMatch(@"^call \+44 7700 900\d{3}$");
    }

    [Theory]
    [InlineData(PersonalAction.Pseudonym)]
    [InlineData(PersonalAction.Fake)]
    public void What_replaces_a_find_is_found_as_the_same_kind_at_the_same_place(PersonalAction action)
    {
        string[] texts =
        [
            "Mail jane@mail.org or john [at] site [dot] net.", "call +49 30 1234567, +44 (0)20 7946 0123, (415) 234-5678, 06 12 34 56 78, 090-1234-5678 or 0151 12345678",
            "hosts 93.184.216.34, 10.0.0.5, 2a00:1450:4001:81b::200e, fe80::1ff:fe23:4567:890a%eth0, 2001:470:0:76:1:2:3:4 and ::1",
            "mac 00:1B:44:11:3A:B7, 00-1b-44-11-3a-b7, 001b.4411.3ab7", "cards 4111 1111 1111 1111, 378282246310005, 5500-0055-5555-5559, 6011111111111117",
            "DE89 3704 0044 0532 0130 00 and GB29NWBK60161331926819 and FR14 2004 1010 0505 0001 3M02 606", "https://jane:s3cret99@host.example.com:8080/path?x=1 and https://api.site.org/v1?api_key=abcd1234efgh",
            "AKIAIOSFODNN7EXAMPLE ghp_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R xoxb-123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "password = hunter2!, api_key: 9f86d081884c7d659a2feaa0c55ad015",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\nAQ==\n-----END RSA PRIVATE KEY-----\n",
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2, 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", "Dear Mary Johnson, my name is Peter Schmidt.", "She was born on 12 May 1984.",
        ];
        foreach (var text in texts)
        {
            var before = PersonalDataFinder.Default.Find(text);
            var redactor = new PersonalRedactor(new(action), Key, seed: 5);
            var (expected, moved, number) = (new List<(int, int, string)>(), 0, 0UL);
            foreach (var span in before)
            {
                var length = redactor.Replacement(text.AsSpan(span.Start, span.Length), span.Kind, number++).Length;
                expected.Add((span.Start + moved, length, span.Kind));
                moved += length - span.Length;
            }

            var after = redactor.Redact(text, before);

            before.ShouldNotBeEmpty();
            PersonalDataFinder.Default.Find(after).Select(static span => (span.Start, span.Length, span.Kind)).ShouldBe(expected, after);
            before.ShouldAllBe(span => !after.Contains(text.Substring(span.Start, span.Length)));
        }
    }

    [Fact]
    public void Nearly_all_planted_values_are_found_again_once_replaced()
    {
        var redactor = new PersonalRedactor(new(PersonalAction.Pseudonym), Key);
        var (all, again) = (0, 0);
        foreach (var planted in PlantedText.Generate(seed: 11, count: 12))
        {
            var found = PersonalDataFinder.Default.Find(planted.Text);
            var after = PersonalDataFinder.Default.Find(redactor.Redact(planted.Text, found));
            all += found.Count;
            again += found.Select(static span => span.Kind).Intersect(after.Select(static span => span.Kind)).Count() == found.Select(static span => span.Kind).Distinct().Count() ? found.Count : 0;
        }

        ((double)again / all).ShouldBeGreaterThan(0.85);
    }

    private static string Redact(string text, string policy) => new PersonalRedactor(PersonalPolicy.Parse(policy), Key).Redact(text, PersonalDataFinder.Default.Find(text));
}
