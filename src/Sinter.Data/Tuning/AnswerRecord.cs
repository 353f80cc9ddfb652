namespace Sinter.Data.Tuning;

/// <summary>A question that a text answers, or does not.</summary>
/// <param name="Question">The question; not empty.</param>
/// <param name="Context">The text; not empty.</param>
/// <param name="Answers">The parts of the text that people took for the answer, equal ones too, in the order of the file; none where the text does not answer the question.</param>
public sealed record AnswerRecord(string Question, string Context, IReadOnlyList<AnswerSpan> Answers) : TaskRecord
{
    /// <summary>Whether the text answers the question.</summary>
    public bool HasAnswer => Answers.Count > 0;

    internal override IEnumerable<string> Inputs => [Context];

    internal override IEnumerable<string> Details => [Question];

    internal override IEnumerable<string> Targets => Answers.Select(static answer => answer.Text);
}
