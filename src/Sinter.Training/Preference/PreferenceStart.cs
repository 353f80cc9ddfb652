using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>
/// The loss of a preference training before its first step. While the policy is the reference, each pair has the same known loss (ln 2 of DPO, 1 of the hinge, (1 / (2 β))² of IPO, λ / 2 of KTO), so whatever else is measured
/// shows a reference of another model, dropout, or completions that were cut differently.
/// </summary>
/// <param name="Loss">The mean loss of the pairs or completions that were looked at.</param>
/// <param name="Expected">What it must be; null where that depends on the model.</param>
/// <param name="Completions">Pairs, or single completions, that were looked at.</param>
public sealed record PreferenceStart(double Loss, double? Expected, int Completions)
{
    /// <summary>How far a loss may be off, as a share of the larger of it and 1: what single precision loses over long completions.</summary>
    public const double UsualTolerance = 0.01;

    /// <summary>Measures the loss of the first rows, and compares each pair or completion with what it must be.</summary>
    /// <param name="model">The model as it will be trained, before its first step.</param>
    /// <param name="data">The rows that it will be trained on.</param>
    /// <param name="objective">A <see cref="CompletionObjective"/> or <see cref="RewardObjective"/>.</param>
    /// <param name="batchSize">Rows in one pass.</param>
    /// <param name="rows">The most rows that are looked at.</param>
    /// <param name="tolerance">How far each loss may be off, as a share of the larger of it and 1; more for adapters that change the model from the start on.</param>
    /// <exception cref="InvalidDataException">The loss is another, or no number; the sentence says what differs and where.</exception>
    public static PreferenceStart Check(Model model, IFiniteSequences data, Objective objective, int batchSize = 4, int rows = 16, double tolerance = UsualTolerance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        CompletionScorer.CheckAdapter(model);
        var program = new ObjectiveProgram(model, objective, batchSize, data.ContextLength, withGradients: false);
        var batch = new ObjectiveBatch(objective, batchSize, data.ContextLength);
        var (loss, known, targets, isKnown) = (0.0, 0.0, 0, true);
        for (var first = 0L; first < Math.Min(rows, data.Sequences); first += batchSize)
        {
            for (var row = 0; row < batchSize; row++)
            {
                if (first + row < data.Sequences)
                {
                    batch.Read(data, first + row, row);
                }
                else
                {
                    batch.Clear(row);
                }
            }

            program.Run(batch, 1);
            var losses = program.Losses;
            var expected = (objective as CompletionObjective)?.StartLosses(batch);
            for (var i = 0; i < losses.Length; i++)
            {
                if (!float.IsFinite(losses[i]))
                {
                    throw new InvalidDataException(Invariant($"Before the first step the {objective.Name} loss of a completion in row {first + (i * batchSize / losses.Length) + 1} is {losses[i]}; the weights of the model are damaged."));
                }

                loss += losses[i];
                if (expected is null || double.IsNaN(expected[i]))
                {
                    continue;
                }

                known += expected[i];
                if (Math.Abs(losses[i] - expected[i]) > tolerance * Math.Max(1, expected[i]))
                {
                    throw new InvalidDataException(Invariant(
                        $"Before the first step the {objective.Name} loss of a completion in row {first + (i * batchSize / losses.Length) + 1} is {losses[i]:0.####} and must be {expected[i]:0.####}: the log-probabilities of the reference are not those of this model; compute them again with the model that is trained, and without dropout."));
                }
            }

            targets += batch.Targets;
            isKnown &= expected is not null && batch.Targets == expected.Count(static value => !double.IsNaN(value));
        }

        return new PreferenceStart(loss / Math.Max(1, targets), isKnown && targets > 0 ? known / targets : null, targets);
    }
}
