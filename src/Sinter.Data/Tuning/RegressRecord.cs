using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>A text, or two, and a number.</summary>
/// <param name="Text">The text; not empty.</param>
/// <param name="Second">The second text where the number is about two; else null.</param>
/// <param name="Score">The number; finite.</param>
public sealed record RegressRecord(string Text, string? Second, double Score) : TaskRecord
{
    /// <summary>How much it counts in the loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    internal override IEnumerable<string> Inputs => Second is null ? [Text] : [Text, Second];

    internal override IEnumerable<string> Targets => [Score.ToString("R", CultureInfo.InvariantCulture)];
}
