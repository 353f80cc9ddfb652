namespace Sinter.Tensors.Operations;

/// <summary>The same elements under another shape; no memory moves.</summary>
public sealed class Reshape(Shape shape) : Operation
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Shape.Count == shape.Count ? [new(shape, x.Type)] : throw Mismatch(inputs, $"as many elements as {shape}");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [outputGradients[0]!.Reshape(node.Inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;

    /// <inheritdoc/>
    public override long BytesMoved(Node node) => 0;
}

/// <summary>Reorders the dimensions: output dimension i is input dimension order[i].</summary>
public sealed class Permute(params int[] order) : Operation
{
    /// <summary>For each output dimension, the input dimension that it is.</summary>
    public IReadOnlyList<int> Order => order;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [var x] || x.Shape.Rank != order.Length || !order.Order().SequenceEqual(Enumerable.Range(0, order.Length)))
        {
            throw Mismatch(inputs, $"one tensor whose dimensions can be ordered as {string.Join(", ", order)}");
        }

        return [new(new Shape(order.Select(dimension => x.Shape[dimension]).ToArray()), x.Type)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            inverse[order[i]] = i;
        }

        return [outputGradients[0]!.Permute(inverse)];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Repeats dimensions of size 1 up to the sizes of a shape of the same rank.</summary>
public sealed class Expand(Shape shape) : Operation
{
    /// <summary>The shape that two shapes broadcast to: sizes match from the innermost dimension on, or one of them is 1.</summary>
    /// <exception cref="ArgumentException">They do not match.</exception>
    public static Shape Common(string operation, Shape left, Shape right)
    {
        var rank = Math.Max(left.Rank, right.Rank);
        var sizes = new int[rank];
        for (var i = 1; i <= rank; i++)
        {
            var a = i <= left.Rank ? left[^i] : 1;
            var b = i <= right.Rank ? right[^i] : 1;
            sizes[^i] = a == b || b == 1 ? a : a == 1 ? b : throw new ArgumentException($"{operation} was given {left} and {right}; expected shapes that broadcast.");
        }

        return new Shape(sizes);
    }

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [var x] && x.Shape.Rank == shape.Rank
            && Enumerable.Range(0, shape.Rank).All(i => x.Shape[i] == shape[i] || x.Shape[i] == 1))
        {
            return [new(shape, x.Type)];
        }

        throw Mismatch(inputs, $"one tensor whose dimensions can be repeated up to {shape}");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradient = outputGradients[0]!;
        for (var i = 0; i < shape.Rank; i++)
        {
            if (node.Inputs[0].Shape[i] != shape[i])
            {
                gradient = gradient.Sum(i);
            }
        }

        return [gradient];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Elements [start, start + length) of one dimension.</summary>
public sealed class Slice(int dimension, int start, int length) : Operation
{
    /// <summary>The dimension cut.</summary>
    public int Dimension => dimension;

    /// <summary>The first element kept.</summary>
    public int Start => start;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && (uint)dimension < (uint)x.Shape.Rank && start >= 0 && length > 0 && length <= x.Shape[dimension] - start
            ? [new(x.Shape.With(dimension, length), x.Type)]
            : throw Mismatch(inputs, $"a dimension {dimension} of at least {(long)start + length} elements");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new SliceGradient(dimension, start, node.Inputs[0].Shape[dimension]).Apply(outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;

    /// <inheritdoc/>
    public override long BytesMoved(Node node) => 2 * node.Outputs[0].ByteCount;
}

/// <summary>Puts a slice back into zeros of the whole size.</summary>
public sealed class SliceGradient(int dimension, int start, int size) : Operation
{
    /// <summary>The dimension cut.</summary>
    public int Dimension => dimension;

    /// <summary>Where the slice begins.</summary>
    public int Start => start;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && start + x.Shape[dimension] <= size ? [new(x.Shape.With(dimension, size), x.Type)] : throw Mismatch(inputs, $"a slice of {size} elements");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [outputGradients[0]!.Slice(dimension, start, node.Inputs[0].Shape[dimension])];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Joins tensors along one dimension.</summary>
public sealed class Concatenate(int dimension) : Operation
{
    /// <summary>The dimension along which the inputs follow each other.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        var total = inputs.Sum(input => (uint)dimension < (uint)input.Shape.Rank ? input.Shape[dimension] : 0);
        return inputs.Count > 0 && total > 0
            && inputs.All(input => input.Shape.Rank == inputs[0].Shape.Rank && input.Type == inputs[0].Type
                && input.Shape.With(dimension, 1) == inputs[0].Shape.With(dimension, 1))
            ? [new(inputs[0].Shape.With(dimension, total), inputs[0].Type)]
            : throw Mismatch(inputs, $"tensors that differ in dimension {dimension} only");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var start = 0;
        var gradients = new Tensor?[node.Inputs.Count];
        for (var i = 0; i < gradients.Length; i++)
        {
            var length = node.Inputs[i].Shape[dimension];
            gradients[i] = outputGradients[0]!.Slice(dimension, start, length);
            start += length;
        }

        return gradients;
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Changing the shape of tensors.</summary>
public static class Shapes
{
    extension(Tensor x)
    {
        /// <summary>The same elements, row-major, under another shape of as many elements.</summary>
        public Tensor Reshape(Shape shape) => x.Shape == shape ? x : new Reshape(shape).Apply(x)[0];

        /// <summary>The dimensions in another order.</summary>
        public Tensor Permute(params int[] order) => new Permute(order).Apply(x)[0];

        /// <summary>The tensor broadcast to a shape, as NumPy does.</summary>
        public Tensor Expand(Shape shape)
        {
            var sizes = new int[shape.Rank];
            Array.Fill(sizes, 1);
            x.Shape.CopyTo(sizes.AsSpan(shape.Rank - x.Shape.Rank));
            var padded = x.Reshape(new Shape(sizes));
            return padded.Shape == shape ? padded : new Expand(shape).Apply(padded)[0];
        }

        /// <summary>Elements [start, start + length) of a dimension.</summary>
        public Tensor Slice(int dimension, int start, int length) => new Slice(x.Shape.Normalize(dimension), start, length).Apply(x)[0];

        /// <summary>The tensors joined along a dimension.</summary>
        public static Tensor Concatenate(int dimension, params Tensor[] tensors) => new Concatenate(dimension).Apply(tensors)[0];
    }
}
