using Sinter.Data.Inputs;

namespace Sinter.Data.Mixing;

/// <summary>
/// One source of a mixture. At most one of <see cref="Share"/>, <see cref="Weight"/> and <see cref="Epochs"/> says how much of it is taken; where no source has a
/// weight, those without any of the three share what is left by their sizes (<see cref="MixtureSpec.Alpha"/>).
/// </summary>
public sealed record MixtureSource
{
    /// <summary>Its name: letters, digits, '-', '_' and '.', beginning with a letter.</summary>
    public required string Name { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Its share of the whole mixture, above 0 and at most 1; null where another key says how much.</summary>
    public double? Share { get; init; }

    /// <summary>Its part, in relation to the other weights, of what shares and epochs leave; 0 leaves it out. Null where another key says how much.</summary>
    public double? Weight { get; init; }

    /// <summary>How often it is read, whatever the others take: 2.5 is each document twice, and half of them a third time. Null where another key says how much.</summary>
    public double? Epochs { get; init; }

    /// <summary>The field that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>The field that holds the id.</summary>
    public string IdField { get; init; } = "id";

    /// <summary>The key of the metadata, such as <c>language</c>, by which the source is parted into groups, which share it by their sizes (<see cref="MixtureSpec.Alpha"/>); null for one group.</summary>
    public string? GroupBy { get; init; }

    /// <summary>The form of the inputs, where content and name do not show it.</summary>
    public string? Format { get; init; }
}
