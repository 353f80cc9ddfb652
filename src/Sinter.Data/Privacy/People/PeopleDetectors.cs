using Sinter.Data.Privacy.NationalIds;

namespace Sinter.Data.Privacy.People;

/// <summary>The detectors of what belongs to people themselves: their numbers, papers, names and places.</summary>
internal static class PeopleDetectors
{
    /// <summary>All of them, the strictest forms first.</summary>
    public static IReadOnlyList<IPersonalDetector> All { get; } =
    [
        new NationalIdDetector(),
        new PassportDetector(),
        new LicensePlateDetector(),
        new BirthDateDetector(),
        new HandleDetector(),
        new AddressDetector(),
        new PersonDetector(),
    ];
}
