using System.Globalization;
using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Training.Objectives;

/// <summary>
/// What a model says of whole texts. Several texts share a row, and none sees another. A text is a document up to its one trained token, whose target says what is right; what stands behind that, as in
/// data that <see cref="Sinter.Data.Packing.LabelPacker"/> made, is seen by none. A text may be made of several passages.
/// </summary>
public abstract class TextObjective : Objective
{
    /// <summary>A text has at least a beginning, two tokens and its class, or there are fewer of them than would fit.</summary>
    private const int ShortestText = Tasks.TaskExamples.ShortestText;

    /// <summary>Where the segments are among the inputs.</summary>
    private const int SegmentsAt = 5;

    private protected TextObjective(TextPooling pooling, TextObjectiveOptions? options) => (Pooling, Options) = (pooling, options ?? new());

    /// <summary>What it has in common with others of its kind.</summary>
    public TextObjectiveOptions Options { get; private protected init; }

    /// <summary>How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</summary>
    public TextPooling Pooling { get; }

    /// <inheritdoc/>
    public override int Channels => IsWeighted ? 1 : 0;

    /// <summary>The head that it trains.</summary>
    private protected abstract ModelHead Head { get; }

    /// <summary>The most passages of a text.</summary>
    private protected virtual int MostPassages => Options.Passages;

    /// <summary>Whether the weights of texts are among the inputs.</summary>
    private protected virtual bool IsWeighted => Options.IsWeighted;

    private int NextAt => SegmentsAt + (Options.Segmented ? 1 : 0);

    private int Integers => NextAt + (HasAuxiliary ? 1 : 0);

    private int NextWeightsAt => IsWeighted ? 1 : 0;

    private int NoiseAt => NextWeightsAt + (HasAuxiliary ? 1 : 0);

    private bool HasAuxiliary => Options.AuxiliaryLoss > 0;

    private bool HasNoise => Options.Noise is { IsOn: true };

    /// <summary>Where the numbers of a subclass begin among those of a batch.</summary>
    private protected int OwnNumbersAt => NoiseAt + (HasNoise ? 1 : 0);

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) =>
        model.Head != Head ? $"A model with the head {model.Head} does not do what the objective {Name} asks; give it the head {Head}."
        : model.Pooling != Pooling ? $"The model pools texts by {model.Pooling} and the objective by {Pooling}; make them alike."
        : HasAuxiliary && (model.Kind != ModelKind.Decoder || !model.TieEmbeddings)
            ? $"The loss of a language model beside that of a task needs a decoder whose output is its embedding; a model of the family {model.Family} {(model.Kind == ModelKind.Decoder ? "has an output of its own" : "is none")}, so set its factor to 0."
        : Options.Segmented && model.TokenTypes < 2 ? $"A model of the family {model.Family} has no segments."
        : HasNoise && Options.Noise!.Width != model.HiddenSize ? "The noise on embeddings is of another width than the model's."
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
    {
        List<Shape> shapes = [[batch, time], [batch, time], [batch, time], TextPlaces.Shape(Pooling, batch * MostTexts(time) * MostPassages), [batch * MostTexts(time)]];
        if (Options.Segmented)
        {
            shapes.Add([batch, time]);
        }

        if (HasAuxiliary)
        {
            shapes.Add([batch, time]);
        }

        return shapes;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time)
    {
        List<Shape> shapes = [];
        if (IsWeighted)
        {
            shapes.Add([batch * MostTexts(time)]);
        }

        if (HasAuxiliary)
        {
            shapes.Add([batch * time]);
        }

        if (HasNoise)
        {
            shapes.Add(Options.Noise!.Shape(batch, time));
        }

        return shapes;
    }

    /// <inheritdoc/>
    public sealed override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        if (HasNoise)
        {
            Options.Noise!.Fill(batch.NumberRow(NoiseAt, row), sequence, Options.Seed, place);
        }

        var random = Options.TokenDropout > 0 ? new RandomStream(Options.Seed, string.Create(CultureInfo.InvariantCulture, $"{Name}/{place}")) : null;
        Span<int> tokens = batch.Row(0, row), positions = batch.Row(1, row), starts = batch.Row(2, row), places = batch.Row(3, row);
        var (text, passage) = (-1, MostPassages);
        foreach (var (start, end) in sequence.Documents())
        {
            var length = sequence.Targets.AsSpan(start..end).IndexOfAnyExcept(-1) + 1;
            if (length == 0)
            {
                continue;
            }

            var last = start + length - 1;
            if (passage == MostPassages || Begins(sequence.Targets[last]))
            {
                (text, passage) = (text + 1, 0);
            }

            if (text == MostTexts(tokens.Length))
            {
                return text;
            }

            for (var i = 0; i < length; i++)
            {
                // The first token begins the text and is never dropped.
                tokens[start + i] = i > 0 && random?.NextDouble() < Options.TokenDropout ? Options.Blank : sequence.Tokens[start + i];
                positions[start + i] = i;
                starts[start + i] = start;
            }

            var hidden = Math.Min(Options.HiddenTokens, length - 1);
            TextPlaces.Write(Pooling, places, (text * MostPassages) + passage, (row * tokens.Length) + start + hidden, length - hidden);
            if (IsWeighted)
            {
                batch.NumberRow(0, row)[text] = Options.IsWeighted ? sequence.Numbers[0][last] : 1;
            }

            if (Options.Segmented)
            {
                sequence.Segments.AsSpan(start, length).CopyTo(batch.Row(SegmentsAt, row)[start..]);
            }

            if (HasAuxiliary && length > 1)
            {
                sequence.Tokens.AsSpan(start + 1, length - 1).CopyTo(batch.Row(NextAt, row)[start..]);
                batch.NumberRow(NextWeightsAt, row).Slice(start, length - 1).Fill((Options.IsWeighted ? sequence.Numbers[0][last] : 1) / ((length - 1) * MostPassages));
            }

            Ask(batch, row, text, passage++, sequence, last);
        }

        return text + 1;
    }

    /// <inheritdoc/>
    public sealed override void Clear(ObjectiveBatch batch, int row)
    {
        batch.Row(0, row).Clear();
        batch.Row(1, row).Clear();
        var starts = batch.Row(2, row);
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = i;
        }

        batch.Row(4, row).Fill(-1);
        for (var text = 0; text < MostTexts(starts.Length) * MostPassages; text++)
        {
            TextPlaces.Clear(Pooling, batch.Row(3, row), text);
        }

        if (Options.Segmented)
        {
            batch.Row(SegmentsAt, row).Clear();
        }

        if (HasAuxiliary)
        {
            batch.Row(NextAt, row).Fill(-1);
        }

        for (var i = 0; i < batch.Numbers.Count; i++)
        {
            batch.NumberRow(i, row).Clear();
        }
    }

    /// <inheritdoc/>
    public sealed override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var hidden = Hidden(model, inputs);
        var loss = Loss(Logits(model, hidden, inputs), inputs, scale);
        if (!HasAuxiliary)
        {
            return loss;
        }

        var next = model.TokenLogProbabilities(hidden, inputs[NextAt]) * inputs[Integers + NextWeightsAt];
        return loss with { Loss = loss.Loss - (next.Sum() * scale.Reshape([])).Affine(Options.AuxiliaryLoss) };
    }

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => new TokenGuesses(Logits(model, Hidden(model, inputs), inputs), inputs[4]);

    /// <summary>Whether a passage with this target begins a text, where texts may have fewer passages than the most.</summary>
    private protected virtual bool Begins(int target) => false;

    /// <summary>Writes what is asked of a text.</summary>
    /// <param name="batch">What is filled.</param>
    /// <param name="row">The row.</param>
    /// <param name="text">Which text of the row.</param>
    /// <param name="passage">Which passage of the text.</param>
    /// <param name="sequence">What was packed.</param>
    /// <param name="last">The last token of the passage, which has the target.</param>
    private protected virtual void Ask(ObjectiveBatch batch, int row, int text, int passage, PackedSequence sequence, int last)
        => batch.Row(4, row)[text] = sequence.Targets[last];

    /// <summary>The loss of the logits of the texts.</summary>
    private protected abstract LossTensors Loss(Tensor logits, IReadOnlyList<Tensor> inputs, Tensor scale);

    /// <summary>The logits of the texts [texts, outputs].</summary>
    private protected virtual Tensor Logits(Model model, Tensor hidden, IReadOnlyList<Tensor> inputs)
    {
        var logits = model.Classify(hidden, inputs[3]);
        return MostPassages == 1 ? logits : logits.Reshape([logits.Shape[0] / MostPassages, MostPassages, logits.Shape[1]]).Sum(1).Reshape([logits.Shape[0] / MostPassages, logits.Shape[1]]);
    }

    /// <summary>An input of numbers.</summary>
    private protected Tensor Number(IReadOnlyList<Tensor> inputs, int number) => inputs[Integers + number];

    /// <summary>The most texts of a row.</summary>
    private protected int MostTexts(int time) => Math.Max(1, time / (ShortestText * MostPassages));

    private Tensor Hidden(Model model, IReadOnlyList<Tensor> inputs) => ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2], Options.Segmented ? inputs[SegmentsAt] : null)
    {
        EmbeddingNoise = HasNoise ? Number(inputs, NoiseAt) : null,
    });
}
