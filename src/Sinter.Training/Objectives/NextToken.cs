using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>Each token is predicted from those before it in its document (Bengio et al. 2003).</summary>
public sealed class NextToken : TokenObjective
{
    /// <summary>Whether targets count by their weights, channel 0 of examples.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The share of a target that is spread over all tokens alike, in [0, 1); the logits of all tokens are then stored.</summary>
    public double LabelSmoothing { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(FormattableString.Invariant($"The label smoothing is {value}; it must be at least 0 and below 1.")); }

    /// <summary>Noise on the embeddings; null for none.</summary>
    public EmbeddingNoise? Noise { get; init; }

    /// <summary>The seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    private bool HasNoise => Noise is { IsOn: true };

    /// <inheritdoc/>
    public override Objective Measured => IsWeighted || HasNoise || LabelSmoothing > 0 ? new NextToken() : this;

    /// <inheritdoc/>
    public override int Channels => IsWeighted ? 1 : 0;

    /// <inheritdoc/>
    public override string Name => "next-token";

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model.Kind is ModelKind.Decoder or ModelKind.Recurrent && model.Head == ModelHead.LanguageModel ? null
        : $"A model of the family {model.Family} with the head {model.Head} does not predict the next token; choose another objective or a decoder with a language model's head.";

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => [[batch, time], [batch, time], [batch, time], [batch, time]];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time)
        => [.. IsWeighted ? (Shape[])[[batch * time]] : [], .. HasNoise ? (Shape[])[Noise!.Shape(batch, time)] : []];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        sequence.FillText(batch, row);
        sequence.Targets.CopyTo(batch.Row(3, row));
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
        for (var i = 0; i < batch.Numbers.Count; i++)
        {
            batch.NumberRow(i, row).Clear();
        }
    }

    internal override Tensor Hidden(Model model, IReadOnlyList<Tensor> inputs, RouterRecord routers) => ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2])
    {
        Routers = routers,
        EmbeddingNoise = HasNoise ? inputs[IsWeighted ? 5 : 4] : null,
    });

    internal override LossTensors Loss(Model model, Tensor hidden, RouterRecord routers, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var loss = WeightedLosses.OfTokens(model, hidden, inputs[3], IsWeighted ? inputs[4] : null, scale, LabelSmoothing);
        return RouterLoss.Add(model, routers, inputs[3], scale, loss);
    }
}
