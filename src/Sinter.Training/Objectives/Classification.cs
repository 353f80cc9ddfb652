using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>The class of each text: the target of its one trained token is the number of its class.</summary>
public sealed class Classification : TextObjective
{
    /// <summary>Makes it.</summary>
    /// <param name="pooling">How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</param>
    /// <param name="options">What is trained besides; the defaults where left out.</param>
    public Classification(TextPooling pooling, TextObjectiveOptions? options = null)
        : base(pooling, options)
    {
    }

    /// <summary>The share of the target that is spread over all classes alike, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <inheritdoc cref="TextObjectiveOptions.TokenDropout"/>
    public double TokenDropout { get => Options.TokenDropout; init => Options = Options with { TokenDropout = value }; }

    /// <inheritdoc cref="TextObjectiveOptions.Blank"/>
    public int Blank { get => Options.Blank; init => Options = Options with { Blank = value }; }

    /// <inheritdoc cref="TextObjectiveOptions.Seed"/>
    public ulong Seed { get => Options.Seed; init => Options = Options with { Seed = value }; }

    /// <inheritdoc/>
    public override string Name => "classification";

    /// <inheritdoc/>
    public override Objective Measured => new Classification(Pooling, Options.Measured);

    private protected override ModelHead Head => ModelHead.SequenceClassification;

    private protected override LossTensors Loss(Tensor logits, IReadOnlyList<Tensor> inputs, Tensor scale)
        => WeightedLosses.CrossEntropy(logits, inputs[4], IsWeighted ? Number(inputs, 0) : null, scale, LabelSmoothing);
}
