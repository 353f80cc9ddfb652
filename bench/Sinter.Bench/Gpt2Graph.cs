using System.Globalization;
using Sinter.Tensors;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench;

/// <summary>The sizes of a transformer of the GPT-2 family (Radford et al. 2019).</summary>
internal sealed record Gpt2Config
{
    /// <summary>GPT-2 small, 124 million weights, its vocabulary of 50,257 padded to a multiple of 128.</summary>
    public static Gpt2Config Small { get; } = new();

    public int Layers { get; init; } = 12;

    public int Width { get; init; } = 768;

    public int Heads { get; init; } = 12;

    public int Intermediate { get; init; } = 3072;

    public int Vocabulary { get; init; } = 50304;

    /// <summary>Rows of the table of positions, however long the sequences of a batch are.</summary>
    public int Positions { get; init; } = 1024;
}

/// <summary>
/// The computation of GPT-2, made of public operations alone: learned positions, layer norm with a bias before each part, biases in all linear layers, GELU by
/// tangent, the embedding as last layer too. What is cheap, norms and GELU, is not kept for the gradient but computed again; what products
/// give is kept, so that no product runs twice.
/// </summary>
internal sealed class Gpt2Graph
{
    private const double InitialDeviation = 0.02;

    private readonly Gpt2Config _config;
    private readonly bool _recompute;

    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="recompute">Whether norms and GELU are computed again for the gradient; if not, they are kept.</param>
    public Gpt2Graph(Gpt2Config config, Backend backend, bool recompute = true)
    {
        _config = config;
        _recompute = recompute;
        Parameters = new ParameterSet(backend, Layout(config));
    }

    /// <summary>The weights and their gradients.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The parameters of a config.</summary>
    public static IEnumerable<ParameterSpec> Layout(Gpt2Config config)
    {
        yield return new("embedding", [config.Vocabulary, config.Width], ParameterRole.Embedding);
        yield return new("positions", [config.Positions, config.Width], ParameterRole.Embedding);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            foreach (var (name, outputs, inputs) in ((string, int, int)[])
                [
                    ("qkv", 3 * config.Width, config.Width), ("attended", config.Width, config.Width),
                    ("up", config.Intermediate, config.Width), ("down", config.Width, config.Intermediate),
                ])
            {
                yield return new($"{layer}.{name}", [outputs, inputs], ParameterRole.Matrix);
                yield return new($"{layer}.{name}.bias", [outputs], ParameterRole.Vector);
            }

            foreach (var name in Norm($"{layer}.attention.norm").Concat(Norm($"{layer}.feedForward.norm")))
            {
                yield return new(name, [config.Width], ParameterRole.Vector);
            }
        }

        foreach (var name in Norm("norm"))
        {
            yield return new(name, [config.Width], ParameterRole.Vector);
        }
    }

    /// <summary>Draws the weights: matrices N(0, 0.02), the weights of norms 1, biases 0.</summary>
    public void Initialize(ulong seed)
    {
        foreach (var parameter in Parameters.All)
        {
            var values = parameter.Value.AsSpan<float>();
            if (parameter.Value.Shape.Rank == 1)
            {
                values.Fill(parameter.Name.EndsWith("norm", StringComparison.Ordinal) ? 1 : 0);
                continue;
            }

            var random = new RandomStream(seed, "initialize/" + parameter.Name);
            foreach (ref var value in values)
            {
                value = (float)(random.NextNormal() * InitialDeviation);
            }
        }
    }

    /// <summary>The loss of a batch, see <see cref="StepInputs"/>.</summary>
    public LossTensors Loss(StepInputs inputs)
    {
        Tensor? x = null;
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var name = layer.ToString(CultureInfo.InvariantCulture);
            var (before, start) = (x, default(Tensor)!);

            // The rows of the tables are read again, too: what the first layer is given need not be kept.
            var qkv = Cheaply(() => Linear(Normed(start = before ?? Embedded(inputs), $"{name}.attention.norm"), $"{name}.qkv"));
            var middle = Linear(qkv.Attention(inputs.DocumentStarts, _config.Heads, _config.Heads), $"{name}.attended", start);
            var up = Cheaply(() => Linear(Normed(middle, $"{name}.feedForward.norm"), $"{name}.up"));
            x = Cheaply(() => Linear(up.GeluTanh(), $"{name}.down", middle));
        }

        var rows = (int)inputs.Targets.Shape.Count;
        return Normed(x ?? Embedded(inputs), "norm").Reshape([rows, _config.Width]).LinearCrossEntropy(Weight("embedding"), inputs.Targets.Reshape([rows]), inputs.Scale);
    }

    private static IEnumerable<string> Norm(string name) => [name, name + ".bias"];

    private Tensor Embedded(StepInputs inputs) => Weight("embedding").Gather(inputs.Tokens) + Weight("positions").Gather(inputs.Positions);

    /// <summary>A product of something cheap: of the block, the gradient needs only what goes into the product.</summary>
    private Tensor Cheaply(Func<Tensor> block) => _recompute ? Checkpoint.Of([], _ => [block()])[0] : block();

    private Tensor Normed(Tensor x, string name) => x.LayerNorm(Weight(name), Weight(name + ".bias"));

    private Tensor Linear(Tensor x, string name, Tensor? residual = null) => x.Linear(Weight(name), residual, Weight(name + ".bias"));

    private Tensor Weight(string name) => Parameters[name].Value;
}
