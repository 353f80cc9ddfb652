namespace Sinter.Data.Cleaning;

/// <summary>
/// Makes a property of a step an option of recipes, in camel case. Its type is <see langword="int"/>, <see langword="double"/>, <see langword="bool"/>,
/// <see cref="string"/> (null where optional) or a list of texts (<see cref="IReadOnlyList{T}"/>); its initializer is the default.
/// </summary>
/// <param name="description">What it means, in one sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StepOptionAttribute(string description) : Attribute
{
    /// <summary>What it means, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>The least value of a number.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value of a number.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>The texts that are possible; empty for any.</summary>
    public string[] Allowed { get; init; } = [];
}
