namespace Sinter.Tensors.Operations;

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
