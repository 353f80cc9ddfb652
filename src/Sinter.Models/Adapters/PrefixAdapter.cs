using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Adapters;

/// <summary>
/// Prefix tuning (Li and Liang 2021): the model is frozen, and in each layer the tokens of a text see virtual tokens before it, whose keys and values are learned, keys as they are after the
/// rotary turn. Texts are given to the model with <see cref="IAdapter.VirtualTokens"/> tokens more in front; their positions count.
/// </summary>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">They have a fault.</exception>
public sealed class PrefixAdapter(VirtualTokenOptions options) : IAdapter, IStoredAdapter
{
    private const string Name = "prefix";
    private const double Deviation = 0.02;

    private readonly VirtualTokens _tokens = new(Adapters.VirtualTokens.Checked(options.Count));
    private readonly SavedSet _saved = new(options.SavedParts, options.OptionalSavedParts);

    /// <summary>The settings.</summary>
    public VirtualTokenOptions Options => options;

    /// <inheritdoc/>
    public int VirtualTokens => options.Count;

    /// <inheritdoc/>
    public int HiddenTokens => options.Count;

    /// <inheritdoc/>
    string IStoredAdapter.PeftType => "PREFIX_TUNING";

    /// <inheritdoc/>
    string IStoredAdapter.Words => IStoredAdapter.WordsOfPrompts;

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        _tokens.Require(config);
        return [new(Name, [options.Count, Width(config)], ParameterRole.Embedding)];
    }

    /// <summary>Small random numbers: at first the virtual tokens take a share of attention and give next to nothing.</summary>
    public void Initialize(Model model, ulong seed)
    {
        var random = new RandomStream(seed, "initialize/" + Name);
        foreach (ref var value in model.Weight(Name).AsSpan<float>())
        {
            value = (float)(Deviation * random.NextNormal());
        }
    }

    /// <inheritdoc/>
    public bool Saves(ModelConfig config, string parameter) => _saved.Contains(config, parameter);

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual) => null;

    /// <inheritdoc/>
    public Tensor KeyValues(Model model, int layer, Tensor qkv, Tensor positions)
    {
        var (query, both) = (model.Config.QuerySize, 2 * model.Config.KeyValueSize);
        var rows = model.Weight(Name).Beside(qkv).Slice(1, layer * both, both);
        return Tensor.Concatenate(2, qkv.Slice(2, 0, query), _tokens.Replace(model, qkv.Slice(2, query, both), rows, positions));
    }

    /// <inheritdoc/>
    IEnumerable<AdapterTensor> IStoredAdapter.Tensors(ModelConfig config)
        => [new(new TensorInfo(IStoredAdapter.PromptTensor, [options.Count, Width(config)]), Name) { IsBare = true }];

    /// <summary>Keys and values of all layers: those of a layer lie together, keys first, as in files of PEFT.</summary>
    private static int Width(ModelConfig config)
        => checked(config.Layers * 2 * config.KeyValueSize);
}
