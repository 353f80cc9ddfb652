using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Checks;

/// <summary>Two micro-batches of one row give the gradients of one batch of two: else accumulated steps would weigh targets wrongly.</summary>
internal static class MicroBatchCheck
{
    private const int Rows = 2;

    public static CheckResult Run(CheckSubject subject)
    {
        if (subject.Objective.IsAcrossTexts)
        {
            return new(null, $"The objective {subject.Objective.Name} compares the texts of a pass with each other, so micro-batches differ by nature.");
        }

        var (model, objective, data) = (subject.Model, subject.Objective, subject.Data);
        if (model.Config is { Experts: > 0, RouterLossWeight: > 0 })
        {
            return new(null, "The load of experts is balanced within a pass, so micro-batches of such a model differ by nature.");
        }

        if (model.Parameters.Trained.Count == 0)
        {
            return new(null, "Nothing of the model is trained.");
        }

        var one = new ObjectiveBatch(objective, Rows, data.ContextLength);
        var parts = Enumerable.Range(0, Rows).Select(_ => new ObjectiveBatch(objective, 1, data.ContextLength)).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var place = row % subject.Rows(Rows);
            one.Read(data, place, row);
            parts[row].Read(data, place, 0);
        }

        if (one.Targets == 0)
        {
            return new(null, "The first rows train nothing.");
        }

        using var kept = new KeptGradients(model);
        var scale = 1.0 / one.Targets;
        var together = new ObjectiveProgram(model, objective, Rows, data.ContextLength, withGradients: true).Run(one, scale);
        var expected = KeptGradients.Copy(model);
        KeptGradients.Clear(model);
        var program = new ObjectiveProgram(model, objective, 1, data.ContextLength, withGradients: true);
        var apart = parts.Sum(part => program.Run(part, scale));
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var actual = model.Parameters.Trained[i].Gradient.AsSpan<float>();
            for (var j = 0; j < actual.Length; j++)
            {
                var error = (double)actual[j] - expected[i][j];
                difference += error * error;
                norm += (double)expected[i][j] * expected[i][j];
            }
        }

        var relative = Math.Sqrt(difference) / Math.Max(Math.Sqrt(norm), double.Epsilon);
        var isSame = relative <= subject.Known.Tolerance && Math.Abs(together - apart) <= subject.Known.Tolerance * Math.Max(1, Math.Abs(together));
        return new(isSame, isSame
            ? Invariant($"Gradients of {Rows} micro-batches are those of one batch, to {relative:0.0e+0} of their norm.")
            : Invariant($"Gradients of {Rows} micro-batches differ from those of one batch by {relative:0.0e+0} of their norm (loss {apart:0.0000} and {together:0.0000}): the loss of a row depends on the rows beside it, or is no sum over targets."));
    }
}
