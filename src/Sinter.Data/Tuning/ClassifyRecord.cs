namespace Sinter.Data.Tuning;

/// <summary>A text and its class.</summary>
/// <param name="Text">The text; not empty.</param>
/// <param name="Label">The name of its class as the file has it: a word, or a number in its digits; not empty.</param>
/// <param name="Weight">How much it counts in the loss; finite and above 0.</param>
public sealed record ClassifyRecord(string Text, string Label, double Weight = 1) : TaskRecord
{
    internal override IEnumerable<string> Inputs => [Text];

    internal override IEnumerable<string> Targets => [Label];
}
