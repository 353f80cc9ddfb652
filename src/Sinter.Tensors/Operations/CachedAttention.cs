namespace Sinter.Tensors.Operations;

/// <summary>
/// Causal attention of new positions to all before them, through a cache: keys and values of the new rows are written to the cache at
/// the position p, and row t attends to cache rows 0..p + t, or to the last <see cref="AttentionOptions.Window"/> of them. Inputs: qkv [1, time, (heads + 2 keyValueHeads) d];
/// keys and values [capacity, keyValueHeads d], which are changed; position [1]; or of several sequences qkv [batch, ...], keys and values [batch, capacity, ...] and a position
/// of each [batch]; and, of one sequence, perhaps a bias [heads, capacity], added to the scores: at q - k that of the
/// query at position q and the key at position k, so that 0 is a position's own. What <see cref="PositionBias"/> makes of <c>time = capacity</c> and
/// <c>keyTime = 1</c> is such a table. Output: [batch, time, heads d]; of up to 16 rows at once
/// each has the same bits as alone. Has no gradient.
/// </summary>
public sealed class CachedAttention : Operation
{
    /// <summary>Attention as the options say.</summary>
    /// <exception cref="ArgumentException">The options are of an attention that looks ahead or at another sequence, or a number is out of bounds.</exception>
    public CachedAttention(AttentionOptions options)
    {
        options.Validate();
        Options = options is { Causal: true, Cross: false }
            ? options
            : throw new ArgumentException("CachedAttention sees what came before in its own sequence only; it was given options that are not causal, or of attention to another sequence.", nameof(options));
    }

    /// <summary>How the layer is made.</summary>
    public AttentionOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        var slots = Options.Heads + (2 * Options.KeyValueHeads);
        if (inputs.Count is 4 or 5 && inputs[0] is { Type: DataType.Float32, Shape.Rank: 3 } qkv && qkv.Shape[2] % slots == 0
            && inputs[1] is { Type: DataType.Float32, Shape.Rank: 2 or 3 } keys && inputs[2].Type == keys.Type && inputs[2].Shape == keys.Shape
            && qkv.Shape[0] == (keys.Shape.Rank == 3 ? keys.Shape[0] : 1)
            && keys.Shape[^1] == qkv.Shape[2] / slots * Options.KeyValueHeads && inputs[3].Type == DataType.Int32 && inputs[3].Shape.Count == qkv.Shape[0]
            && (inputs.Count == 4 || (inputs[4].Type == DataType.Float32 && keys.Shape.Rank == 2 && inputs[4].Shape == [Options.Heads, keys.Shape[0]])))
        {
            return [new(qkv.Shape.With(2, qkv.Shape[2] / slots * Options.Heads), qkv.Type)];
        }

        throw Mismatch(inputs, $"qkv [batch, time, ({Options.Heads} + 2 x {Options.KeyValueHeads}) head size], caches [batch, capacity, {Options.KeyValueHeads} head size], positions [batch], and of one sequence perhaps a bias [{Options.Heads}, capacity]");
    }

    /// <summary>Two products over all that the cache can hold, or over the window.</summary>
    public override long FloatingPointOperations(Node node)
        => 4 * node.Outputs[0].Shape.Count * (Options.Window > 0 ? Math.Min(Options.Window, node.Inputs[1].Shape[^2]) : node.Inputs[1].Shape[^2]);
}
