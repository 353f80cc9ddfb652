using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>Two texts and what they are to each other: a class (entailment, paraphrase) or a number (similarity). All records of one file have the same of the two.</summary>
/// <param name="First">The first text (premise, question); not empty.</param>
/// <param name="Second">The second text (hypothesis, sentence, passage); not empty.</param>
/// <param name="Label">The class; null where there is a number.</param>
/// <param name="Score">The number, finite; null where there is a class.</param>
public sealed record PairRecord(string First, string Second, string? Label, double? Score = null) : TaskRecord
{
    /// <summary>How much it counts in the loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    internal override IEnumerable<string> Inputs => [First, Second];

    internal override IEnumerable<string> Targets => [Label ?? Score?.ToString("R", CultureInfo.InvariantCulture) ?? ""];
}
