using Sinter.Models;
using Sinter.Tensors;

namespace Sinter.Training.Reinforcement;

/// <summary>What a model says of the tokens of answers.</summary>
/// <param name="LogProbabilities">Of each target, in nats [rows]; 0 where there is none.</param>
/// <param name="Values">What its value head expects before each [rows]; null without one.</param>
internal readonly record struct PolicyTensors(Tensor LogProbabilities, Tensor? Values)
{
    /// <summary>Records them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Tokens, positions, document starts and targets, [batch, time] each; what follows is not read.</param>
    public static PolicyTensors Record(Model model, IReadOnlyList<Tensor> inputs)
    {
        var hidden = ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]));
        return new PolicyTensors(
            model.TokenLogProbabilities(hidden, inputs[3]),
            model.Adapter is ValueHead ? ValueHead.Values(model, hidden) : null);
    }
}
