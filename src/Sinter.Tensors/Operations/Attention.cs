namespace Sinter.Tensors.Operations;

/// <summary>
/// Attention: softmax(scale q kᵀ + bias) v over the keys that each query sees. The time x time matrix is never stored (Dao et al. 2022).
/// Self-attention has the inputs qkv [batch, time, (heads + 2 keyValueHeads) d], query heads first, then keys, then values, and documentStarts
/// [batch, time], the first position of each position's document. Cross-attention (<see cref="AttentionOptions.Cross"/>) has queries
/// [batch, time, heads d], keyValues [batch, keyTime, 2 keyValueHeads d] and keyRanges [batch, time, 2], the first key that a query sees and the one
/// after the last. Either may have a bias [heads, time + keyTime - 1] as last input, added to the scores: at q - k + keyTime - 1 that of query q and key k.
/// Query head h reads key-value head h / (heads / keyValueHeads). A query that sees nothing gives zeros.
/// Outputs: [batch, time, heads d], and the logarithm of each row's softmax sum [batch, heads, time].
/// </summary>
public sealed class Attention(AttentionOptions options) : Operation
{
    /// <summary>How the layer is made.</summary>
    public AttentionOptions Options => options;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        options.Validate();
        var bias = options.Cross ? 3 : 2;
        if ((inputs.Count == bias || inputs.Count == bias + 1) && inputs[0].Shape.Rank == 3 && inputs[bias - 1].Type == DataType.Int32)
        {
            var (batch, time, width) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[0].Shape[2]);
            var slots = options.Cross ? options.Heads : options.Heads + (2 * options.KeyValueHeads);
            var headSize = width / slots;
            var keyTime = options.Cross && inputs[1].Shape.Rank == 3 ? inputs[1].Shape[1] : time;
            var fits = width % slots == 0 && (options.Cross
                ? inputs[1].Shape == [batch, keyTime, 2 * options.KeyValueHeads * headSize] && inputs[2].Shape == [batch, time, 2]
                : inputs[1].Shape == [batch, time]);
            if (fits && (inputs.Count == bias || inputs[bias].Shape == [options.Heads, time + keyTime - 1]))
            {
                return [new([batch, time, options.Heads * headSize], inputs[0].Type), new([batch, options.Heads, time], inputs[0].Type)];
            }
        }

        throw Mismatch(inputs, options.Cross
            ? $"queries [batch, time, {options.Heads} head size], keyValues [batch, keyTime, 2 x {options.KeyValueHeads} head size], keyRanges [batch, time, 2] and perhaps a bias [{options.Heads}, time + keyTime - 1]"
            : $"qkv [batch, time, ({options.Heads} + 2 x {options.KeyValueHeads}) head size], documentStarts [batch, time] and perhaps a bias [{options.Heads}, 2 time - 1]");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (heads, keyValueHeads) = (options.Heads, options.KeyValueHeads);
        var (batch, time) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        var keyTime = options.Cross ? inputs[1].Shape[1] : time;
        var d = inputs[0].Shape[2] / (options.Cross ? heads : heads + (2 * keyValueHeads));
        var queryHeads = ByHead(inputs[0]);
        var keyHeads = options.Cross ? ByHead(inputs[1]) : queryHeads.Slice(1, heads, 2 * keyValueHeads);
        var queries = queryHeads.Slice(1, 0, heads);
        var keys = Repeat(keyHeads.Slice(1, 0, keyValueHeads));
        var values = Repeat(keyHeads.Slice(1, keyValueHeads, keyValueHeads));

        var scores = queries.MatMul(keys, transposeRight: true).Affine(options.ScaleOf(d));
        if (options.SoftCap > 0)
        {
            scores = scores.Affine(1 / options.SoftCap).Tanh().Affine(options.SoftCap);
        }

        if (inputs.Count == (options.Cross ? 4 : 3))
        {
            scores += Spread(inputs[^1]);
        }

        var seen = new AttentionMask(options, keyTime, inputs[0].Type).Apply(inputs[options.Cross ? 2 : 1])[0].Reshape([batch, 1, time, keyTime]);
        scores += seen.Affine(1e30, -1e30);
        var largest = scores.Maximum(-1);
        var exponentials = (scores - largest).Exp() * seen;
        var sums = exponentials.Sum(-1);

        // A query that sees nothing has the sum 0: it divides by 1 instead, and its weights stay 0.
        var weights = exponentials / (sums + (seen.Maximum(-1).Affine(-1, 1)));
        return
        [
            weights.MatMul(values).Permute(0, 2, 1, 3).Reshape([batch, time, heads * d]),
            (largest + sums.Log()).Reshape([batch, heads, time]),
        ];

        Tensor ByHead(Tensor x) => x.Reshape([batch, x.Shape[1], x.Shape[2] / d, d]).Permute(0, 2, 1, 3);

        Tensor Repeat(Tensor x)
        {
            var group = heads / keyValueHeads;
            return x.Reshape([batch, keyValueHeads, 1, keyTime * d]).Expand([batch, keyValueHeads, group, keyTime * d]).Reshape([batch, heads, keyTime, d]);
        }

        Tensor Spread(Tensor bias)
        {
            var places = new int[time * keyTime];
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = (i / keyTime) - (i % keyTime) + keyTime - 1;
            }

            return bias.Permute(1, 0).Gather(Tensor.From<int>(bias.Backend, places, [time * keyTime])).Permute(1, 0).Reshape([1, heads, time, keyTime]);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new AttentionGradient(options).Apply([.. node.Inputs, node.Outputs[0], node.Outputs[1], outputGradients[0]!]);
        Tensor? bias = node.Inputs.Count == (options.Cross ? 4 : 3) ? gradients[^1].Sum(0).Reshape(node.Inputs[^1].Shape) : null;
        return options.Cross ? [gradients[0], gradients[1], null, bias] : [gradients[0], null, bias];
    }

    /// <summary>Two products over what can be seen: the causal half, the window, or all. Documents are not known beforehand and count as one.</summary>
    public override long FloatingPointOperations(Node node) => 4 * VisiblePairs(options, node) * (node.Outputs[0].Shape.Count / node.Outputs[0].Shape.Product(0, 2));

    /// <summary>Pairs of a query and a key that it may see, in all sequences of the batch.</summary>
    internal static long VisiblePairs(AttentionOptions options, Node node)
    {
        var (batch, time) = ((long)node.Inputs[0].Shape[0], (long)node.Inputs[0].Shape[1]);
        if (options.Cross)
        {
            return batch * time * node.Inputs[1].Shape[1];
        }

        var before = options.Window > 0 ? Math.Min(options.Window, time) : time;
        var causal = (before * (before + 1) / 2) + ((time - before) * before);
        return batch * (options.Causal ? causal : (2 * causal) - time);
    }
}

/// <summary>
/// The gradient of <see cref="Attention"/>: from its inputs, its outputs and the output's gradient to the gradients of qkv, or of queries and keyValues; and, where
/// there is a bias, of the bias for each sequence, [batch, heads, time + keyTime - 1].
/// </summary>
public sealed class AttentionGradient(AttentionOptions options) : Operation
{
    /// <summary>How the layer is made.</summary>
    public AttentionOptions Options => options;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        var specs = new List<TensorSpec> { new(inputs[0].Shape) };
        if (options.Cross)
        {
            specs.Add(new(inputs[1].Shape));
        }

        if (HasBias(inputs.Count))
        {
            specs.Add(new([inputs[0].Shape[0], options.Heads, inputs[^4].Shape[1]]));
        }

        return specs;
    }

    /// <summary>Five products over what can be seen.</summary>
    public override long FloatingPointOperations(Node node)
        => 10 * Attention.VisiblePairs(options, node) * (node.Inputs[^1].Shape.Count / node.Inputs[^1].Shape.Product(0, 2));

    /// <summary>Whether a number of inputs has a bias among them.</summary>
    internal bool HasBias(int inputs) => inputs == (options.Cross ? 7 : 6);
}

/// <summary>Attention layers.</summary>
public static class AttentionLayers
{
    extension(Tensor x)
    {
        /// <summary>Causal self-attention within documents; see <see cref="Operations.Attention"/>.</summary>
        public Tensor Attention(Tensor documentStarts, int heads, int keyValueHeads)
            => x.Attention(documentStarts, new AttentionOptions { Heads = heads, KeyValueHeads = keyValueHeads });

        /// <summary>Self-attention within documents, with a bias [heads, 2 time - 1] where given; see <see cref="Operations.Attention"/>.</summary>
        public Tensor Attention(Tensor documentStarts, AttentionOptions options, Tensor? bias = null)
            => new Attention(options with { Cross = false }).Apply(bias is null ? [x, documentStarts] : [x, documentStarts, bias])[0];

        /// <summary>
        /// Attention of queries to the keys and values of another sequence, with a bias [heads, time + keyTime - 1] where given; see
        /// <see cref="Operations.Attention"/>.
        /// </summary>
        public Tensor CrossAttention(Tensor keyValues, Tensor keyRanges, AttentionOptions options, Tensor? bias = null)
            => new Attention(options with { Cross = true }).Apply(bias is null ? [x, keyValues, keyRanges] : [x, keyValues, keyRanges, bias])[0];

        /// <summary>Attention of new positions through a cache; see <see cref="Operations.CachedAttention"/>.</summary>
        public Tensor CachedAttention(Tensor keys, Tensor values, Tensor position, int heads, int keyValueHeads)
            => x.CachedAttention(keys, values, position, new AttentionOptions { Heads = heads, KeyValueHeads = keyValueHeads });

        /// <summary>Attention of new positions through a cache, with a bias [heads, capacity] by distance where given; see <see cref="Operations.CachedAttention"/>.</summary>
        public Tensor CachedAttention(Tensor keys, Tensor values, Tensor position, AttentionOptions options, Tensor? bias = null)
            => new CachedAttention(options).Apply(bias is null ? [x, keys, values, position] : [x, keys, values, position, bias])[0];
    }
}
