using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>
/// An objective over whole completions: the passages of a row are texts whose trained tokens are a completion, and the loss is one of sums of log-probabilities over each. Its integers
/// are those of <see cref="NextToken"/>, the completion of each token, and what a guess of the model should be; its numbers, for each completion, the log-probability
/// by the reference, one over its length, its mark, and whether there is one.
/// </summary>
public abstract class CompletionObjective : Objective
{
    /// <summary>The channel of <see cref="Examples.Passage.Numbers"/> that holds the reference's log-probability of each target, in nats.</summary>
    public const int ReferenceChannel = 0;

    /// <summary>
    /// The channel that says of a passage, at each of its tokens alike: to <see cref="RewardObjective"/>, at a chosen one, by how much it was judged better; to <see cref="KtoObjective"/> whether it is
    /// desirable (1) or not (-1), or serves the estimate of the divergence only (0).
    /// </summary>
    public const int MarkChannel = 1;

    private const int PassageInput = 4;
    private protected const int GuessInput = 5;
    private const int IntegerInputs = 6;

    private protected CompletionObjective()
    {
    }

    /// <inheritdoc/>
    public sealed override int Channels => 2;

    /// <inheritdoc/>
    public sealed override string? FindMisfit(ModelConfig model)
        => model.Kind is ModelKind.Decoder or ModelKind.Recurrent && model.Head == ModelHead.LanguageModel ? null
        : $"A model of the family {model.Family} with the head {model.Head} says no completion whose likelihood the objective {Name} could train; take a decoder with a language model's head.";

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [[batch, time], [batch, time], [batch, time], [batch, time], [batch, time], [batch, Slots(time) / PassagesOfGuess]];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> Numbers(int batch, int time) => [.. Enumerable.Repeat<Shape>([batch, Slots(time)], 4)];

    /// <inheritdoc/>
    public sealed override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        sequence.FillText(batch, row);
        sequence.Targets.CopyTo(batch.Row(3, row));
        Span<float> references = batch.NumberRow(0, row), inverseLengths = batch.NumberRow(1, row), marks = batch.NumberRow(2, row), present = batch.NumberRow(3, row);
        var completions = batch.Row(PassageInput, row);
        var found = 0;
        foreach (var (start, end) in sequence.Documents())
        {
            var (length, reference, mark) = (0, 0.0, 0f);
            for (var i = start; i < end; i++)
            {
                if (sequence.Targets[i] >= 0)
                {
                    length++;
                    reference += sequence.Numbers[ReferenceChannel][i];
                    mark = sequence.Numbers[MarkChannel][i];
                    completions[i] = (row * present.Length) + found;
                }
            }

            if (length > 0)
            {
                (references[found], inverseLengths[found], marks[found], present[found]) = ((float)reference, 1f / length, mark, 1);
                found++;
                continue;
            }

            // Padding, which may be longer than the context: each token of it is a document of its own.
            batch.Row(1, row)[start..end].Clear();
            for (var i = start; i < end; i++)
            {
                batch.Row(2, row)[i] = i;
            }
        }

        return Complete(found, marks, batch.Row(GuessInput, row));
    }

    /// <inheritdoc/>
    public sealed override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        for (var input = 3; input < IntegerInputs; input++)
        {
            batch.Row(input, row).Fill(-1);
        }

        for (var input = 0; input < batch.Numbers.Count; input++)
        {
            batch.NumberRow(input, row).Clear();
        }
    }

    /// <summary>How many completions one guess is about: 2 of pairs, 1 of single ones.</summary>
    private protected abstract int PassagesOfGuess { get; }

    /// <summary>Ends the filling of a row.</summary>
    /// <param name="completions">Completions in it.</param>
    /// <param name="marks">The mark of each.</param>
    /// <param name="guesses">Gets which of two a model that has learned should find, for each guess; -1 where there is none.</param>
    /// <returns>What the loss is a mean over.</returns>
    private protected abstract int Complete(int completions, ReadOnlySpan<float> marks, Span<int> guesses);

    /// <summary>
    /// What the loss of each pair or completion of a batch is while the policy is the reference, in the order of <see cref="LossTensors.Losses"/>; NaN where there is none, or where it depends on
    /// the model.
    /// </summary>
    internal abstract double[] StartLosses(ObjectiveBatch batch);

    /// <summary>Records the sums of log-probabilities of all completions of a batch.</summary>
    private protected static Completions Sum(Model model, IReadOnlyList<Tensor> inputs)
    {
        var (slots, tokens) = ((int)inputs[IntegerInputs].Shape.Count, (int)inputs[0].Shape.Count);
        var hidden = ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]));
        var logProbabilities = model.TokenLogProbabilities(hidden, inputs[3]).Reshape([tokens, 1]);
        var sums = new ScatterAdd(slots).Apply(logProbabilities, inputs[PassageInput].Reshape([tokens]))[0].Reshape([slots]);
        return new Completions(
            sums, inputs[IntegerInputs].Reshape([slots]), inputs[IntegerInputs + 1].Reshape([slots]), inputs[IntegerInputs + 2].Reshape([slots]), inputs[IntegerInputs + 3].Reshape([slots]));
    }

    /// <summary>The most completions of a row: each has at least two tokens, of which the first is never trained. A multiple of 4, so that pairs are even in number.</summary>
    private static int Slots(int time) => 4 * Math.Max(1, (time + 7) / 8);

    /// <summary>What is known of the completions of a batch, [completions] each.</summary>
    /// <param name="Policy">The log-probability by the model.</param>
    /// <param name="Reference">That by the reference.</param>
    /// <param name="InverseLength">One over the tokens; 0 where there is no completion.</param>
    /// <param name="Marks">The mark of each.</param>
    /// <param name="Present">1 where there is a completion, else 0.</param>
    private protected sealed record Completions(Tensor Policy, Tensor Reference, Tensor InverseLength, Tensor Marks, Tensor Present);
}
