namespace Sinter.Tensors.Operations;

/// <summary>
/// What each query of an <see cref="Attention"/> sees, as a matrix: documentStarts [batch, time] or keyRanges [batch, time, 2] to [batch, time, keyTime],
/// 1 where a query sees a key and 0 elsewhere. Serves the reference only.
/// </summary>
public sealed class AttentionMask(AttentionOptions options, int keyTime, DataType type) : Operation
{
    /// <summary>How the layer is made.</summary>
    public AttentionOptions Options => options;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var seen] && seen.Shape.Rank == (options.Cross ? 3 : 2) && seen.Type == DataType.Int32
            ? [new([seen.Shape[0], seen.Shape[1], keyTime], type)]
            : throw Mismatch(inputs, options.Cross ? "keyRanges [batch, time, 2]" : "documentStarts [batch, time]");
}
