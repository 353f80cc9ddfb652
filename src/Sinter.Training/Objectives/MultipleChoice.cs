using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// The right one of several passages, each scored by itself (Radford et al. 2018, section 3.3). Passage c of a question has the target 2 c, and 2 c + 1 if it is the right one. Questions may have fewer
/// passages than the most.
/// </summary>
public sealed class MultipleChoice : TextObjective
{
    /// <summary>What is added to the logit of a choice that is not there: e to it is 0 in single precision.</summary>
    private const float Never = -1e9f;

    private readonly int _choices;

    /// <summary>Makes it.</summary>
    /// <param name="pooling">How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</param>
    /// <param name="choices">The most choices of a question.</param>
    /// <param name="options">What is trained besides; the defaults where left out.</param>
    public MultipleChoice(TextPooling pooling, int choices, TextObjectiveOptions? options = null)
        : base(pooling, options)
        => _choices = choices >= 2 ? choices : throw new ArgumentException(Invariant($"A question has {choices} choices; it needs at least two."), nameof(choices));

    /// <inheritdoc/>
    public override string Name => "multiple-choice";

    /// <inheritdoc/>
    public override Objective Measured => new MultipleChoice(Pooling, _choices, Options.Measured);

    private protected override ModelHead Head => ModelHead.MultipleChoice;

    private protected override int MostPassages => _choices;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => [.. base.Numbers(batch, time), [batch * MostTexts(time), _choices]];

    private protected override bool Begins(int target) => target < 2;

    private protected override void Ask(ObjectiveBatch batch, int row, int text, int passage, PackedSequence sequence, int last)
    {
        var there = batch.NumberRow(OwnNumbersAt, row).Slice(text * _choices, _choices);
        if (passage == 0)
        {
            there.Fill(Never);
        }

        there[passage] = 0;
        if (sequence.Targets[last] % 2 == 1)
        {
            batch.Row(4, row)[text] = passage;
        }
    }

    private protected override Tensor Logits(Model model, Tensor hidden, IReadOnlyList<Tensor> inputs)
    {
        var there = Number(inputs, OwnNumbersAt);
        return model.Classify(hidden, inputs[3]).Reshape(there.Shape) + there;
    }

    private protected override LossTensors Loss(Tensor logits, IReadOnlyList<Tensor> inputs, Tensor scale)
        => WeightedLosses.CrossEntropy(logits, inputs[4], IsWeighted ? Number(inputs, 0) : null, scale, smoothing: 0);
}
