namespace Sinter.Data.Cleaning;

/// <summary>One thing that a step measures, and between which limits a document is kept. The limits themselves are within.</summary>
/// <param name="Name">The name in camel case, unique in its step: <c>words</c>.</param>
/// <param name="Description">What the number is, with its unit, as a report shows it: <c>words that are not symbols</c>.</param>
public sealed record ScoreRule(string Name, string Description)
{
    /// <summary>The least value that is kept.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value that is kept.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The option of the step that sets <see cref="Minimum"/>, such as <c>minimumWords</c>; null where there is none.</summary>
    public string? MinimumOption { get; init; }

    /// <summary>The option of the step that sets <see cref="Maximum"/>; null where there is none.</summary>
    public string? MaximumOption { get; init; }

    /// <summary>
    /// Whether a document with this value is kept; NaN, for what was not measured, is kept. Values and limits are compared in single precision, in which
    /// scores are stored, so that a stored score is judged like a fresh one.
    /// </summary>
    public bool Allows(float value) => !(value < (float)Minimum) && !(value > (float)Maximum);
}
