using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Llama;

/// <summary>
/// A decoder-only transformer of the Llama family: RMSNorm before each part, rotary positions, grouped-query attention, SwiGLU, no biases.
/// It owns the parameters and describes the computation; it knows nothing of data, optimizers or files.
/// </summary>
public sealed class LlamaModel
{
    private const double InitialDeviation = 0.02;

    private readonly Tensor _rotaryTable;

    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public LlamaModel(ModelConfig config, Backend backend, bool trainable = true)
    {
        Config = config.Validated();
        Parameters = new ParameterSet(backend, Layout(config), trainable);
        _rotaryTable = backend is Tensors.Null.NullBackend
            ? Tensor.Over(backend, null, 0, [config.ContextLength, config.HeadSize])
            : Tensor.From<float>(backend, RotaryTable.Create(config.ContextLength, config.HeadSize, config.RopeBase), [config.ContextLength, config.HeadSize]);
    }

    /// <summary>The shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>The weights and their gradients.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Where the model lives.</summary>
    public Backend Backend => Parameters.Backend;

    /// <summary>
    /// The parameters of a config. Weights that are multiplied with the same input lie together, as rows of one matrix: query, key and value; gate and up.
    /// </summary>
    internal static IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        yield return new("embedding", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            yield return new($"{layer}.attention.norm", [config.HiddenSize], ParameterRole.Vector);
            yield return new($"{layer}.attention.qkv", [config.HiddenSize + (2 * config.KeyValueSize), config.HiddenSize], ParameterRole.Matrix);
            yield return new($"{layer}.attention.output", [config.HiddenSize, config.HiddenSize], ParameterRole.Matrix);
            yield return new($"{layer}.feedForward.norm", [config.HiddenSize], ParameterRole.Vector);
            yield return new($"{layer}.feedForward.gateUp", [2 * config.IntermediateSize, config.HiddenSize], ParameterRole.Matrix);
            yield return new($"{layer}.feedForward.down", [config.HiddenSize, config.IntermediateSize], ParameterRole.Matrix);
        }

        yield return new("norm", [config.HiddenSize], ParameterRole.Vector);
        if (!config.TieEmbeddings)
        {
            yield return new("output", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding);
        }
    }

    /// <summary>
    /// Draws the weights as GPT-2 does: N(0, 0.02), the projections into the residual stream N(0, 0.02 / sqrt(2 layers)), norms 1. Each weight
    /// has a stream of its own name.
    /// </summary>
    public void Initialize(ulong seed)
    {
        foreach (var parameter in Parameters.All)
        {
            var values = parameter.Value.AsSpan<float>();
            if (parameter.Value.Shape.Rank == 1)
            {
                values.Fill(1);
                continue;
            }

            var intoResidual = parameter.Name.EndsWith("attention.output", StringComparison.Ordinal) || parameter.Name.EndsWith("down", StringComparison.Ordinal);
            var deviation = intoResidual ? InitialDeviation / Math.Sqrt(2 * Config.Layers) : InitialDeviation;
            var random = new RandomStream(seed, "initialize/" + parameter.Name);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(random.NextNormal() * deviation);
            }
        }
    }

    /// <summary>
    /// The loss of a batch: tokens, their positions in their documents, where their documents start, and targets, each [batch, time]; and the scale, a
    /// scalar that turns the sum over targets into a mean.
    /// </summary>
    public LossTensors Loss(Tensor tokens, Tensor positions, Tensor documentStarts, Tensor targets, Tensor scale)
    {
        var hidden = Hidden(tokens, positions, (qkv, _) => qkv.Attention(documentStarts, Config.Heads, Config.KeyValueHeads));
        return Flat(hidden).LinearCrossEntropy(Output, targets.Reshape([(int)targets.Shape.Count]), scale);
    }

    /// <summary>The logits [rows, vocabulary] of hidden states [..., hidden size].</summary>
    public Tensor Logits(Tensor hidden) => Flat(hidden).Linear(Output);

    /// <summary>The last hidden states [batch, time, hidden size], after the final norm.</summary>
    /// <param name="tokens">Token ids [batch, time].</param>
    /// <param name="positions">Positions [batch, time], below the context length.</param>
    /// <param name="attend">Attention over packed queries, keys and values of a layer; gives [batch, time, hidden size].</param>
    public Tensor Hidden(Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend)
    {
        var x = Weight("embedding").Gather(tokens);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            var qkv = x.RmsNorm(Weight($"{layer}.attention.norm"), Config.NormEpsilon)
                .Linear(Weight($"{layer}.attention.qkv"))
                .Rotary(positions, _rotaryTable, Config.Heads + Config.KeyValueHeads);
            x = attend(qkv, layer).Linear(Weight($"{layer}.attention.output"), residual: x);
            x = x.RmsNorm(Weight($"{layer}.feedForward.norm"), Config.NormEpsilon)
                .Linear(Weight($"{layer}.feedForward.gateUp"))
                .SwiGlu()
                .Linear(Weight($"{layer}.feedForward.down"), residual: x);
        }

        return x.RmsNorm(Weight("norm"), Config.NormEpsilon);
    }

    private Tensor Output => Weight(Config.TieEmbeddings ? "embedding" : "output");

    private static Tensor Flat(Tensor hidden) => hidden.Reshape([(int)hidden.Shape.Product(0, hidden.Shape.Rank - 1), hidden.Shape[^1]]);

    private Tensor Weight(string name) => Parameters[name].Value;
}
