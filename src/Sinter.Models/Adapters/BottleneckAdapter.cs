using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Models.Adapters;

/// <summary>Settings of bottleneck adapters.</summary>
public sealed record BottleneckOptions
{
    /// <summary>The places of Houlsby et al. 2019: after attention and after the feed-forward layer.</summary>
    public static readonly IReadOnlyList<string> Houlsby = ["attention.output", "crossAttention.output", "feedForward.down"];

    /// <summary>The place of Pfeiffer et al. 2021: after the feed-forward layer.</summary>
    public static readonly IReadOnlyList<string> Pfeiffer = ["feedForward.down"];

    /// <summary>Width of the bottleneck.</summary>
    public int Size { get; init; } = 64;

    /// <summary>The linear layers behind which a bottleneck stands, by the ends of their names: some of <see cref="Houlsby"/>.</summary>
    public IReadOnlyList<string> Places { get; init; } = Houlsby;

    /// <summary>The function inside.</summary>
    public UnaryFunction Activation { get; init; } = UnaryFunction.Gelu;

    /// <summary>Parts of the model that are trained whole and saved with the adapter, as <see cref="LoraOptions.SavedParts"/>.</summary>
    public IReadOnlyList<string> SavedParts { get; init; } = [];
}

/// <summary>
/// Bottleneck adapters (Houlsby et al. 2019): behind the output of attention and of the feed-forward layer, before the residual sum, stands a small network around which its input goes too,
/// h + U f(D h + d) + u. The model is frozen. They cannot be merged into its weights.
/// </summary>
public sealed class BottleneckAdapter : IAdapter, IStoredAdapter
{
    /// <summary>The kind in adapter_config.json; no kind of PEFT.</summary>
    public const string Kind = "SINTER_BOTTLENECK";

    private const double Deviation = 0.02;

    private readonly SavedSet _saved;

    /// <summary>An adapter of these settings.</summary>
    /// <exception cref="ArgumentException">They have a fault.</exception>
    public BottleneckAdapter(BottleneckOptions options)
    {
        if (options.Size is < 1 or > LoraOptions.LargestRank)
        {
            throw new ArgumentException(Invariant($"The bottleneck is {options.Size} wide; give 1 to {LoraOptions.LargestRank}, usually 16 to 256."));
        }

        foreach (var place in options.Places.DefaultIfEmpty(""))
        {
            if (!BottleneckOptions.Houlsby.Contains(place, StringComparer.Ordinal))
            {
                throw new ArgumentException($"A bottleneck cannot stand behind '{place}'{Suggestion.For(place, [.. BottleneckOptions.Houlsby])}");
            }
        }

        Options = options;
        _saved = new SavedSet(options.SavedParts, []);
    }

    /// <summary>The settings.</summary>
    public BottleneckOptions Options { get; }

    /// <inheritdoc/>
    string IStoredAdapter.PeftType => Kind;

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        var names = config.Kind == ModelKind.Recurrent ? [] : ModelLayout.Of(config).Where(spec => spec.Role == ParameterRole.Matrix && spec.Shape.Rank == 2 && IsPlace(spec.Name)).Select(static spec => spec.Name).ToArray();
        if (names.Length == 0)
        {
            throw new ArgumentException($"A model of the family {config.Family} has no layer behind which a bottleneck stands; give a transformer.");
        }

        foreach (var name in names)
        {
            yield return new(Down(name), [Options.Size, config.HiddenSize], ParameterRole.Matrix);
            yield return new(Down(name) + ".bias", [Options.Size], ParameterRole.Vector);
            yield return new(Up(name), [config.HiddenSize, Options.Size], ParameterRole.Matrix);
            yield return new(Up(name) + ".bias", [config.HiddenSize], ParameterRole.Vector);
        }
    }

    /// <summary>Down is drawn from N(0, 0.02), all else is zero: the model is the same at first.</summary>
    public void Initialize(Model model, ulong seed)
    {
        foreach (var spec in Layout(model.Config))
        {
            var values = model.Weight(spec.Name).AsSpan<float>();
            values.Clear();
            if (spec.Name.EndsWith(DownSuffix, StringComparison.Ordinal))
            {
                var random = new RandomStream(seed, "initialize/" + spec.Name);
                foreach (ref var value in values)
                {
                    value = (float)(Deviation * random.NextNormal());
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool Saves(ModelConfig config, string parameter) => _saved.Contains(config, parameter);

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual)
    {
        if (!IsPlace(name))
        {
            return null;
        }

        var y = x.Linear(model.Weight(name), bias: model.Find(name + ".bias"));
        var inner = y.Linear(model.Weight(Down(name)), bias: model.Weight(Down(name) + ".bias")).Map(Options.Activation);
        return inner.Linear(model.Weight(Up(name)), residual is null ? y : y + residual, model.Weight(Up(name) + ".bias"));
    }

    /// <inheritdoc/>
    IEnumerable<AdapterTensor> IStoredAdapter.Tensors(ModelConfig config)
        => Layout(config).Select(static spec => new AdapterTensor(new TensorInfo(spec.Name, [.. Enumerable.Range(0, spec.Shape.Rank).Select(i => spec.Shape[i])]), spec.Name) { IsBare = true });

    private const string DownSuffix = "/bottleneck.down";

    private static string Down(string name) => name + DownSuffix;

    private static string Up(string name) => name + "/bottleneck.up";

    private bool IsPlace(string name) => Options.Places.Any(place => LinearTarget.EndsWith(name, place));
}
