namespace Sinter.Tensors.Operations;

/// <summary>
/// Causal self-attention within documents: softmax(q kᵀ / sqrt(d)) v, where position i sees positions documentStart(i)..i.
/// Inputs: qkv [batch, time, (heads + 2 keyValueHeads) d], query heads first, then keys, then values; documentStarts [batch, time].
/// Query head h reads key-value head h / (heads / keyValueHeads) (grouped queries, Ainslie et al. 2023).
/// Outputs: [batch, time, heads d], and the logarithm of each row's softmax sum [batch, heads, time].
/// The time x time matrix is never stored (Dao et al. 2022).
/// </summary>
public sealed class Attention(int heads, int keyValueHeads) : Operation
{
    /// <summary>Query heads.</summary>
    public int Heads => heads;

    /// <summary>Key and value heads; divides <see cref="Heads"/>.</summary>
    public int KeyValueHeads => keyValueHeads;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [var qkv, var starts] && qkv.Shape.Rank == 3 && starts.Type == DataType.Int32
            && qkv.Shape[2] % (heads + (2 * keyValueHeads)) == 0 && heads % keyValueHeads == 0
            && starts.Shape == [qkv.Shape[0], qkv.Shape[1]])
        {
            var headSize = qkv.Shape[2] / (heads + (2 * keyValueHeads));
            return [new(qkv.Shape.With(2, heads * headSize), qkv.Type), new([qkv.Shape[0], heads, qkv.Shape[1]], qkv.Type)];
        }

        throw Mismatch(inputs, $"qkv [batch, time, ({heads} + 2 x {keyValueHeads}) head size] and documentStarts [batch, time]");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var qkv = inputs[0];
        var (batch, time, all) = (qkv.Shape[0], qkv.Shape[1], heads + (2 * keyValueHeads));
        var d = qkv.Shape[2] / all;
        var group = heads / keyValueHeads;
        var byHead = qkv.Reshape([batch, time, all, d]).Permute(0, 2, 1, 3);
        var queries = byHead.Slice(1, 0, heads);
        var keys = Repeat(byHead.Slice(1, heads, keyValueHeads));
        var values = Repeat(byHead.Slice(1, heads + keyValueHeads, keyValueHeads));
        var mask = new DocumentMask(qkv.Type).Apply(inputs[1])[0].Reshape([batch, 1, time, time]);
        var scores = queries.MatMul(keys, transposeRight: true).Affine(1 / Math.Sqrt(d)) + mask;
        var largest = scores.Maximum(-1);
        var sums = (scores - largest).Exp().Sum(-1);
        var weights = (scores - largest).Exp() / sums;
        return
        [
            weights.MatMul(values).Permute(0, 2, 1, 3).Reshape([batch, time, heads * d]),
            (largest + sums.Log()).Reshape([batch, heads, time]),
        ];

        Tensor Repeat(Tensor x)
            => x.Reshape([batch, keyValueHeads, 1, time * d]).Expand([batch, keyValueHeads, group, time * d]).Reshape([batch, heads, time, d]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new AttentionGradient(heads, keyValueHeads).Apply(node.Inputs[0], node.Inputs[1], node.Outputs[0], node.Outputs[1], outputGradients[0]!)[0], null];

    /// <summary>Two products over the causal half of the time x time matrix.</summary>
    public override long FloatingPointOperations(Node node) => 2 * node.Outputs[0].Shape.Count * (node.Inputs[0].Shape[1] + 1);
}

/// <summary>The gradient of <see cref="Attention"/>: from qkv, documentStarts, the output, the logarithms and the output's gradient to qkv's.</summary>
public sealed class AttentionGradient(int heads, int keyValueHeads) : Operation
{
    /// <summary>Query heads.</summary>
    public int Heads => heads;

    /// <summary>Key and value heads.</summary>
    public int KeyValueHeads => keyValueHeads;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <summary>Five products over the causal half of the time x time matrix.</summary>
    public override long FloatingPointOperations(Node node) => 5 * node.Inputs[2].Shape.Count * (node.Inputs[0].Shape[1] + 1);
}

/// <summary>
/// The mask of <see cref="Attention"/> as a matrix: documentStarts [batch, time] to [batch, time, time], 0 where row i sees column j and
/// -1e30 elsewhere. Serves the reference only.
/// </summary>
public sealed class DocumentMask(DataType type) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var starts] && starts.Shape.Rank == 2 && starts.Type == DataType.Int32
            ? [new([starts.Shape[0], starts.Shape[1], starts.Shape[1]], type)]
            : throw Mismatch(inputs, "documentStarts [batch, time]");
}

/// <summary>
/// Attention of new positions to all before them, through a cache: keys and values of the new rows are written to the cache at
/// the position, and row t attends to cache rows 0..position + t. Inputs: qkv [1, time, (heads + 2 keyValueHeads) d]; keys and values
/// [capacity, keyValueHeads d], which are changed; position [1]. Output: [1, time, heads d]. Has no gradient.
/// </summary>
public sealed class CachedAttention(int heads, int keyValueHeads) : Operation
{
    /// <summary>Query heads.</summary>
    public int Heads => heads;

    /// <summary>Key and value heads.</summary>
    public int KeyValueHeads => keyValueHeads;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [var qkv, var keys, var values, var position] && qkv.Shape.Rank == 3 && qkv.Shape[0] == 1
            && qkv.Shape[2] % (heads + (2 * keyValueHeads)) == 0 && keys.Shape == values.Shape
            && position.Type == DataType.Int32)
        {
            var headSize = qkv.Shape[2] / (heads + (2 * keyValueHeads));
            if (keys.Shape.Rank == 2 && keys.Shape[1] == keyValueHeads * headSize)
            {
                return [new(qkv.Shape.With(2, heads * headSize), qkv.Type)];
            }
        }

        throw Mismatch(inputs, "qkv [1, time, ...], caches [capacity, keyValueHeads x head size] and a position");
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Outputs[0].Shape.Count * node.Inputs[1].Shape[0];
}

/// <summary>Attention layers.</summary>
public static class AttentionLayers
{
    extension(Tensor qkv)
    {
        /// <summary>Causal attention within documents; see <see cref="Operations.Attention"/>.</summary>
        public Tensor Attention(Tensor documentStarts, int heads, int keyValueHeads) => new Attention(heads, keyValueHeads).Apply(qkv, documentStarts)[0];

        /// <summary>Attention of new positions through a cache; see <see cref="Operations.CachedAttention"/>.</summary>
        public Tensor CachedAttention(Tensor keys, Tensor values, Tensor position, int heads, int keyValueHeads)
            => new CachedAttention(heads, keyValueHeads).Apply(qkv, keys, values, position)[0];
    }
}
