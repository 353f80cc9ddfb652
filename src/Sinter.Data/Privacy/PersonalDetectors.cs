namespace Sinter.Data.Privacy;

/// <summary>All detectors there are. Their order, and that of the kinds within each, is the order in which kinds win where two are equally sure and long.</summary>
internal static class PersonalDetectors
{
    /// <summary>The detectors, the strictest forms first.</summary>
    public static IReadOnlyList<IPersonalDetector> All { get; } =
    [
        .. TechnicalDetectors.All,
        .. People.PeopleDetectors.All,
    ];

    /// <summary>The kinds that can be found, in their fixed order.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. All.SelectMany(static detector => detector.Kinds).Distinct(StringComparer.Ordinal)];
}
