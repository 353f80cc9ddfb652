namespace Sinter.Data.Privacy;

/// <summary>The detectors of what has a form of its own: addresses, numbers with checksums, keys.</summary>
internal static class TechnicalDetectors
{
    /// <summary>The detectors, the strictest forms first.</summary>
    public static IReadOnlyList<IPersonalDetector> All { get; } =
    [
        new EmailDetector(),
    ];
}
