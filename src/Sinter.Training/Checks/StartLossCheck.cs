using Sinter.Models;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Checks;

/// <summary>The loss begins where it should: never far above that of guessing, ln(classes), and near it where the head is new.</summary>
internal static class StartLossCheck
{
    private const int MostRows = 8;

    public static CheckResult Run(CheckSubject subject)
    {
        var (config, objective) = (subject.Model.Config, subject.Objective.Measured);
        var program = new ObjectiveProgram(subject.Model, objective, 1, subject.Data.ContextLength, withGradients: false);
        var batch = new ObjectiveBatch(objective, 1, subject.Data.ContextLength);
        var (nats, targets) = (0.0, 0);
        for (var place = 0L; place < subject.Rows(MostRows); place++)
        {
            batch.Read(subject.Data, place, 0);
            program.Run(batch, 1);
            targets += batch.Targets;
            foreach (var loss in program.Losses)
            {
                nats += loss;
            }
        }

        if (targets == 0)
        {
            return new(null, "The first rows train nothing.");
        }

        var mean = nats / targets;
        if (!double.IsFinite(mean))
        {
            return new(false, Invariant($"The loss begins at {mean}: the weights or the data hold something that is no number."));
        }

        var classes = subject.Known.Classes ?? config.Head switch
        {
            ModelHead.SequenceClassification or ModelHead.TokenClassification => config.HeadOutputs,
            ModelHead.QuestionAnswering => subject.Data.ContextLength,
            ModelHead.LanguageModel or ModelHead.MaskedLanguageModel => config.VocabularySize,
            _ => 0,
        };
        if (classes < 2)
        {
            return new(true, Invariant($"The loss begins at {mean:0.000}."));
        }

        var guessing = Math.Log(classes);
        var isPlausible = mean <= (1.5 * guessing) + 0.5 && (!subject.Known.HasNewHead || mean >= guessing / 2);
        return new(isPlausible, isPlausible
            ? Invariant($"The loss begins at {mean:0.000}; guessing among {classes:N0} gives {guessing:0.000}.")
            : mean > guessing ? Invariant($"The loss begins at {mean:0.000}, and guessing among {classes:N0} gives only {guessing:0.000}: the weights do not belong to these data, or the targets are wrong.")
            : Invariant($"The loss begins at {mean:0.000} with a new head, far below {guessing:0.000} for guessing among {classes:N0}: the model sees the answers."));
    }
}
