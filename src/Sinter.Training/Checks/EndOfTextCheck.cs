using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Checks;

/// <summary>What is written ends in a special token that is trained: else a model never learns to stop.</summary>
internal static class EndOfTextCheck
{
    private const int MostRows = 256;

    public static CheckResult Run(CheckSubject subject)
    {
        // The targets that the objective gives, not those of the data: an encoder-decoder's ends are put there by the objective.
        int? input = subject.Objective is NextToken ? 3 : subject.Objective is SourceTargetObjective ? 7 : null;
        if (input is not { } targetsAt || subject.Known.Tokenizer is not { } tokenizer)
        {
            return new(null, input is null ? $"The objective {subject.Objective.Name} writes no text." : "Which tokens end a text is not known.");
        }

        var batch = new ObjectiveBatch(subject.Objective, 1, subject.Data.ContextLength);
        var (stretches, ended) = (0, 0);
        for (var place = 0L; place < subject.Rows(MostRows); place++)
        {
            batch.Read(subject.Data, place, 0);
            var targets = batch.Row(targetsAt, 0);
            var starts = batch.Row(subject.Objective is NextToken ? 2 : 5, 0);
            for (var i = 0; i < targets.Length; i++)
            {
                // The last trained target of a stretch: nothing is trained behind it, or another text begins.
                if (targets[i] >= 0 && (i + 1 == targets.Length || targets[i + 1] < 0 || starts[i + 1] != starts[i]))
                {
                    stretches++;
                    ended += tokenizer.HasToken(targets[i]) && tokenizer.IsSpecial(targets[i]) ? 1 : 0;
                }
            }
        }

        return stretches == 0 ? new(null, "The first rows train nothing.")
            : ended == 0 ? new(false, Invariant($"None of {stretches:N0} trained stretches ends in a special token: the model would never learn to stop; give texts or the chat template an end."))
            : new(true, Invariant($"{ended:N0} of {stretches:N0} trained stretches end in a special token, which the model learns to say."));
    }
}
