namespace Sinter.Tensors.Operations;

/// <summary>
/// Groups the assignments of tokens to experts by expert, those of an expert in the order of tokens. Nothing is dropped: N tokens with k experts each are N k rows,
/// however they are shared out. Input: chosen experts [tokens, k]; assignment a = token k + slot. Outputs, all integers: the token of each row [tokens k], by which
/// rows are gathered; the assignment of each row [tokens k]; the row of each assignment [tokens, k], its inverse; offsets [experts + 1], of which
/// two neighbours are the first row of an expert and the row after its last.
/// </summary>
public sealed class ExpertOrder(int experts) : Operation
{
    /// <summary>How many experts there are.</summary>
    public int Experts => experts;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [{ Type: DataType.Int32, Shape.Rank: 2 } chosen] || experts < 1 || chosen.Shape.Count > int.MaxValue)
        {
            throw Mismatch(inputs, $"chosen experts [tokens, k], integers below {experts}");
        }

        var rows = (int)chosen.Shape.Count;
        return [new([rows], DataType.Int32), new([rows], DataType.Int32), new(chosen.Shape, DataType.Int32), new([experts + 1], DataType.Int32)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}
