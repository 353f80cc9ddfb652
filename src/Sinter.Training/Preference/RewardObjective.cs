using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>
/// Trains a model with the head <see cref="ModelHead.Reward"/> to give the chosen completion of a pair a larger reward than the rejected one: -log σ(r(chosen) - r(rejected) - margin) (Ouyang et
/// al. 2022, equation 1; Touvron et al. 2023, equation 2), with the examples of <see cref="PreferenceObjective"/>. A target is a pair.
/// </summary>
public sealed class RewardObjective : Objective
{
    private const int PlaceInput = 3;
    private const int GuessInput = 4;
    private const int IntegerInputs = 5;

    private readonly TextPooling _pooling;

    /// <summary>Makes it.</summary>
    /// <param name="pooling">How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options have a fault.</exception>
    public RewardObjective(TextPooling pooling, RewardOptions? options = null)
    {
        _pooling = pooling;
        Options = options ?? new RewardOptions();
        if (Options.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>How it is trained.</summary>
    public RewardOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => "reward";

    /// <inheritdoc/>
    public override int Channels => 2;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) =>
        model.Kind == ModelKind.EncoderDecoder || model.Head != ModelHead.Reward ? $"A model of the family {model.Family} with the head {model.Head} gives no reward; give it a head for rewards."
        : model.Pooling != _pooling ? $"The model pools texts by {model.Pooling} and the objective by {_pooling}; make them alike."
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [[batch, time], [batch, time], [batch, time], TextPlaces.Shape(_pooling, batch * 2 * Pairs(time)), [batch * Pairs(time)]];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => [[batch, Pairs(time)], [batch, Pairs(time)]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        Span<int> tokens = batch.Row(0, row), positions = batch.Row(1, row), starts = batch.Row(2, row), places = batch.Row(PlaceInput, row);
        Span<float> margins = batch.NumberRow(0, row), present = batch.NumberRow(1, row);
        var texts = 0;
        foreach (var (start, end) in sequence.Documents())
        {
            if (sequence.Targets.AsSpan(start..end).IndexOfAnyExcept(-1) is var first and >= 0)
            {
                for (var i = start; i < end; i++)
                {
                    (tokens[i], positions[i], starts[i]) = (sequence.Tokens[i], i - start, start);
                }

                TextPlaces.Write(_pooling, places, texts, (row * tokens.Length) + start, end - start);
                if (texts % 2 == 0)
                {
                    margins[texts / 2] = sequence.Numbers[CompletionObjective.MarkChannel][start + first];
                    present[texts / 2] = 1;
                }

                texts++;
            }
        }

        return PairGuesses.Complete(texts, batch.Row(GuessInput, row));
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        batch.Row(0, row).Clear();
        batch.Row(1, row).Clear();
        var starts = batch.Row(2, row);
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = i;
        }

        var places = batch.Row(PlaceInput, row);
        for (var text = 0; text < 2 * batch.Row(GuessInput, row).Length; text++)
        {
            TextPlaces.Clear(_pooling, places, text);
        }

        batch.Row(GuessInput, row).Fill(-1);
        batch.NumberRow(0, row).Clear();
        batch.NumberRow(1, row).Clear();
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var (chosen, rejected) = Rewards(model, inputs);
        var (margins, present) = (inputs[IntegerInputs].Reshape(chosen.Shape), inputs[IntegerInputs + 1].Reshape(chosen.Shape));
        var behind = rejected - chosen;
        var losses = (Options.MarginWeight > 0 ? behind + margins.Affine(Options.MarginWeight) : behind).Softplus();
        if (Options.Centering > 0)
        {
            losses += (chosen + rejected).Square().Affine(Options.Centering);
        }

        losses *= present;
        return new LossTensors(losses.Sum() * scale.Reshape([]), losses);
    }

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs)
    {
        var (chosen, rejected) = Rewards(model, inputs);
        return new TokenGuesses(PairGuesses.Logits(chosen - rejected, inputs[GuessInput]), inputs[GuessInput]);
    }

    /// <summary>The rewards of both sides of all pairs, [pairs] each.</summary>
    private static (Tensor Chosen, Tensor Rejected) Rewards(Model model, IReadOnlyList<Tensor> inputs)
    {
        var pairs = (int)inputs[GuessInput].Shape.Count;
        var rewards = model.Classify(((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2])), inputs[PlaceInput]).Reshape([pairs, 2]);
        return (rewards.Slice(1, 0, 1).Reshape([pairs]), rewards.Slice(1, 1, 1).Reshape([pairs]));
    }

    /// <summary>The most pairs of a row, an even number: a text has at least two tokens.</summary>
    private static int Pairs(int time) => 2 * Math.Max(1, (time + 7) / 8);
}
