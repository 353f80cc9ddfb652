namespace Sinter.Data.Cleaning;

/// <summary>Makes a class that implements <see cref="ICleaningStep"/> known to recipes by name.</summary>
/// <param name="name">The name in camel case, as recipes spell it: <c>gopherQuality</c>.</param>
/// <param name="description">What the step does, in one sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CleaningStepAttribute(string name, string description) : Attribute
{
    /// <summary>The name in camel case.</summary>
    public string Name { get; } = name;

    /// <summary>What the step does, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Metadata keys that an earlier step (or the source) must have set, such as <c>language</c>.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>Metadata keys that the step sets.</summary>
    public string[] Gives { get; init; } = [];

    /// <summary>Whether the step must stand before any other that is not so marked, as one must that makes text of web pages.</summary>
    public bool ComesFirst { get; init; }
}
