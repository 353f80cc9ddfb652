using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>The class of single tokens: the target of a token is the number of its class, or -1 where none is asked for.</summary>
public sealed class TokenClassification : Objective
{
    private const int SegmentsAt = 4;

    /// <summary>The share of the target that is spread over all classes alike, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether the model has segments.</summary>
    public bool Segmented { get; init; }

    /// <summary>Whether tokens count by their weights, channel 0.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>Noise on the embeddings; null for none.</summary>
    public EmbeddingNoise? Noise { get; init; }

    /// <summary>The seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "token-classification";

    /// <inheritdoc/>
    public override Objective Measured => new TokenClassification { Segmented = Segmented };

    /// <inheritdoc/>
    public override int Channels => IsWeighted ? 1 : 0;

    private bool HasNoise => Noise is { IsOn: true };

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model.Head != ModelHead.TokenClassification ? $"A model with the head {model.Head} says no class of a token; give it a head for token classification."
        : Segmented && model.TokenTypes < 2 ? $"A model of the family {model.Family} has no segments."
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => Segmented ? [[batch, time], [batch, time], [batch, time], [batch * time], [batch, time]] : [[batch, time], [batch, time], [batch, time], [batch * time]];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time)
        => [.. IsWeighted ? (Shape[])[[batch * time]] : [], .. HasNoise ? (Shape[])[Noise!.Shape(batch, time)] : []];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        sequence.FillText(batch, row);
        sequence.Targets.CopyTo(batch.Row(3, row));
        if (Segmented)
        {
            sequence.Segments.CopyTo(batch.Row(SegmentsAt, row));
        }

        if (IsWeighted)
        {
            sequence.Numbers[0].CopyTo(batch.NumberRow(0, row));
        }

        if (HasNoise)
        {
            Noise!.Fill(batch.NumberRow(IsWeighted ? 1 : 0, row), sequence, Seed, place);
        }

        return sequence.Targets.Length - sequence.Targets.AsSpan().Count(-1);
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
        if (Segmented)
        {
            batch.Row(SegmentsAt, row).Clear();
        }

        for (var i = 0; i < batch.Numbers.Count; i++)
        {
            batch.NumberRow(i, row).Clear();
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
        => WeightedLosses.CrossEntropy(Logits(model, inputs), inputs[3], IsWeighted ? inputs[Integers] : null, scale, LabelSmoothing);

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => new TokenGuesses(Logits(model, inputs), inputs[3]);

    private int Integers => Segmented ? 5 : 4;

    private Tensor Logits(Model model, IReadOnlyList<Tensor> inputs) => model.TokenLogits(((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2], Segmented ? inputs[SegmentsAt] : null)
    {
        EmbeddingNoise = HasNoise ? inputs[Integers + (IsWeighted ? 1 : 0)] : null,
    }));
}
