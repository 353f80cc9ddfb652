using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>A number for each text, by the squared error; the number is channel 1 at the text's one trained token.</summary>
public sealed class Regression : TextObjective
{
    /// <summary>Makes it.</summary>
    /// <param name="pooling">How the model makes one vector of a text, see <see cref="ModelConfig.Pooling"/>.</param>
    /// <param name="options">What is trained besides; the defaults where left out.</param>
    public Regression(TextPooling pooling, TextObjectiveOptions? options = null)
        : base(pooling, options)
    {
    }

    /// <inheritdoc/>
    public override string Name => "regression";

    /// <inheritdoc/>
    public override Objective Measured => new Regression(Pooling, Options.Measured);

    /// <inheritdoc/>
    public override int Channels => 2;

    // The weight 0 is what keeps places without a text out of the loss.
    private protected override bool IsWeighted => true;

    private protected override ModelHead Head => ModelHead.Regression;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => base.FindMisfit(model) ?? (model.HeadOutputs == 1 ? null : $"A regression trains one number for a text, and the model gives {model.HeadOutputs}.");

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => [.. base.Numbers(batch, time), [batch * MostTexts(time)]];

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => null;

    private protected override void Ask(ObjectiveBatch batch, int row, int text, int passage, PackedSequence sequence, int last)
    {
        batch.Row(4, row)[text] = 0;
        batch.NumberRow(OwnNumbersAt, row)[text] = sequence.Numbers[1][last];
    }

    private protected override LossTensors Loss(Tensor logits, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var numbers = Number(inputs, OwnNumbersAt);
        return WeightedLosses.Of((logits.Reshape(numbers.Shape) - numbers).Square(), Number(inputs, 0), scale);
    }
}
