using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// A linear layer over the last hidden states that says what reward is still to come, for PPO. It is a small part beside the model's own weights: make the model with
/// <c>new ModelTuning { Adapter = new ValueHead() }</c>, or around another adapter with that one's tuning. It starts at 0, and never changes what the model says.
/// </summary>
/// <param name="inner">An adapter that is trained with it, such as LoRA; null for none.</param>
public sealed class ValueHead(IAdapter? inner = null) : IAdapter
{
    private const string WeightName = "value.weight";
    private const string BiasName = "value.bias";

    /// <summary>The adapter that is trained with it; null for none.</summary>
    public IAdapter? Inner => inner;

    /// <inheritdoc/>
    public int VirtualTokens => inner?.VirtualTokens ?? 0;

    /// <inheritdoc/>
    public int HiddenTokens => inner?.HiddenTokens ?? 0;

    /// <inheritdoc/>
    public bool Drops => inner?.Drops ?? false;

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
        => [.. inner?.Layout(config) ?? [], new(WeightName, [1, config.HiddenSize], ParameterRole.Embedding), new(BiasName, [1], ParameterRole.Vector)];

    /// <inheritdoc/>
    public void Initialize(Model model, ulong seed)
    {
        inner?.Initialize(model, seed);
        model.Parameters[WeightName].Value.AsSpan<float>().Clear();
        model.Parameters[BiasName].Value.AsSpan<float>().Clear();
    }

    /// <inheritdoc/>
    public bool Saves(ModelConfig config, string parameter) => inner?.Saves(config, parameter) ?? false;

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual) => inner?.Linear(model, name, x, residual);

    /// <inheritdoc/>
    public Tensor Embeddings(Model model, Tensor embedded, Tensor positions) => inner?.Embeddings(model, embedded, positions) ?? embedded;

    /// <inheritdoc/>
    public Tensor KeyValues(Model model, int layer, Tensor qkv, Tensor positions) => inner?.KeyValues(model, layer, qkv, positions) ?? qkv;

    /// <summary>The values of hidden states [..., hidden size], [rows].</summary>
    public static Tensor Values(Model model, Tensor hidden)
    {
        var rows = (int)hidden.Shape.Product(0, hidden.Shape.Rank - 1);
        return hidden.Reshape([rows, model.Config.HiddenSize]).Linear(model.Parameters[WeightName].Value, bias: model.Parameters[BiasName].Value).Reshape([rows]);
    }
}
