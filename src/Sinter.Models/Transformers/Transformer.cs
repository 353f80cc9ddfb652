using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// A decoder or an encoder of any family: embeddings, blocks, and an output. What tells the families apart is in the description, see <see cref="ModelConfig"/>.
/// </summary>
public sealed class Transformer : TextModel
{
    private readonly Tensor? _rotaryTable;
    private readonly Tensor? _windowRotaryTable;

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
            _rotaryTable = RotaryAngles(config.RopeBase);
            _windowRotaryTable = config.WindowRopeBase is { } windowBase && windowBase != config.RopeBase ? RotaryAngles(windowBase) : _rotaryTable;
        }
    }

    /// <inheritdoc/>
    public override Tensor Hidden(TextInputs inputs, Action<int, Tensor>? observe = null)
        => Hidden(inputs.Tokens, inputs.Positions, (qkv, layer) => Attend(qkv, inputs, layer), inputs.TokenTypes, observe);

    /// <summary>The last hidden states [batch, time, hidden size], after the final norm, with the attention of the caller.</summary>
    /// <param name="tokens">Token ids [batch, time].</param>
    /// <param name="positions">Positions [batch, time], below the context length.</param>
    /// <param name="attend">Attention over packed queries, keys and values of a layer, turned already; gives [batch, time, heads · head size].</param>
    /// <param name="tokenTypes">Segments [batch, time]; null for the first.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each block; null for nobody.</param>
    public Tensor Hidden(Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend, Tensor? tokenTypes = null, Action<int, Tensor>? observe = null)
    {
        var x = Embed(tokens, positions, tokenTypes);
        observe?.Invoke(-1, x);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            x = Block(x, positions, layer, attend);
            observe?.Invoke(layer, x);
        }

        return Norms.Apply(this, x, "norm");
    }

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

    private Tensor Scaled(Tensor hidden) => Config.OutputScale == 1 ? hidden : hidden.Affine(Config.OutputScale);

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

    private Tensor Block(Tensor x, Tensor positions, int layer, Func<Tensor, int, Tensor> attend)
    {
        var table = Config.IsWindowed(layer) ? _windowRotaryTable : _rotaryTable;
        return new TransformerBlock(this, $"{layer}.").Run(
            x,
            qkv => table is null ? qkv : qkv.Rotary(positions, table, Config.Heads + Config.KeyValueHeads, headSize: Config.HeadSize),
            qkv => attend(qkv, layer));
    }

    private Tensor Attend(Tensor qkv, TextInputs inputs, int layer)
    {
        var options = Config.Attention(layer);
        return inputs.VisibleKeys is not { } visible
            ? qkv.Attention(inputs.DocumentStarts, options)
            : qkv.Slice(2, 0, Config.QuerySize).CrossAttention(qkv.Slice(2, Config.QuerySize, 2 * Config.KeyValueSize), visible, options);
    }

    private Tensor RotaryAngles(double ropeBase) => Backend is Tensors.Null.NullBackend
        ? Tensor.Over(Backend, null, 0, [Config.ContextLength, Config.RotarySize])
        : Tensor.From<float>(Backend, RotaryTable.Create(Config.ContextLength, Config.RotarySize, ropeBase, Config.RopeScaling), [Config.ContextLength, Config.RotarySize]);
}
