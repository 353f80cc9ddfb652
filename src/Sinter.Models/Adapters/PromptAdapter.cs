using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Adapters;

/// <summary>Settings of prompt and of prefix tuning.</summary>
public sealed record VirtualTokenOptions
{
    /// <summary>Virtual tokens at the beginning of each text.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Parts of the model that are trained whole and saved with the adapter, as <see cref="LoraOptions.SavedParts"/>.</summary>
    public IReadOnlyList<string> SavedParts { get; init; } = [];

    /// <summary>Names among <see cref="SavedParts"/> that a model need not have.</summary>
    internal IReadOnlyList<string> OptionalSavedParts { get; init; } = [];
}

/// <summary>
/// Prompt tuning (Lester et al. 2021): the model is frozen, and before each text stand virtual tokens whose embeddings are learned. Texts are given to the model with
/// <see cref="IAdapter.VirtualTokens"/> tokens more in front.
/// </summary>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">They have a fault.</exception>
public sealed class PromptAdapter(VirtualTokenOptions options) : IAdapter, IStoredAdapter
{
    private const string Name = "prompt";

    private readonly VirtualTokens _tokens = new(Adapters.VirtualTokens.Checked(options.Count));
    private readonly SavedSet _saved = new(options.SavedParts, options.OptionalSavedParts);

    /// <summary>The settings.</summary>
    public VirtualTokenOptions Options => options;

    /// <inheritdoc/>
    public int VirtualTokens => options.Count;

    /// <inheritdoc/>
    string IStoredAdapter.PeftType => "PROMPT_TUNING";

    /// <inheritdoc/>
    string IStoredAdapter.Words => IStoredAdapter.WordsOfPrompts;

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        _tokens.Require(config);
        return [new(Name, [options.Count, config.HiddenSize], ParameterRole.Embedding)];
    }

    /// <summary>Each virtual token begins as a token of the vocabulary, drawn at random (section 3.2 of the paper).</summary>
    public void Initialize(Model model, ulong seed)
    {
        var random = new RandomStream(seed, "initialize/" + Name);
        var width = model.Config.HiddenSize;
        var prompt = model.Weight(Name).AsSpan<float>();
        for (var i = 0; i < options.Count; i++)
        {
            model.Weight("embedding").CopyTo(prompt.Slice(i * width, width), random.NextBelow(model.Config.VocabularySize) * width);
        }
    }

    /// <inheritdoc/>
    public bool Saves(ModelConfig config, string parameter) => _saved.Contains(config, parameter);

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual) => null;

    /// <inheritdoc/>
    public Tensor Embeddings(Model model, Tensor embedded, Tensor positions) => _tokens.Replace(model, embedded, model.Weight(Name), positions);

    /// <inheritdoc/>
    IEnumerable<AdapterTensor> IStoredAdapter.Tensors(ModelConfig config)
        => [new(new TensorInfo(IStoredAdapter.PromptTensor, [options.Count, config.HiddenSize]), Name) { IsBare = true }];
}
