namespace Sinter.Tensors.Operations;

/// <summary>
/// The largest element of each window of each plane: x [batch, channels, height, width] gives [batch, channels, windows down, windows across], and where in its plane
/// the element was found (the first of several; a not-a-number counts as the largest). Padding is never the largest. A primitive.
/// </summary>
public sealed class MaximumPooling(WindowAxis vertical, WindowAxis horizontal) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        var shape = PoolingShapes.Output(inputs, vertical, horizontal)
            ?? throw Mismatch(inputs, "x [batch, channels, height, width], a padding smaller than the window, and room for a window");
        return [new(shape, inputs[0].Type), new(shape, DataType.Int32)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new MaximumPoolingGradient(node.Inputs[0].Shape).Apply(outputGradients[0]!, node.Outputs[1])[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Outputs[0].Shape.Count * vertical.Size * horizontal.Size;
}

/// <summary>The gradient of <see cref="MaximumPooling"/>: each dy is added where in its plane the element was found.</summary>
public sealed class MaximumPoolingGradient(Shape shape) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(shape, inputs[0].Type)];
}

/// <summary>
/// The mean of each window of each plane: x [batch, channels, height, width] gives [batch, channels, windows down, windows across]. Padding counts as zeros
/// (PyTorch's default), or not at all.
/// </summary>
public sealed class AveragePooling(WindowAxis vertical, WindowAxis horizontal, bool countPadding = true) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <summary>Whether a sum is divided by the size of the window, its padding included.</summary>
    public bool CountPadding => countPadding;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => [new(
            PoolingShapes.Output(inputs, vertical, horizontal)
                ?? throw Mismatch(inputs, "x [batch, channels, height, width], a padding smaller than the window, and room for a window"),
            inputs[0].Type)];

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var x = inputs[0];
        var (planes, rows, columns) = (x.Shape[0] * x.Shape[1], vertical.Outputs(x.Shape[2]), horizontal.Outputs(x.Shape[3]));
        var indices = WindowAxis.Indices(x.Backend, vertical, horizontal, x.Shape[2], x.Shape[3]);
        var table = x.Reshape([planes, x.Shape[2] * x.Shape[3]]).Permute(1, 0);
        var sums = table.Gather(indices).Sum(1).Reshape([rows * columns, planes]);
        var ones = x.Type == DataType.Float64
            ? Tensor.From<double>(x.Backend, Enumerable.Repeat(1.0, table.Shape[0]).ToArray(), [table.Shape[0], 1])
            : Tensor.From<float>(x.Backend, Enumerable.Repeat(1f, table.Shape[0]).ToArray(), [table.Shape[0], 1]);
        var counts = ones.Gather(indices).Sum(1).Reshape([rows * columns, 1]);
        var means = countPadding ? sums.Affine(1.0 / indices.Shape[1]) : sums / counts;
        return [means.Permute(1, 0).Reshape([x.Shape[0], x.Shape[1], rows, columns])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new AveragePoolingGradient(vertical, horizontal, countPadding, node.Inputs[0].Shape).Apply(outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Outputs[0].Shape.Count * vertical.Size * horizontal.Size;
}

/// <summary>The gradient of <see cref="AveragePooling"/>: from dy to dx.</summary>
public sealed class AveragePoolingGradient(WindowAxis vertical, WindowAxis horizontal, bool countPadding, Shape shape) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <summary>Whether a sum was divided by the size of the window, its padding included.</summary>
    public bool CountPadding => countPadding;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Inputs[0].Shape.Count * vertical.Size * horizontal.Size;
}

/// <summary>The shape rule that both kinds of pooling share.</summary>
internal static class PoolingShapes
{
    /// <summary>The shape of the output; null where the input does not fit. Padding is kept smaller than a window's reach, so that none lies in it alone.</summary>
    public static Shape? Output(IReadOnlyList<Tensor> inputs, WindowAxis vertical, WindowAxis horizontal)
        => inputs is [var x] && x.Shape.Rank == 4 && x.Type != DataType.Int32
            && Fits(vertical, x.Shape[2], out var rows) && Fits(horizontal, x.Shape[3], out var columns)
            ? new Shape(x.Shape[0], x.Shape[1], rows, columns)
            : null;

    private static bool Fits(WindowAxis axis, int length, out int outputs)
    {
        outputs = axis.IsValid ? axis.Outputs(length) : 0;
        var reaches = outputs > 0;
        for (var i = 0; reaches && i < outputs; i++)
        {
            var first = ((long)i * axis.Stride) - axis.Before;
            var tap = first >= 0 ? 0 : (-first + axis.Dilation - 1) / axis.Dilation;
            reaches = tap < axis.Size && first + (tap * axis.Dilation) < length;
        }

        return reaches;
    }
}

/// <summary>Pooling layers.</summary>
public static class PoolingLayers
{
    extension(Tensor x)
    {
        /// <summary>The largest of each window over time: [batch, channels, time] gives [batch, channels, windows]; windows follow each other unless a stride is given.</summary>
        public Tensor MaximumPool1d(int size, int? stride = null, int padding = 0, int dilation = 1)
            => x.OverTime("MaximumPool1d", planes => new MaximumPooling(WindowAxis.None, new(size, stride ?? size, padding, padding, dilation)).Apply(planes)[0]);

        /// <summary>The largest of each square window: [batch, channels, height, width]; windows follow each other unless a stride is given.</summary>
        public Tensor MaximumPool2d(int size, int? stride = null, int padding = 0, int dilation = 1)
        {
            var axis = new WindowAxis(size, stride ?? size, padding, padding, dilation);
            return new MaximumPooling(axis, axis).Apply(x)[0];
        }

        /// <summary>The mean of each window over time: [batch, channels, time] gives [batch, channels, windows]; windows follow each other unless a stride is given.</summary>
        public Tensor AveragePool1d(int size, int? stride = null, int padding = 0, bool countPadding = true)
            => x.OverTime("AveragePool1d", planes => new AveragePooling(WindowAxis.None, new(size, stride ?? size, padding, padding), countPadding).Apply(planes)[0]);

        /// <summary>The mean of each square window: [batch, channels, height, width]; windows follow each other unless a stride is given.</summary>
        public Tensor AveragePool2d(int size, int? stride = null, int padding = 0, bool countPadding = true)
        {
            var axis = new WindowAxis(size, stride ?? size, padding, padding);
            return new AveragePooling(axis, axis, countPadding).Apply(x)[0];
        }

        private Tensor OverTime(string name, Func<Tensor, Tensor> pool)
        {
            if (x.Shape.Rank != 3)
            {
                throw new ArgumentException($"{name} was given {x.Shape}; expected x [batch, channels, time].");
            }

            var y = pool(x.Reshape([x.Shape[0], x.Shape[1], 1, x.Shape[2]]));
            return y.Reshape([y.Shape[0], y.Shape[1], y.Shape[3]]);
        }
    }
}
