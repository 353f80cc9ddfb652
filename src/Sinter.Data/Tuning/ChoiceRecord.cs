using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>A question with answers of which one is right.</summary>
/// <param name="Question">The question, or the beginning of a text that the answers go on; where the file has a context, it stands before the question on lines of its own. Not empty.</param>
/// <param name="Choices">The answers; at least two, none empty.</param>
/// <param name="Right">The index of the right one, from 0.</param>
public sealed record ChoiceRecord(string Question, IReadOnlyList<string> Choices, int Right) : TaskRecord
{
    internal override IEnumerable<string> Inputs => [Question, .. Choices];

    internal override IEnumerable<string> Targets => [Right.ToString(CultureInfo.InvariantCulture)];
}
