using System.Globalization;
using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// The class of each text, from data that <see cref="Sinter.Data.Packing.LabelPacker"/> made: of each document the one trained token is the number of its class, and what stands before it is the text.
/// Several texts share a row, and none sees another; none sees a class.
/// </summary>
public sealed class Classification : Objective
{
    /// <summary>A text has at least a beginning, two tokens and its class, or there are fewer of them than would fit.</summary>
    private const int ShortestText = 4;

    private readonly TextPooling _pooling;

    /// <summary>Makes it.</summary>
    /// <param name="pooling">How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</param>
    public Classification(TextPooling pooling) => _pooling = pooling;

    /// <summary>The share of the target that is spread over all classes alike, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The share of a text's tokens that is replaced by <see cref="Blank"/> in training, drawn anew each time, so that no class hangs on one word; in [0, 1).</summary>
    public double TokenDropout { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(Invariant($"The share of dropped tokens is {value}; it must be at least 0 and below 1.")); }

    /// <summary>The token that stands for a dropped one, such as the mask of a masked language model.</summary>
    public int Blank { get; init; }

    /// <summary>The seed of what is dropped.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "classification";

    /// <inheritdoc/>
    public override Objective Measured => new Classification(_pooling);

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) =>
        model.Head != ModelHead.SequenceClassification ? $"A model with the head {model.Head} says no class of a text; give it a head for sequence classification."
        : model.Pooling != _pooling ? $"The model pools texts by {model.Pooling} and the objective by {_pooling}; make them alike."
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [[batch, time], [batch, time], [batch, time], TextPlaces.Shape(_pooling, batch * MostTexts(time)), [batch * MostTexts(time)]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        var random = TokenDropout > 0 ? new RandomStream(Seed, string.Create(CultureInfo.InvariantCulture, $"classification/{place}")) : null;
        Span<int> tokens = batch.Row(0, row), positions = batch.Row(1, row), starts = batch.Row(2, row), places = batch.Row(3, row), labels = batch.Row(4, row);
        var texts = 0;
        foreach (var (start, end) in sequence.Documents())
        {
            var length = sequence.Targets.AsSpan(start..end).IndexOfAnyExcept(-1) + 1;
            if (length == 0 || texts == labels.Length)
            {
                continue;
            }

            for (var i = 0; i < length; i++)
            {
                // The first token begins the text and is never dropped.
                tokens[start + i] = i > 0 && random?.NextDouble() < TokenDropout ? Blank : sequence.Tokens[start + i];
                positions[start + i] = i;
                starts[start + i] = start;
            }

            TextPlaces.Write(_pooling, places, texts, (row * tokens.Length) + start, length);
            labels[texts++] = sequence.Targets[start + length - 1];
        }

        return texts;
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

        var labels = batch.Row(4, row);
        labels.Fill(-1);
        for (var text = 0; text < labels.Length; text++)
        {
            TextPlaces.Clear(_pooling, batch.Row(3, row), text);
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
        => Logits(model, inputs).CrossEntropy(inputs[4], scale, options: new CrossEntropyOptions { LabelSmoothing = LabelSmoothing });

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => new TokenGuesses(Logits(model, inputs), inputs[4]);

    private static Tensor Logits(Model model, IReadOnlyList<Tensor> inputs)
        => model.Classify(((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2])), inputs[3]);

    private static int MostTexts(int time) => Math.Max(1, time / ShortestText);
}
