namespace Sinter.Tensors.Operations;

/// <summary>
/// Matrix product over the last two dimensions, leading dimensions alike: [..., m, k] by [..., k, n] gives [..., m, n].
/// Either matrix can be read transposed. An optional third input [..., m, n] is added (a residual connection).
/// </summary>
public sealed class MatMul(bool transposeLeft = false, bool transposeRight = false) : Operation
{
    /// <summary>Whether the left matrices are stored as [k, m].</summary>
    public bool TransposeLeft => transposeLeft;

    /// <summary>Whether the right matrices are stored as [n, k].</summary>
    public bool TransposeRight => transposeRight;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count is 2 or 3 && inputs[0].Shape.Rank >= 2 && inputs[0].Shape.Rank == inputs[1].Shape.Rank && inputs.All(input => input.Type == inputs[0].Type))
        {
            var (left, right) = (inputs[0].Shape, inputs[1].Shape);
            var (m, k) = transposeLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
            var (k2, n) = transposeRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
            var batch = Enumerable.Range(0, left.Rank - 2).All(i => left[i] == right[i]);
            var shape = left.With(-2, m).With(-1, n);
            if (batch && k == k2 && (inputs.Count == 2 || inputs[2].Shape == shape))
            {
                return [new(shape, inputs[0].Type)];
            }
        }

        throw Mismatch(inputs, $"matrices that can be multiplied (transposed: left {transposeLeft}, right {transposeRight})");
    }

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (a, b, dc) = (node.Inputs[0], node.Inputs[1], outputGradients[0]!);
        var da = !a.RequiresGradient ? null
            : transposeLeft ? b.MatMul(dc, transposeRight, transposeRight: true)
            : dc.MatMul(b, transposeRight: !transposeRight);
        var db = !b.RequiresGradient ? null
            : transposeRight ? dc.MatMul(a, transposeLeft: true, transposeRight: transposeLeft)
            : a.MatMul(dc, transposeLeft: !transposeLeft);
        return node.Inputs.Count == 3 ? [da, db, node.Inputs[2].RequiresGradient ? dc : null] : [da, db];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node)
    {
        var left = node.Inputs[0].Shape;
        return 2 * node.Outputs[0].Shape.Count * (transposeLeft ? left[^2] : left[^1]);
    }
}

/// <summary>Products of matrices.</summary>
public static class Products
{
    extension(Tensor x)
    {
        /// <summary>The matrix product with <paramref name="other"/>, over the last two dimensions.</summary>
        public Tensor MatMul(Tensor other, bool transposeLeft = false, bool transposeRight = false)
            => new MatMul(transposeLeft, transposeRight).Apply(x, other)[0];

        /// <summary>
        /// A linear layer without bias: [..., in] by a weight [out, in] (as PyTorch stores it) gives [..., out];
        /// <paramref name="residual"/> [..., out] is added where given.
        /// </summary>
        public Tensor Linear(Tensor weight, Tensor? residual = null)
        {
            var rows = (int)x.Shape.Product(0, x.Shape.Rank - 1);
            var flat = x.Reshape([rows, x.Shape[^1]]);
            var product = new MatMul(transposeRight: true);
            var y = residual is null
                ? product.Apply(flat, weight)[0]
                : product.Apply(flat, weight, residual.Reshape([rows, residual.Shape[^1]]))[0];
            return y.Reshape(x.Shape.With(-1, weight.Shape[0]));
        }
    }
}
