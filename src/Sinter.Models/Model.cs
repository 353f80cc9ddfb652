using Sinter.Models.Adapters;
using Sinter.Models.Recurrent;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>
/// A model: parameters, and the computation that they are for. It knows nothing of data, optimizers or files. What it computes is recorded in tensors, which a
/// <see cref="StepProgram"/> then runs.
/// </summary>
public abstract class Model
{
    private readonly Dictionary<string, Parameter> _byName;
    private readonly IAdapter? _adapter;

    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The description.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    protected Model(ModelConfig config, Backend backend, IEnumerable<ParameterSpec> layout, bool trainable, ModelTuning? tuning)
    {
        Config = config;
        _adapter = tuning?.Adapter;
        Parameters = new ParameterSet(backend, tuning?.Apply(config, layout) ?? layout, trainable);
        _byName = Parameters.All.ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);
    }

    /// <summary>The description.</summary>
    public ModelConfig Config { get; }

    /// <summary>The small parts beside its own weights; null where there are none, and while <see cref="LeavesAdapterOut"/>.</summary>
    public IAdapter? Adapter => LeavesAdapterOut ? null : _adapter;

    /// <summary>Whether what is recorded from now on computes what the model would without its adapter, such as the reference that a preference is measured against.</summary>
    public bool LeavesAdapterOut { get; set; }

    /// <summary>The weights and their gradients.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Where the model lives.</summary>
    public Backend Backend => Parameters.Backend;

    /// <summary>
    /// Whether what is recorded from now on computes its blocks again for their gradients in place of keeping what is inside them (Chen et al. 2016): less memory, a third
    /// more time, the same bits. Not all families can.
    /// </summary>
    public bool RecomputesBlocks { get; set; }

    /// <summary>What is dropped in all that is recorded from now on, for training programs; null for nothing.</summary>
    public ModelDropout? Dropout { get; set; }

    /// <summary>A tensor with some of its elements dropped, where that is asked for.</summary>
    internal Tensor Dropped(Tensor x, string place) => Dropout?.Apply(x, place) ?? x;

    /// <summary>Makes the model of a description, with weights that are all zero.</summary>
    /// <param name="config">The description.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public static Model Create(ModelConfig config, Backend backend, bool trainable = true, ModelTuning? tuning = null) => config.Validated().Kind switch
    {
        ModelKind.Decoder or ModelKind.Encoder => new Transformer(config, backend, trainable, tuning),
        ModelKind.EncoderDecoder => new EncoderDecoder(config, backend, trainable, tuning),
        ModelKind.Recurrent => new RecurrentModel(config, backend, trainable, tuning),
        _ => throw new NotSupportedException($"There is no model of the kind {config.Kind}."),
    };

    /// <summary>Draws the weights as the family's makers do. Each weight has a stream of its own name.</summary>
    public void Initialize(ulong seed)
    {
        var own = ModelLayout.Of(Config).Select(static spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        InitialWeights.Draw(Config, [.. Parameters.All.Where(parameter => own.Contains(parameter.Name))], seed);
        Adapter?.Initialize(this, seed);
    }

    /// <summary>The logits [rows, vocabulary] of hidden states [..., hidden size].</summary>
    public abstract Tensor Logits(Tensor hidden);

    /// <summary>The loss of hidden states [..., hidden size] against a target for each of them, without stored logits where the family allows it.</summary>
    /// <param name="hidden">What the trunk gives.</param>
    /// <param name="targets">As many as hidden states; negative ones are not trained.</param>
    /// <param name="scale">A scalar that turns the sum over targets into a mean.</param>
    public abstract LossTensors TokenLoss(Tensor hidden, Tensor targets, Tensor scale);

    /// <summary>
    /// The log-probability of each target, in nats [targets], given hidden states [..., hidden size]; 0, and without a gradient, where the target is negative. Unlike
    /// <see cref="TokenLoss"/> it has a gradient for each target, whatever is made of them afterwards.
    /// </summary>
    /// <param name="hidden">What the trunk gives.</param>
    /// <param name="targets">As many as hidden states.</param>
    public abstract Tensor TokenLogProbabilities(Tensor hidden, Tensor targets);

    /// <summary>A linear layer of the model, with its bias where it has one and with what the adapter does to it: [..., in] to [..., out].</summary>
    /// <param name="name">The name of its weight.</param>
    /// <param name="x">Its input.</param>
    /// <param name="residual">What is added to its output; null for nothing.</param>
    protected internal Tensor Linear(string name, Tensor x, Tensor? residual = null) => Adapter?.Linear(this, name, x, residual) ?? x.Linear(Weight(name), residual, Find(name + ".bias"));

    /// <summary>Hidden states [..., width] as rows [n, width].</summary>
    protected internal static Tensor Rows(Tensor hidden) => hidden.Reshape([(int)hidden.Shape.Product(0, hidden.Shape.Rank - 1), hidden.Shape[^1]]);

    /// <summary>The weight of a name.</summary>
    protected internal Tensor Weight(string name) => _byName.TryGetValue(name, out var parameter)
        ? parameter.Value
        : throw new KeyNotFoundException($"The model has no parameter '{name}'.");

    /// <summary>The weight of a name, or null where this model has none.</summary>
    protected internal Tensor? Find(string name) => _byName.GetValueOrDefault(name)?.Value;
}
