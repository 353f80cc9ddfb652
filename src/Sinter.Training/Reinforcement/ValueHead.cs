using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// A linear layer over the last hidden states that says what reward is still to come, for PPO. It is a small part beside the model's own weights: make the model with
/// <c>new ModelTuning { Adapter = new ValueHead() }</c>. It starts at 0, and never changes what the model says.
/// </summary>
public sealed class ValueHead : IAdapter
{
    private const string WeightName = "value.weight";
    private const string BiasName = "value.bias";

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
        => [new(WeightName, [1, config.HiddenSize], ParameterRole.Embedding), new(BiasName, [1], ParameterRole.Vector)];

    /// <inheritdoc/>
    public void Initialize(Model model, ulong seed)
    {
        model.Parameters[WeightName].Value.AsSpan<float>().Clear();
        model.Parameters[BiasName].Value.AsSpan<float>().Clear();
    }

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual) => null;

    /// <summary>The values of hidden states [..., hidden size], [rows].</summary>
    public Tensor Values(Model model, Tensor hidden)
    {
        var rows = (int)hidden.Shape.Product(0, hidden.Shape.Rank - 1);
        return hidden.Reshape([rows, model.Config.HiddenSize]).Linear(model.Parameters[WeightName].Value, bias: model.Parameters[BiasName].Value).Reshape([rows]);
    }
}
