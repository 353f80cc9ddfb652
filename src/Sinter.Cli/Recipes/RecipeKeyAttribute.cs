namespace Sinter.Cli.Recipes;

/// <summary>Describes one key of the recipe on the property that holds its value; the property's initial value is the key's default.</summary>
/// <param name="description">What the value means, with its unit, for the reference.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RecipeKeyAttribute(string description) : Attribute
{
    /// <summary>What the value means, with its unit.</summary>
    public string Description { get; } = description;

    /// <summary>The smallest number allowed.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest number allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The only texts allowed; empty where any text is.</summary>
    public string[] Allowed { get; init; } = [];

    /// <summary>False for a key that changes how a stage works but not what it makes, so that changing it runs nothing again.</summary>
    public bool ChangesResult { get; init; } = true;
}
