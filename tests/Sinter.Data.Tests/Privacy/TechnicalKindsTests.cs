using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy;

/// <summary>Texts in which what is to be found stands between ‹ and ›.</summary>
public sealed class TechnicalKindsTests
{
    [Theory]
    [InlineData("Write to ‹jane.doe+x@mail.example.org›.")]
    [InlineData("<‹a_b-c@sub.domain.co.uk›>, (‹x@y.io›); mailto:‹j@k.de›")]
    [InlineData("‹jürgen@münchen.de› and ‹用户@例子.公司›")]
    [InlineData("‹o'neil@mail.com›")]
    [InlineData("‹a@b.museum›... ‹x@xn--bcher-kva.xn--p1ai›")]
    [InlineData("email='‹me@site.net›'")]
    [InlineData("‹john.doe [at] gmail [dot] com› or ‹jane(at)mail.org› or j at @ x.com no")]
    [InlineData("‹jane AT mail DOT org›, ‹joe (at) some (dot) site (dot) fr›")]
    public void Email(string text) => Holds(text, PersonalKinds.Email);

    [Theory]
    [InlineData("a@b @c @ d user@host a@b..c @@@ a@1.2 me@.com")]
    [InlineData("meet (at noon) [at 5] <at> x")]
    [InlineData("git@v1.2.3 left@1.5x")]
    public void No_email(string text) => Holds(text, PersonalKinds.Email);

    [Theory]
    [InlineData("Call ‹+49 (30) 123-4567› or ‹+1 555 234 5678›.")]
    [InlineData("‹+44 (0)20 7946 0958›, ‹+442079460958›, ‹(+33) 1 23 45 67 89›, ‹0033 1 23 45 67 89›")]
    [InlineData("‹(555) 234-5678›, ‹555-234-5678›, ‹555.234.5678›, ‹1-800-234-5678›, (‹415-555-0132›)")]
    [InlineData("‹020 7946 0958›, ‹07700 900123›, ‹01632 960 123›, ‹0113 496 0999›")]
    [InlineData("‹030 1234567›, ‹0171/1234567›, ‹089 / 123 45 67›, ‹0151 12345678›")]
    [InlineData("‹01 23 45 67 89›, ‹06.12.34.56.78›, ‹+33612345678›")]
    [InlineData("‹612 345 678›, tel. ‹91 123 45 67›, teléfono: ‹612345678›")]
    [InlineData("‹06 1234 5678›, ‹347 123 4567›, ‹02 12345678›, ‹+39 06 6982 1234›")]
    [InlineData("‹06-12345678›, ‹020-1234567›, ‹010 123 4567›")]
    [InlineData("‹22 123 45 67›, tel: ‹601 234 567›, ‹+48 601 234 567›")]
    [InlineData("‹070-123 45 67›, ‹08-123 456 78›, ‹+46 70 123 45 67›")]
    [InlineData("‹010-1234-5678›, ‹02-123-4567›, ‹02-1234-5678›, ‹+82 10-1234-5678›")]
    [InlineData("‹03-1234-5678›, ‹090-1234-5678›, ‹0120-123-456›, 電話‹0312345678›")]
    [InlineData("phone: ‹5552345678› mobile ‹234-5678›")]
    public void Phone(string text) => Holds(text, PersonalKinds.Phone);

    [Theory]
    [InlineData("2024-05-12, 12.05.2024, 12/05/2024, 05-12-24, 2024-2025, 1990 - 1995, 2024-01-15 10:30:00")]
    [InlineData("$1,234,567.89 and 1.234.567,89 €, 12 345 678 people, 100 000 000 000 stars")]
    [InlineData("ISBN 978-3-16-148410-0, 0-306-40615-2, ISSN 0317-8471")]
    [InlineData("v1.2.3.4567, 10.15.7, 1.0.0-2345678, 40.712776, -74.005974, 51.5074 N")]
    [InlineData("1234567, 20240512, 1234567890123, 0x1234567890, id_1234567890, 3.14159265358979")]
    [InlineData("lines 100-200, 300-400-500, scores 21-14, 11-21, 21-19, 1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData("The years 1914 1915 1916 and 1917 1918")]
    public void No_phone(string text) => Holds(text, PersonalKinds.Phone);

    [Theory]
    [InlineData("from ‹192.168.10.7›, ‹8.8.8.8›. ping ‹203.0.113.9›:8080 ‹10.0.0.1›/24 https://‹93.184.216.34›/x")]
    [InlineData("version 1.2.3.4, v10.15.7.1, 1.2.3.4.5, 256.1.1.1, 1.02.3.4, 4.0.3.1, Section 192.168.1.1")]
    public void Ipv4(string text) => Holds(text, PersonalKinds.Ipv4);

    [Theory]
    [InlineData("‹2001:db8:85a3::8a2e:370:7334›, ‹2001:0db8:0000:0000:0000:ff00:0042:8329›, ‹fe80::1ff:fe23:4567:890a%eth0›, ‹::ffff:192.0.2.128›, [‹2001:db8::1›]:443")]
    [InlineData("‹::1›, ‹2a00:1450:4001:81b::200e›; ‹64:ff9b::192.0.2.33›.")]
    [InlineData("12:30:45, 1:2:3, std::abs, ab::cd, Foo::a1(), a::b, 10:20, ::, :::::, x:y:z, 1:2:3:4:5:6:7:8:9, 00:1B:44:11:3A:B7")]
    public void Ipv6(string text) => Holds(text, PersonalKinds.Ipv6);

    [Theory]
    [InlineData("‹00:1B:44:11:3A:B7›, mac=‹00-1b-44-11-3a-b7›; ‹001b.4411.3ab7›.")]
    [InlineData("00:00:00:00:00:00, 00:1B:44:11:3A:B7:01, 12:34:56, 0011.2233.4455, g0:1B:44:11:3A:B7, 550e8400-e29b-41d4-a716-446655440000")]
    public void Mac(string text) => Holds(text, PersonalKinds.Mac);

    [Theory]
    [InlineData("‹4111 1111 1111 1111›, ‹4111111111111111›; ‹5500-0055-5555-5559›. ‹378282246310005› ‹3782 822463 10005› ‹6011 1111 1111 1117› ‹3530111333300000› ‹3056 930902 5904›")]
    [InlineData("4111 1111 1111 1112, 1234567812345670, 0.4111111111111111, 41111111111111111, 4111-1111 1111-1111, a4111111111111111")]
    [InlineData("card ‹4111 1111 1111 1111› 123")]
    public void Card(string text) => Holds(text, PersonalKinds.Card);

    [Theory]
    [InlineData("‹DE89 3704 0044 0532 0130 00›, ‹GB29NWBK60161331926819›; IBAN:‹FR14 2004 1010 0505 0001 3M02 606›. ‹NL91ABNA0417164300›")]
    [InlineData("DE89 3704 0044 0532 0130 01, XX89370400440532013000, ADE89370400440532013000, DE8937040044053201300")]
    public void Iban(string text) => Holds(text, PersonalKinds.Iban);

    [Theory]
    [InlineData("see ‹https://jane:s3cret@host.example.com:8080/path›, ‹postgres://app:pa55@db/prod›.")]
    [InlineData("‹https://api.example.com/v1?user=5&api_key=abcd1234efgh› and ‹https://x.org/#access_token=zzz999zzz›")]
    [InlineData("https://example.com/a@b:c, https://user@host.com/, http://x.org/?token=YOUR_TOKEN, http://x/?page=12345678, http://a:@b/")]
    public void Url_with_credentials(string text) => Holds(text, PersonalKinds.UrlCredentials);

    [Theory]
    [InlineData("‹AKIAIOSFODNN7EXAMPLE›, token=‹ghp_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R›.")]
    [InlineData("‹glpat-AbCdEf123456GhIjKl78› ‹xoxb-123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx› ‹sk_live_4eC39HqLyjWDarjtT1zdp7dc›")]
    [InlineData("‹AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q› ‹sk-ant-api03-AbCd1234EfGh5678IjKl9012MnOp3456› ‹hf_AbCdEfGhIjKlMnOpQrStUvWxYz12345678› ‹npm_AbCdEfGhIjKlMnOpQrStUvWxYz1234567890›")]
    [InlineData("‹eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U›")]
    [InlineData("‹-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\nAQ==\n-----END RSA PRIVATE KEY-----›\nafter")]
    [InlineData("AccountName=x;AccountKey=‹Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==›;")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA7bq\n-----END CERTIFICATE-----, sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, ghp_short, task-force-of-the-year-2024")]
    public void Service_key(string text) => Holds(text, PersonalKinds.ServiceKey);

    [Theory]
    [InlineData("password = ‹hunter2!›; PASSWORD: \"‹Tr0ub4dor&3›\" db_password='‹x9$kLm2q›'")]
    [InlineData("api_key: ‹9f86d081884c7d659a2feaa0c55ad015›, {\"clientSecret\": \"‹aB3dE5fG7hI9jK1lM3nO5›\"} API key: ‹zk3Jq8Lw0Pt6Xv2B›")]
    [InlineData("Authorization: Bearer ‹mF_9.B5f-4.1JqM2kd8sLw0Pt›")]
    [InlineData("password: getPassword(), token = null, secret: string, password = ${DB_PASSWORD}, pwd=********, the key: 12345678901234, token: 5, password: password")]
    [InlineData("sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, uuid = 550e8400-e29b-41d4-a716-446655440000, data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA")]
    public void Secret(string text) => Holds(text, PersonalKinds.Secret);

    [Theory]
    [InlineData("‹1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2›, ‹3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy›, ‹bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq›, ‹bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr›")]
    [InlineData("‹0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed› ‹0xde709f2102306220921060314715629080e2fb77›")]
    [InlineData("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp, 0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    public void Crypto_address(string text) => Holds(text, PersonalKinds.CryptoAddress);

    [Fact]
    public void The_hash_of_Ethereum_is_that_of_the_empty_text()
    {
        var hash = new byte[Keccak256.HashBytes];
        Keccak256.Hash([], hash);
        Convert.ToHexStringLower(hash).ShouldBe("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    }

    private static void Holds(string marked, string kind)
    {
        var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
        var expected = marked.Split('‹').Skip(1).Select(static part => part.Split('›')[0]);

        var found = PersonalDataFinder.Default.Find(text).Where(span => span.Kind == kind);

        found.Select(span => text.Substring(span.Start, span.Length)).ShouldBe(expected);
    }
}
