using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Multi-token prediction (Gloeckle et al. 2024): at each position head I says the token I + 1 places on, where that belongs to the same document. The loss is that of all
/// heads over all their targets. The heads are computed one after another, each with its gradient, so that one buffer of logits and the inside of one head are in memory at
/// a time (section 2 there).
/// </summary>
public sealed class MultiToken : Objective
{
    /// <summary>Makes it.</summary>
    /// <param name="predictedTokens">Tokens ahead; as many as the model has heads.</param>
    public MultiToken(int predictedTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(predictedTokens, 1);
        PredictedTokens = predictedTokens;
    }

    /// <summary>Tokens ahead.</summary>
    public int PredictedTokens { get; }

    /// <summary>Whether each head has its gradient right after it is computed. Without, the inside of all heads is kept; the result is the same but for the order of sums.</summary>
    public bool OneHeadAtATime { get; init; } = true;

    /// <inheritdoc/>
    public override string Name => "multi-token";

    /// <summary>The next token alone, so that figures compare with those of other models: the other heads are there to teach the trunk and to propose.</summary>
    public override Objective Measured => new NextToken();

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) => Measured.FindMisfit(model)
        ?? (model.PredictedTokens == PredictedTokens ? null
            : Invariant($"The model has {model.PredictedTokens} {(model.PredictedTokens == 1 ? "head" : "heads")} for tokens ahead and the objective {PredictedTokens}; both must be the same."));

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => [.. Enumerable.Repeat<Shape>([batch, time], 3 + PredictedTokens)];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        sequence.FillText(batch, row);
        var (starts, next) = (sequence.DocumentStarts, sequence.Targets);
        var trained = 0;
        for (var head = 0; head < PredictedTokens; head++)
        {
            var targets = batch.Row(3 + head, row);
            for (var i = 0; i < targets.Length; i++)
            {
                // The token head + 1 places on is the one next to that head places on, if this one still is of the document.
                var before = i + head;
                targets[i] = before < next.Length && starts[before] == starts[i] ? next[before] : -1;
            }

            trained += targets.Length - targets.Count(-1);
        }

        return trained;
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        for (var head = 0; head < PredictedTokens; head++)
        {
            batch.Row(3 + head, row).Fill(-1);
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var text = new TextInputs(inputs[0], inputs[1], inputs[2]);
        if (PredictedTokens == 1)
        {
            return model.TokenLoss(((TextModel)model).Hidden(text), inputs[3], scale);
        }

        var decoder = (Transformer)model;
        var trunk = decoder.Trunk(text);
        var heads = Enumerable.Range(0, PredictedTokens).Select(HeadLoss).ToArray();
        return new LossTensors(heads.Select(static head => head.Loss).Aggregate(static (sum, next) => sum + next), Tensor.Concatenate(0, [.. heads.Select(static head => head.Losses)]));

        LossTensors HeadLoss(int head)
        {
            var outputs = OneHeadAtATime ? Branch.Of([trunk], Compute) : Compute([trunk]);
            return new LossTensors(outputs[0], outputs[1]);

            IReadOnlyList<Tensor> Compute(IReadOnlyList<Tensor> shared)
            {
                var loss = decoder.TokenLoss(decoder.Ahead(shared[0], text, head), inputs[3 + head], scale);
                return [loss.Loss, loss.Losses];
            }
        }
    }
}
