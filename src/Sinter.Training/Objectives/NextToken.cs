using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>Each token is predicted from those before it in its document (Bengio et al. 2003).</summary>
public sealed class NextToken : Objective
{
    /// <inheritdoc/>
    public override string Name => "next-token";

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model.Kind is ModelKind.Decoder or ModelKind.Recurrent && model.Head == ModelHead.LanguageModel ? null
        : $"A model of the family {model.Family} with the head {model.Head} does not predict the next token; choose another objective or a decoder with a language model's head.";

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => [[batch, time], [batch, time], [batch, time], [batch, time]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        sequence.FillText(batch, row);
        sequence.Targets.CopyTo(batch.Row(3, row));
        return sequence.Targets.Length - sequence.Targets.AsSpan().Count(-1);
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var routers = new RouterRecord();
        var hidden = ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]) { Routers = routers });
        return RouterLoss.Add(model, routers, inputs[3], scale, model.TokenLoss(hidden, inputs[3], scale));
    }
}
