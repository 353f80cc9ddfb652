using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// A decoder or an encoder of any family: embeddings, blocks, and an output. What tells the families apart is in the description, see <see cref="ModelConfig"/>.
/// </summary>
public sealed class Transformer : TextModel
{
    private readonly RotaryAngles? _angles;
    private readonly RotaryAngles? _windowAngles;

    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The description of a decoder or an encoder.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public Transformer(ModelConfig config, Backend backend, bool trainable = true)
        : base(config.Validated(), backend, TransformerLayout.Of(config), trainable)
    {
        if (config.Positions == PositionKind.Rotary)
        {
            _angles = new RotaryAngles(config, config.RopeBase, backend);
            _windowAngles = config.WindowRopeBase is { } windowBase && windowBase != config.RopeBase ? new RotaryAngles(config, windowBase, backend) : _angles;
        }
    }

    /// <summary>Is given what each norm and each linear layer of each block makes, under the name of its weight; null for nobody.</summary>
    internal Action<string, Tensor>? Watch { get; set; }

    /// <inheritdoc/>
    public override Tensor Hidden(TextInputs inputs, Action<int, Tensor>? observe = null)
        => Run(inputs, (qkv, layer) => Attend(qkv, inputs, layer), inputs.Tokens.Shape[1], observe);

    /// <summary>The last hidden states [batch, time, hidden size], after the final norm, with the attention of the caller.</summary>
    /// <param name="tokens">Token ids [batch, time].</param>
    /// <param name="positions">Positions [batch, time], below the context length.</param>
    /// <param name="attend">Attention over packed queries, keys and values of a layer, turned already; gives [batch, time, heads · head size].</param>
    /// <param name="tokenTypes">Segments [batch, time]; null for the first.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each block; null for nobody.</param>
    /// <param name="positionLimit">What all positions are below, so that no table is longer than it must be; 0 for the context length.</param>
    public Tensor Hidden(
        Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend, Tensor? tokenTypes = null, Action<int, Tensor>? observe = null, int positionLimit = 0)
        => Run(new TextInputs(tokens, positions, positions, tokenTypes), attend, positionLimit == 0 ? Config.ContextLength : positionLimit, observe);

    /// <inheritdoc/>
    public override Tensor Logits(Tensor hidden)
    {
        var logits = Scaled(Rows(hidden)).Linear(Output, bias: Find("output.bias"));
        return Config.OutputSoftCap > 0 ? logits.Affine(1 / Config.OutputSoftCap).Tanh().Affine(Config.OutputSoftCap) : logits;
    }

    /// <inheritdoc/>
    public override LossTensors TokenLoss(Tensor hidden, Tensor targets, Tensor scale)
    {
        targets = targets.Reshape([(int)targets.Shape.Count]);
        return Config.OutputBias
            ? Logits(hidden).CrossEntropy(targets, scale)
            : Scaled(Rows(hidden)).LinearCrossEntropy(Output, targets, scale, new CrossEntropyOptions { SoftCap = Config.OutputSoftCap });
    }

    private Tensor Output => Weight(Config.TieEmbeddings ? "embedding" : "output");

    private Tensor Scaled(Tensor hidden)
    {
        hidden = HeadTransform.Apply(this, hidden);
        return Config.OutputScale == 1 ? hidden : hidden.Affine(Config.OutputScale);
    }

    private Tensor Embed(Tensor tokens, Tensor positions, Tensor? tokenTypes)
    {
        var x = Weight("embedding").Gather(tokens);
        if (Config.EmbeddingScale != 1)
        {
            x = x.Affine(Config.EmbeddingScale);
        }

        if (Find("tokenTypes") is { } segments)
        {
            x += tokenTypes is null ? segments.Slice(0, 0, 1).Reshape([1, 1, Config.HiddenSize]) : segments.Gather(tokenTypes);
        }

        if (Find("positions") is { } table)
        {
            x += (Config.PositionOffset == 0 ? table : table.Slice(0, Config.PositionOffset, Config.ContextLength)).Gather(positions);
        }

        return Norms.Apply(this, x, "embeddingNorm");
    }

    private Tensor Run(TextInputs inputs, Func<Tensor, int, Tensor> attend, int positionLimit, Action<int, Tensor>? observe)
    {
        var x = Embed(inputs.Tokens, inputs.Positions, inputs.TokenTypes);
        observe?.Invoke(-1, x);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            var table = (Config.IsWindowed(layer) ? _windowAngles : _angles)?.Table(positionLimit);
            var index = layer;
            x = new TransformerBlock(this, $"{layer}.", inputs.Routers, Watch).Run(
                x,
                qkv => table is null ? qkv : qkv.Rotary(inputs.Positions, table, Config.Heads + Config.KeyValueHeads, headSize: Config.HeadSize),
                qkv => attend(qkv, index));
            observe?.Invoke(layer, x);
        }

        return Norms.Apply(this, x, "norm");
    }

    private Tensor Attend(Tensor qkv, TextInputs inputs, int layer)
    {
        var options = Config.Attention(layer);
        return inputs.VisibleKeys is not { } visible
            ? qkv.Attention(inputs.DocumentStarts, options)
            : qkv.Slice(2, 0, Config.QuerySize).CrossAttention(qkv.Slice(2, Config.QuerySize, 2 * Config.KeyValueSize), visible, options);
    }
}
