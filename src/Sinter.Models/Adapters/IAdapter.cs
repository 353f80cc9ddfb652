using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Adapters;

/// <summary>
/// Small parts that are trained beside the frozen weights of a model, such as LoRA. An adapter holds settings only: its parameters are among those of the model, named so that none meets one
/// of the model's own.
/// </summary>
public interface IAdapter
{
    /// <summary>
    /// Places at the beginning of each text that are the adapter's (prompt and prefix tuning): each text is given so many tokens more in front, whichever, whose targets are none; the adapter
    /// puts what it has learned in their place.
    /// </summary>
    int VirtualTokens => 0;

    /// <summary>
    /// Those of <see cref="VirtualTokens"/> that stand for keys and values only, so that a head that reads the first token of a text means the one behind them.
    /// </summary>
    int HiddenTokens => 0;

    /// <summary>Whether it drops elements in training, by the seed of <see cref="Model.Dropout"/> and a rate of its own.</summary>
    bool Drops => false;

    /// <summary>The parameters that it adds to a model.</summary>
    IEnumerable<ParameterSpec> Layout(ModelConfig config);

    /// <summary>Gives its parameters their first values, with which the model computes what it did without them, or nearly so.</summary>
    void Initialize(Model model, ulong seed);

    /// <summary>Whether a parameter of the model itself is trained whole and saved with the adapter, such as a new head.</summary>
    bool Saves(ModelConfig config, string parameter) => false;

    /// <summary>A linear layer of the model with what the adapter does to it; null where it does nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The name of the layer's weight, such as <c>3.attention.qkv</c>.</param>
    /// <param name="x">Its input [..., in].</param>
    /// <param name="residual">What is added to its output; null for nothing.</param>
    Tensor? Linear(Model model, string name, Tensor x, Tensor? residual);

    /// <summary>The embeddings of tokens with what the adapter does to them; as they are where it does nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="embedded">Embeddings [batch, time, hidden size], before any scale or position.</param>
    /// <param name="positions">The position of each token in its text [batch, time].</param>
    Tensor Embeddings(Model model, Tensor embedded, Tensor positions) => embedded;

    /// <summary>Queries, keys and values of a layer, turned already, with what the adapter does to them; as they are where it does nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="qkv">[batch, time, (heads + 2 keyValueHeads) head size].</param>
    /// <param name="positions">The position of each token in its text [batch, time].</param>
    Tensor KeyValues(Model model, int layer, Tensor qkv, Tensor positions) => qkv;

    /// <summary>What is trained of a model with this adapter: the adapter, and of the model itself only what is saved with it.</summary>
    /// <param name="config">The model.</param>
    /// <param name="frozenType">How frozen matrices are stored.</param>
    ModelTuning Tuning(ModelConfig config, DataType frozenType = DataType.Float32)
        => new() { Adapter = this, Trains = spec => Saves(config, spec.Name), FrozenType = frozenType };
}
