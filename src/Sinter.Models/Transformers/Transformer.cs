using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Differentiation;
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
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public Transformer(ModelConfig config, Backend backend, bool trainable = true, ModelTuning? tuning = null)
        : base(config.Validated(), backend, TransformerLayout.Of(config), trainable, tuning)
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
        => Hidden(inputs, (qkv, layer) => Attend(qkv, inputs, layer), observe, inputs.Tokens.Shape[1]);

    /// <summary>
    /// The last hidden states [batch, time, hidden size], after the final norm, with the attention of the caller. Of a model with heads for several tokens those of
    /// the first, which says the next token.
    /// </summary>
    /// <param name="tokens">Token ids [batch, time].</param>
    /// <param name="positions">Positions [batch, time], below the context length.</param>
    /// <param name="attend">Attention over packed queries, keys and values of a layer, turned already; gives [batch, time, heads · head size]. Head I comes as layer <see cref="ModelConfig.Layers"/> + I.</param>
    /// <param name="tokenTypes">Segments [batch, time]; null for the first.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each block; null for nobody.</param>
    /// <param name="positionLimit">What all positions are below, so that no table is longer than it must be; 0 for the context length.</param>
    public Tensor Hidden(
        Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend, Tensor? tokenTypes = null, Action<int, Tensor>? observe = null, int positionLimit = 0)
        => Hidden(new TextInputs(tokens, positions, positions, tokenTypes), attend, observe, positionLimit);

    /// <summary>What the blocks that all heads share give, [batch, time, hidden size], before any norm.</summary>
    /// <inheritdoc cref="Hidden(Tensor, Tensor, Func{Tensor, int, Tensor}, Tensor?, Action{int, Tensor}?, int)"/>
    public Tensor Trunk(Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend, Tensor? tokenTypes = null, Action<int, Tensor>? observe = null, int positionLimit = 0)
        => Trunk(new TextInputs(tokens, positions, positions, tokenTypes), attend, observe, positionLimit);

    /// <summary>What the shared blocks give for the inputs of <see cref="Hidden(TextInputs, Action{int, Tensor}?)"/>, before any norm.</summary>
    public Tensor Trunk(TextInputs inputs) => Trunk(inputs, (qkv, layer) => Attend(qkv, inputs, layer), observe: null, inputs.Tokens.Shape[1]);

    /// <summary>
    /// The last hidden states of a head for several tokens (Gloeckle et al. 2024), after the norm that all share; <see cref="Logits"/> and <see cref="TokenLoss"/> go on
    /// from them. At position t head I says token t + 1 + I.
    /// </summary>
    /// <param name="trunk">What <see cref="Trunk(TextInputs)"/> gives.</param>
    /// <param name="positions">Positions [batch, time].</param>
    /// <param name="head">Which, below <see cref="ModelConfig.PredictedTokens"/>.</param>
    /// <param name="attend">Attention as of a layer, <see cref="ModelConfig.Layers"/> + head.</param>
    public Tensor Ahead(Tensor trunk, Tensor positions, int head, Func<Tensor, int, Tensor> attend)
        => Norms.Apply(this, Block(trunk, new TextInputs(positions, positions, positions), Config.Layers + head, attend, positionLimit: 0), "norm");

    /// <summary>The same for the inputs that the trunk has read.</summary>
    public Tensor Ahead(Tensor trunk, TextInputs inputs, int head)
        => Norms.Apply(this, Block(trunk, inputs, Config.Layers + head, (qkv, layer) => Attend(qkv, inputs, layer), inputs.Tokens.Shape[1]), "norm");

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

    /// <inheritdoc/>
    public override Tensor TokenLogProbabilities(Tensor hidden, Tensor targets)
    {
        targets = targets.Reshape([(int)targets.Shape.Count]);
        return Config.OutputBias
            ? Logits(hidden).LogProbabilities(targets)
            : Scaled(Rows(hidden)).TokenLogProbabilities(Output, targets, new CrossEntropyOptions { SoftCap = Config.OutputSoftCap });
    }

    private Tensor Output => Weight(Config.TieEmbeddings ? "embedding" : "output");

    private Tensor Scaled(Tensor hidden)
    {
        hidden = HeadTransform.Apply(this, hidden);
        return Config.OutputScale == 1 ? hidden : hidden.Affine(Config.OutputScale);
    }

    private Tensor Embed(TextInputs inputs)
    {
        var (tokens, positions, tokenTypes) = (inputs.Tokens, inputs.Positions, inputs.TokenTypes);
        var x = Weight("embedding").Gather(tokens);
        x = Adapter?.Embeddings(this, x, positions) ?? x;
        if (inputs.EmbeddingNoise is { } noise)
        {
            x += noise;
        }

        if (Config.EmbeddingScale != 1)
        {
            x = x.Affine(Config.EmbeddingScale);
        }

        if (Find("tokenTypes") is { } segments)
        {
            x += tokenTypes is null ? segments.RowsFrom(0, 1).Beside(x) : segments.Gather(tokenTypes);
        }

        if (Find("positions") is { } table)
        {
            x += (Config.PositionOffset == 0 ? table : table.RowsFrom(Config.PositionOffset, Config.ContextLength)).Gather(positions);
        }

        return Dropped(Norms.Apply(this, x, "embeddingNorm"), "embedding");
    }

    private Tensor Hidden(TextInputs inputs, Func<Tensor, int, Tensor> attend, Action<int, Tensor>? observe, int positionLimit)
    {
        var trunk = Trunk(inputs, attend, observe, positionLimit);
        return Norms.Apply(this, Config.PredictedTokens > 1 ? Block(trunk, inputs, Config.Layers, attend, positionLimit) : trunk, "norm");
    }

    private Tensor Trunk(TextInputs inputs, Func<Tensor, int, Tensor> attend, Action<int, Tensor>? observe, int positionLimit)
    {
        var x = Embed(inputs);
        observe?.Invoke(-1, x);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            x = Block(x, inputs, layer, attend, positionLimit);
            observe?.Invoke(layer, x);
        }

        return x;
    }

    private Tensor Block(Tensor x, TextInputs inputs, int layer, Func<Tensor, int, Tensor> attend, int positionLimit)
    {
        var table = (Config.IsWindowed(layer) ? _windowAngles : _angles)?.Table(positionLimit == 0 ? Config.ContextLength : positionLimit);
        return RecomputesBlocks ? Checkpoint.Of(x, Run) : Run(x);

        Tensor Run(Tensor x) => new TransformerBlock(this, PredictionHeads.Prefix(Config, layer), inputs.Routers, Watch).Run(
            x,
            qkv =>
            {
                qkv = table is null ? qkv : qkv.Rotary(inputs.Positions, table, Config.Heads + Config.KeyValueHeads, headSize: Config.HeadSize);
                return Adapter?.KeyValues(this, layer, qkv, inputs.Positions) ?? qkv;
            },
            qkv => attend(qkv, layer));
    }

    private Tensor Attend(Tensor qkv, TextInputs inputs, int layer)
    {
        var options = Config.Attention(layer);
        return inputs.VisibleKeys is not { } visible
            ? qkv.Attention(inputs.DocumentStarts, options)
            : qkv.Slice(2, 0, Config.QuerySize).CrossAttention(qkv.Slice(2, Config.QuerySize, 2 * Config.KeyValueSize), visible, options);
    }
}
