namespace Sinter.Data.Privacy;

/// <summary>The names of the kinds of personal data and secrets, in camel case, as options, files and reports spell them.</summary>
public static class PersonalKinds
{
    /// <summary>An e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A telephone number.</summary>
    public const string Phone = "phone";

    /// <summary>An IP address, version 4.</summary>
    public const string Ipv4 = "ipv4";

    /// <summary>An IP address, version 6.</summary>
    public const string Ipv6 = "ipv6";

    /// <summary>The hardware address of a network card.</summary>
    public const string Mac = "mac";

    /// <summary>The number of a payment card.</summary>
    public const string Card = "card";

    /// <summary>An international bank account number.</summary>
    public const string Iban = "iban";

    /// <summary>A national number of a person: <c>nationalId</c> and the country in lower case, such as <c>nationalId-us</c>, is given by <see cref="NationalId(string)"/>.</summary>
    public const string NationalIdPrefix = "nationalId-";

    /// <summary>The number of a passport.</summary>
    public const string Passport = "passport";

    /// <summary>The number on the plate of a vehicle.</summary>
    public const string LicensePlate = "licensePlate";

    /// <summary>A date of birth.</summary>
    public const string BirthDate = "birthDate";

    /// <summary>A postal address.</summary>
    public const string Address = "address";

    /// <summary>A user name or handle.</summary>
    public const string Handle = "handle";

    /// <summary>The name of a person.</summary>
    public const string Person = "person";

    /// <summary>User name and password in an address of the web.</summary>
    public const string UrlCredentials = "urlCredentials";

    /// <summary>A key or token of a known service, or a private key.</summary>
    public const string ServiceKey = "serviceKey";

    /// <summary>A text by chance that stands where a secret is expected.</summary>
    public const string Secret = "secret";

    /// <summary>An address of a crypto currency.</summary>
    public const string CryptoAddress = "cryptoAddress";

    /// <summary>The kind of the national numbers of a country, given by its two letters in lower case.</summary>
    public static string NationalId(string country) => NationalIdPrefix + country;
}
