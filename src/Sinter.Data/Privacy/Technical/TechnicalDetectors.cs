namespace Sinter.Data.Privacy;

/// <summary>The detectors of what has a form of its own: addresses, numbers with checksums, keys.</summary>
internal static class TechnicalDetectors
{
    /// <summary>The detectors, the strictest forms first.</summary>
    public static IReadOnlyList<IPersonalDetector> All { get; } =
    [
        new ServiceKeyDetector(),
        new UrlCredentialsDetector(),
        new IbanDetector(),
        new CryptoAddressDetector(),
        new EmailDetector(),
        new SpelledEmailDetector(),
        new MacDetector(),
        new Ipv6Detector(),
        new Ipv4Detector(),
        new CardDetector(),
        new PhoneDetector(),
        new SecretDetector(),
    ];
}
