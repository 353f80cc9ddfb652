using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Adapters;

/// <summary>
/// Small parts that are trained beside the frozen weights of a model, such as LoRA. An adapter holds settings only: its parameters are among those of the model, named so that none meets one
/// of the model's own.
/// </summary>
public interface IAdapter
{
    /// <summary>The parameters that it adds to a model.</summary>
    IEnumerable<ParameterSpec> Layout(ModelConfig config);

    /// <summary>Gives its parameters their first values, with which the model computes what it did without them, or nearly so.</summary>
    void Initialize(Model model, ulong seed);

    /// <summary>A linear layer of the model with what the adapter does to it; null where it does nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The name of the layer's weight, such as <c>3.attention.qkv</c>.</param>
    /// <param name="x">Its input [..., in].</param>
    /// <param name="residual">What is added to its output; null for nothing.</param>
    Tensor? Linear(Model model, string name, Tensor x, Tensor? residual);
}
