namespace Sinter.Tensors.Operations;

/// <summary>
/// Matrix product over the last two dimensions, leading dimensions alike: [..., m, k] by [..., k, n] gives [..., m, n].
/// Either matrix can be read transposed. Two more inputs are optional, in this order: a bias [n], added to every row of a single product, and
/// what else is added, [..., m, n] (a residual connection). Both are added while the product is written. The right matrix may lie in a narrow type
/// beside floats: it is read as it lies, and the result is in single precision.
/// </summary>
public sealed class MatMul(bool transposeLeft = false, bool transposeRight = false) : Operation
{
    /// <summary>Whether the left matrices are stored as [k, m].</summary>
    public bool TransposeLeft => transposeLeft;

    /// <summary>Whether the right matrices are stored as [n, k].</summary>
    public bool TransposeRight => transposeRight;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => input == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count is >= 2 and <= 4 && inputs[0].Shape.Rank >= 2 && inputs[0].Shape.Rank == inputs[1].Shape.Rank && TypesFit(inputs))
        {
            var (left, right) = (inputs[0].Shape, inputs[1].Shape);
            var (m, k) = transposeLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
            var (k2, n) = transposeRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
            var batch = Enumerable.Range(0, left.Rank - 2).All(i => left[i] == right[i]);
            var shape = left.With(-2, m).With(-1, n);
            var bias = HasBias(inputs);
            var residual = bias ? 3 : 2;
            if (batch && k == k2 && (!bias || (left.Rank == 2 && inputs[2].Shape[0] == n)) && (inputs.Count == residual || (inputs.Count == residual + 1 && inputs[residual].Shape == shape)))
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
        return
        [
            da,
            db,
            .. node.Inputs.Skip(2).Select((added, i) => !added.RequiresGradient ? null : i == 0 && HasBias(node.Inputs) ? dc.Sum(0).Reshape(added.Shape) : dc),
        ];
    }

    /// <summary>Whether the third input is a bias.</summary>
    internal static bool HasBias(IReadOnlyList<Tensor> inputs) => inputs.Count > 2 && inputs[2].Shape.Rank == 1;

    private static bool TypesFit(IReadOnlyList<Tensor> inputs)
        => inputs.Where((input, i) => i != 1 || !input.Type.IsNarrow()).All(input => input.Type == inputs[0].Type) && inputs[1].Type.Arithmetic() == inputs[0].Type;

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
        /// A linear layer: [..., in] by a weight [out, in] (as PyTorch stores it) gives [..., out]; <paramref name="bias"/> [out] and
        /// <paramref name="residual"/> [..., out] are added where given.
        /// </summary>
        public Tensor Linear(Tensor weight, Tensor? residual = null, Tensor? bias = null)
        {
            var rows = (int)x.Shape.Product(0, x.Shape.Rank - 1);
            var inputs = new List<Tensor> { x.Reshape([rows, x.Shape[^1]]), weight };
            if (bias is not null)
            {
                inputs.Add(bias);
            }

            if (residual is not null)
            {
                inputs.Add(residual.Reshape([rows, residual.Shape[^1]]));
            }

            return new MatMul(transposeRight: true).Apply([.. inputs])[0].Reshape(x.Shape.With(-1, weight.Shape[0]));
        }
    }
}
