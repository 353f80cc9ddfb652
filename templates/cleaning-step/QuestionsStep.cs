using Sinter.Data.Cleaning;

namespace MyStep;

/// <summary>
/// Measures how much of a text is questions. A step only measures, changes or notes: whether a document is dropped is decided by the limits of its rules,
/// so that other limits can be tried later without measuring again (<c>sinter data rejudge</c>).
/// </summary>
// The name is what recipes and --step say; the sentence is shown by 'sinter data steps'.
[CleaningStep("myStep", "Drops documents in which too many lines are questions.")]
public sealed class QuestionsStep : ICleaningStep
{
    /// <summary>The greatest share of lines that may be questions.</summary>
    // In a recipe: myStep: { maximumQuestions: 0.3 }; on the command line: --set myStep.maximumQuestions=0.3
    [StepOption("The greatest share of lines that may be questions.", Least = 0, Most = 1)]
    public double MaximumQuestions { get; init; } = 0.5;

    /// <summary>What is measured, each with its limits, in a fixed order.</summary>
    public IReadOnlyList<ScoreRule> Rules =>
        [new("questions", "share of lines that are questions") { Maximum = MaximumQuestions, MaximumOption = "maximumQuestions" }];

    /// <summary>Works on one document. It is called from several threads at once, so it keeps nothing from one document to the next.</summary>
    public void Process(Candidate candidate)
    {
        // Lines, paragraphs, words and sentences are found once and shared by all steps.
        var lines = candidate.Analysis.ContentLines;
        var questions = 0;
        foreach (var line in lines)
        {
            if (line.In(candidate.Text).EndsWith('?'))
            {
                questions++;

                // What the report highlights as the reason: rule 0, and the part of the text.
                candidate.Mark(0, line.Start, line.Length);
            }
        }

        // Not a number where there is nothing to measure: such a document is kept by this rule.
        candidate.Score(0, lines.Length > 0 ? (double)questions / lines.Length : double.NaN);
    }
}
