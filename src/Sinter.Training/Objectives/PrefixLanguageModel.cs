using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Training.Objectives;

/// <summary>
/// A prefix language model (Raffel et al. 2020, section 3.2): the first part of each document is seen whole by all its tokens, what follows is seen token by token and is what
/// the model learns to say. How long the first part is, from one token to all but one, follows from the place of a sequence in the training.
/// </summary>
public sealed class PrefixLanguageModel : Objective
{
    /// <summary>The seed of the lengths.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "prefix";

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model is { Kind: ModelKind.Decoder, Head: ModelHead.LanguageModel } ? null
        : $"A model of the family {model.Family} with the head {model.Head} does not go on from a prefix; choose a decoder with a language model's head.";

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => [[batch, time], [batch, time], [batch, time], [batch, time], [batch, time, 2]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        var random = new RandomStream(Seed, string.Create(CultureInfo.InvariantCulture, $"prefix/{place}"));
        sequence.FillText(batch, row);
        var targets = batch.Row(3, row);
        var visible = batch.Row(4, row);
        sequence.Targets.CopyTo(targets);
        foreach (var (start, end) in sequence.Documents())
        {
            var prefixEnd = start + (end - start > 1 ? 1 + (int)random.NextBelow(end - start - 1) : 1);
            for (var i = start; i < end; i++)
            {
                visible[2 * i] = start;
                visible[(2 * i) + 1] = Math.Max(prefixEnd, i + 1);
            }

            // What a token of the prefix is followed by, it has seen; but for the last.
            targets[start..(prefixEnd - 1)].Fill(-1);
        }

        return targets.Length - targets.Count(-1);
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
        var visible = batch.Row(4, row);
        for (var i = 0; i < visible.Length / 2; i++)
        {
            visible[2 * i] = 0;
            visible[(2 * i) + 1] = i + 1;
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var routers = new RouterRecord();
        var hidden = ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2], VisibleKeys: inputs[4]) { Routers = routers });
        return RouterLoss.Add(model, routers, inputs[3], scale, model.TokenLoss(hidden, inputs[3], scale));
    }
}
