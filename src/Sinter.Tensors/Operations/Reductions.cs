namespace Sinter.Tensors.Operations;

/// <summary>The sum over one dimension, which stays with size 1.</summary>
public sealed class Sum(int dimension) : Operation
{
    /// <summary>The dimension summed over.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && (uint)dimension < (uint)x.Shape.Rank && x.Type != DataType.Int32
            ? [new(x.Shape.With(dimension, 1), x.Type)]
            : throw Mismatch(inputs, $"one floating-point tensor with a dimension {dimension}");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [outputGradients[0]!.Expand(node.Inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Inputs[0].Shape.Count;
}

/// <summary>The largest element over one dimension, which stays with size 1; not-a-number where there is one.</summary>
public sealed class Maximum(int dimension) : Operation
{
    /// <summary>The dimension searched.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && (uint)dimension < (uint)x.Shape.Rank && x.Type != DataType.Int32
            ? [new(x.Shape.With(dimension, 1), x.Type)]
            : throw Mismatch(inputs, $"one floating-point tensor with a dimension {dimension}");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new MaximumGradient(dimension).Apply(node.Inputs[0], outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Inputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="Maximum"/>, from x and dy: dy where the largest element is, the first of several, and 0 elsewhere.</summary>
public sealed class MaximumGradient(int dimension) : Operation
{
    /// <summary>The dimension searched.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape, inputs[0].Type)];
}

/// <summary>The index of the largest element over one dimension, which stays with size 1; the first of several, and of not-a-numbers.</summary>
public sealed class ArgMax(int dimension) : Operation
{
    /// <summary>The dimension searched.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && (uint)dimension < (uint)x.Shape.Rank && x.Type != DataType.Int32
            ? [new(x.Shape.With(dimension, 1), DataType.Int32)]
            : throw Mismatch(inputs, $"one floating-point tensor with a dimension {dimension}");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Inputs[0].Shape.Count;
}

/// <summary>Sums, means and what is made of them.</summary>
public static class Reductions
{
    extension(Tensor x)
    {
        /// <summary>The sum over a dimension, which stays with size 1.</summary>
        public Tensor Sum(int dimension) => new Sum(x.Shape.Normalize(dimension)).Apply(x)[0];

        /// <summary>The sum of all elements, a scalar.</summary>
        public Tensor Sum() => x.Reshape([1, (int)x.Shape.Count]).Sum(1).Reshape([]);

        /// <summary>The mean over a dimension, which stays with size 1.</summary>
        public Tensor Mean(int dimension) => x.Sum(dimension).Affine(1.0 / x.Shape[dimension]);

        /// <summary>The mean of all elements, a scalar.</summary>
        public Tensor Mean() => x.Sum().Affine(1.0 / x.Shape.Count);

        /// <summary>The largest element over a dimension, which stays with size 1.</summary>
        public Tensor Maximum(int dimension) => new Maximum(x.Shape.Normalize(dimension)).Apply(x)[0];

        /// <summary>The largest of all elements, a scalar.</summary>
        public Tensor Maximum() => x.Reshape([1, (int)x.Shape.Count]).Maximum(1).Reshape([]);

        /// <summary>The smallest element over a dimension, which stays with size 1.</summary>
        public Tensor Minimum(int dimension) => -(-x).Maximum(dimension);

        /// <summary>The smallest of all elements, a scalar.</summary>
        public Tensor Minimum() => -(-x).Maximum();

        /// <summary>The indices, integers, of the largest elements over a dimension, which stays with size 1.</summary>
        public Tensor ArgMax(int dimension) => new ArgMax(x.Shape.Normalize(dimension)).Apply(x)[0];
    }
}
