using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Objectives;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// The loss of a policy over answers that it gave before, whose channels are those of <see cref="PolicyChannel"/>. With r = e^(log p - old) each token has
/// -min(r A, clip(r, 1 - low, 1 + high) A) + beta (e^d - d - 1), d = reference - log p (Schulman et al. 2017, equation 7; Schulman 2020, k3), times its weight; with PPO the value head's error
/// is added, coefficient / 2 · max((V - R)², (V' - R)²), V' being V at most the clip away from what it was. Differences of log-probabilities are cut at ±20, so that the loss stays finite.
/// </summary>
public sealed class PolicyObjective : Objective
{
    private const double MostDifference = 20;
    private readonly PolicyOptions _options;

    /// <summary>Makes it.</summary>
    /// <param name="options">The clips and coefficients.</param>
    public PolicyObjective(PolicyOptions options) => _options = options.Validated();

    /// <inheritdoc/>
    public override string Name => "policy";

    /// <inheritdoc/>
    public override int Channels => PolicyChannel.Count;

    private bool HasValues => _options.Method == PolicyMethod.Ppo;

    /// <summary>The weight of the distance from the reference in the loss; PPO has it in its rewards.</summary>
    private double Beta => HasValues ? 0 : _options.KlCoefficient;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model is { Kind: ModelKind.Decoder, Head: ModelHead.LanguageModel } ? null
        : $"A model of the family {model.Family} with the head {model.Head} is no policy; give a decoder with a language model's head.";

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => [[batch, time], [batch, time], [batch, time], [batch, time]];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => [.. Enumerable.Repeat<Shape>([batch, time], PolicyChannel.Count)];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        sequence.FillText(batch, row);
        sequence.Targets.CopyTo(batch.Row(3, row));
        for (var channel = 0; channel < PolicyChannel.Count; channel++)
        {
            sequence.Numbers[channel].CopyTo(batch.NumberRow(channel, row));
        }

        return sequence.Targets.Length - sequence.Targets.AsSpan().Count(-1);
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
        for (var channel = 0; channel < PolicyChannel.Count; channel++)
        {
            batch.NumberRow(channel, row).Clear();
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale) => Loss(inputs, scale, PolicyTensors.Record(model, inputs));

    /// <summary>The loss of what a model says of the tokens.</summary>
    internal LossTensors Loss(IReadOnlyList<Tensor> inputs, Tensor scale, PolicyTensors said)
    {
        Shape rows = [(int)inputs[3].Shape.Count];
        Tensor Channel(int channel) => inputs[4 + channel].Reshape(rows);
        var advantage = Channel(PolicyChannel.Advantage);
        var ratio = Between(said.LogProbabilities - Channel(PolicyChannel.Old), -MostDifference, MostDifference).Exp();
        var losses = -Minimum(ratio * advantage, Between(ratio, 1 - _options.ClipLow, 1 + _options.ClipHigh) * advantage);
        if (Beta > 0)
        {
            var distance = Between(Channel(PolicyChannel.Reference) - said.LogProbabilities, -MostDifference, MostDifference);
            losses += (distance.Exp() - distance - 1).Affine(Beta);
        }

        if (HasValues && _options.ValueCoefficient > 0)
        {
            var values = said.Values ?? throw new ArgumentException("PPO needs a value head; make the model with new ModelTuning { Adapter = new ValueHead() }.");
            var (wanted, before) = (Channel(PolicyChannel.Return), Channel(PolicyChannel.OldValue));
            var clipped = before + Between(values - before, -_options.ValueClip, _options.ValueClip);
            losses += Maximum((values - wanted).Square(), (clipped - wanted).Square()).Affine(_options.ValueCoefficient / 2);
        }

        losses *= Channel(PolicyChannel.Weight);
        return new LossTensors(losses.Sum() * scale.Reshape([]), losses);
    }

    /// <summary>x, or the bound that it lies beyond, where the slope is 0. What lies between is x to the last bit: x + bound - bound would lose what is small beside the bound.</summary>
    private static Tensor Between(Tensor x, double low, double high) => x + (low - x).Relu() - (x - high).Relu();

    private static Tensor Minimum(Tensor x, Tensor y) => x - (x - y).Relu();

    private static Tensor Maximum(Tensor x, Tensor y) => y + (x - y).Relu();
}
