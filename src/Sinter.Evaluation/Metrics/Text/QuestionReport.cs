using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Metrics;

/// <summary>A question with what was answered.</summary>
/// <param name="Answer">What the model said; empty where it says that there is no answer.</param>
/// <param name="Expected">The answers that are right; none where the text holds none.</param>
/// <param name="NoAnswer">How likely the model thinks that there is none: a probability or a score, more for likelier; null where it does not say.</param>
public sealed record AnsweredQuestion(string Answer, IReadOnlyList<string> Expected, double? NoAnswer = null);

/// <summary>Exact match and F1 of some questions.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Exact">The share of answers that are exactly right.</param>
/// <param name="F1">The mean F1 of the words.</param>
public readonly record struct QuestionScores(long Total, double Exact, double F1);

/// <summary>The best that a threshold on <see cref="AnsweredQuestion.NoAnswer"/> reaches.</summary>
/// <param name="Score">The mean score with it.</param>
/// <param name="Threshold">Where the score of no answer is greater than this, the answer is taken away.</param>
public readonly record struct BestThreshold(double Score, double Threshold);

/// <summary>Extractive question answering, with questions that may have no answer, as SQuAD 2.0's evaluation scores it. Scores are 0 to 1.</summary>
public sealed record QuestionReport
{
    /// <summary>All questions.</summary>
    public required QuestionScores All { get; init; }

    /// <summary>Those that have an answer.</summary>
    public required QuestionScores Answerable { get; init; }

    /// <summary>Those that have none.</summary>
    public required QuestionScores Unanswerable { get; init; }

    /// <summary>The best exact match over all thresholds; null where a question says nothing of there being no answer.</summary>
    public BestThreshold? BestExact { get; init; }

    /// <summary>The best F1 over all thresholds.</summary>
    public BestThreshold? BestF1 { get; init; }

    /// <summary>Scores answers.</summary>
    /// <param name="questions">The questions with their answers.</param>
    /// <param name="threshold">Answers of which the model thinks there is none with more than this are taken away.</param>
    /// <exception cref="ArgumentException">A score of no answer is not a number.</exception>
    public static QuestionReport Of(IReadOnlyList<AnsweredQuestion> questions, double threshold = double.PositiveInfinity)
    {
        if (questions.Any(static question => question.NoAnswer is { } score && double.IsNaN(score)))
        {
            throw new ArgumentException("The score of no answer of a question is not a number.", nameof(questions));
        }

        var exact = questions.Select(static question => AnswerScore.ExactMatch(question.Answer, question.Expected)).ToArray();
        var f1 = questions.Select(static question => AnswerScore.F1(question.Answer, question.Expected)).ToArray();
        var hasScores = questions.Count > 0 && questions.All(static question => question.NoAnswer is not null);
        return new()
        {
            All = Mean(questions, exact, f1, threshold, static _ => true),
            Answerable = Mean(questions, exact, f1, threshold, static question => question.Expected.Count > 0),
            Unanswerable = Mean(questions, exact, f1, threshold, static question => question.Expected.Count == 0),
            BestExact = hasScores ? Best(questions, exact) : null,
            BestF1 = hasScores ? Best(questions, f1) : null,
        };
    }

    /// <summary>The figures as metrics of a stage.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["items"] = All.Total, ["exactMatch"] = All.Exact, ["f1"] = All.F1 };
        if (Unanswerable.Total > 0)
        {
            json["answerable"] = new JsonObject { ["items"] = Answerable.Total, ["exactMatch"] = Answerable.Exact, ["f1"] = Answerable.F1 };
            json["unanswerable"] = new JsonObject { ["items"] = Unanswerable.Total, ["exactMatch"] = Unanswerable.Exact, ["f1"] = Unanswerable.F1 };
        }

        if (BestF1 is { } best && double.IsFinite(best.Threshold))
        {
            json["bestF1"] = best.Score;
            json["bestF1Threshold"] = best.Threshold;
        }

        return json;
    }

    private static QuestionScores Mean(IReadOnlyList<AnsweredQuestion> questions, double[] exact, double[] f1, double threshold, Func<AnsweredQuestion, bool> counts)
    {
        var (total, exactSum, f1Sum) = (0L, 0.0, 0.0);
        for (var at = 0; at < questions.Count; at++)
        {
            if (!counts(questions[at]))
            {
                continue;
            }

            var taken = questions[at].NoAnswer > threshold;
            var right = questions[at].Expected.Count == 0 ? 1.0 : 0.0;
            total++;
            exactSum += taken ? right : exact[at];
            f1Sum += taken ? right : f1[at];
        }

        return total == 0 ? default : new(total, exactSum / total, f1Sum / total);
    }

    // Begins with every answer taken away and gives them back from the surest on, as the program of SQuAD does: one question at a time, whatever is equal.
    private static BestThreshold Best(IReadOnlyList<AnsweredQuestion> questions, double[] scores)
    {
        double now = questions.Count(static question => question.Expected.Count == 0);
        var (best, threshold) = (now, 0.0);
        foreach (var at in Enumerable.Range(0, questions.Count).OrderBy(at => questions[at].NoAnswer!.Value))
        {
            now += questions[at].Expected.Count > 0 ? scores[at] : questions[at].Answer.Length > 0 ? -1 : 0;
            if (now > best)
            {
                (best, threshold) = (now, questions[at].NoAnswer!.Value);
            }
        }

        return new(best / questions.Count, threshold);
    }
}
