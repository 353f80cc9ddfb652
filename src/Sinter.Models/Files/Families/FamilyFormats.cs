namespace Sinter.Models.Files.Families;

/// <summary>The formats of all families.</summary>
internal static class FamilyFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FamilyFormat> All { get; } =
    [
        new LlamaFormat(),
    ];

    /// <summary>The format of a family.</summary>
    public static FamilyFormat Of(ModelFamily family) => All.FirstOrDefault(format => format.Family == family)
        ?? throw new NotSupportedException($"There is no file format for the family {family} yet.");
}
