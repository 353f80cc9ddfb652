namespace Sinter.Tensors.Operations;

/// <summary>
/// Convolution (cross-correlation, as all deep learning has it): y[b, o, i, j] = bias[o] + sum over c, k, l of weight[o, c, k, l] ·
/// x[b, c of o's group, row i and tap k, column j and tap l]. Inputs: x [batch, channels, height, width]; weight
/// [outputs, channels / groups, vertical.Size, horizontal.Size], as PyTorch stores it; perhaps a bias [outputs].
/// Output: [batch, outputs, vertical.Outputs(height), horizontal.Outputs(width)].
/// </summary>
public sealed class Convolution(WindowAxis vertical, WindowAxis horizontal, int groups = 1) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <summary>Parts of equal size that channels and outputs are cut into; each part of the outputs reads its part of the channels.</summary>
    public int Groups => groups;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count is 2 or 3 && vertical.IsValid && horizontal.IsValid && groups > 0
            && inputs[0].Shape.Rank == 4 && inputs[1].Shape.Rank == 4 && inputs.All(input => input.Type == inputs[0].Type && input.Type != DataType.Int32))
        {
            var (x, weight) = (inputs[0].Shape, inputs[1].Shape);
            var (rows, columns) = (vertical.Outputs(x[2]), horizontal.Outputs(x[3]));
            if (x[1] % groups == 0 && weight[0] % groups == 0 && weight[1] == x[1] / groups
                && weight[2] == vertical.Size && weight[3] == horizontal.Size && rows > 0 && columns > 0
                && (inputs.Count == 2 || inputs[2].Shape == [weight[0]]))
            {
                return [new([x[0], weight[0], rows, columns], inputs[0].Type)];
            }
        }

        throw Mismatch(
            inputs,
            $"x [batch, channels, height, width], a weight [outputs, channels / {groups}, {vertical.Size}, {horizontal.Size}], perhaps a bias [outputs], and room for a window");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (x, weight) = (inputs[0], inputs[1]);
        var (batch, channels, outputs) = (x.Shape[0], x.Shape[1], weight.Shape[0]);
        var indices = WindowAxis.Indices(x.Backend, vertical, horizontal, x.Shape[2], x.Shape[3]);
        var (windows, taps) = (indices.Shape[0], indices.Shape[1]);
        var (inner, depth) = (channels / groups, channels / groups * taps);

        // Every window as a column: [batch, groups, channels of a group · taps, windows].
        var table = x.Reshape([batch * channels, x.Shape[2] * x.Shape[3]]).Permute(1, 0);
        var columns = table.Gather(indices).Reshape([windows, taps, batch, groups, inner]).Permute(2, 3, 4, 1, 0).Reshape([batch, groups, depth, windows]);
        var matrices = weight.Reshape([1, groups, outputs / groups, depth]).Expand([batch, groups, outputs / groups, depth]);
        var y = matrices.MatMul(columns).Reshape([batch, outputs, vertical.Outputs(x.Shape[2]), horizontal.Outputs(x.Shape[3])]);
        return [inputs.Count == 3 ? y + inputs[2].Reshape([outputs, 1, 1]) : y];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (x, weight, dy) = (node.Inputs[0], node.Inputs[1], outputGradients[0]!);
        var gradients = new Tensor?[node.Inputs.Count];
        if (x.RequiresGradient)
        {
            gradients[0] = new ConvolutionInputGradient(vertical, horizontal, groups, x.Shape).Apply(dy, weight)[0];
        }

        if (weight.RequiresGradient || (node.Inputs.Count == 3 && node.Inputs[2].RequiresGradient))
        {
            var ofWeights = new ConvolutionWeightGradient(vertical, horizontal, groups, weight.Shape).Apply(x, dy);
            gradients[1] = ofWeights[0];
            if (node.Inputs.Count == 3)
            {
                gradients[2] = ofWeights[1];
            }
        }

        return gradients;
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Outputs[0].Shape.Count * node.Inputs[1].Shape.Product(1, 4);
}

/// <summary>The gradient of <see cref="Convolution"/> for its input: from dy and the weight to dx.</summary>
public sealed class ConvolutionInputGradient(WindowAxis vertical, WindowAxis horizontal, int groups, Shape shape) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <summary>Parts that channels and outputs are cut into.</summary>
    public int Groups => groups;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[0].Shape.Count * node.Inputs[1].Shape.Product(1, 4);
}

/// <summary>The gradient of <see cref="Convolution"/> for its weight and bias: from x and dy to dweight and dbias.</summary>
public sealed class ConvolutionWeightGradient(WindowAxis vertical, WindowAxis horizontal, int groups, Shape shape) : Operation
{
    /// <summary>How the window moves along the height.</summary>
    public WindowAxis Vertical => vertical;

    /// <summary>How the window moves along the width.</summary>
    public WindowAxis Horizontal => horizontal;

    /// <summary>Parts that channels and outputs are cut into.</summary>
    public int Groups => groups;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(shape), new([shape[0]])];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[1].Shape.Count * shape.Product(1, 4);
}

/// <summary>Convolutions.</summary>
public static class Convolutions
{
    extension(Tensor x)
    {
        /// <summary>
        /// A convolution over time: x [batch, channels, time] and weight [outputs, channels / groups, size] give [batch, outputs, windows].
        /// A causal one pads in front only, so that output i reads nothing after x[i]; it takes no other padding.
        /// </summary>
        public Tensor Convolve1d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool causal = false)
        {
            if (x.Shape.Rank != 3 || weight.Shape.Rank != 3 || (causal && padding != 0))
            {
                throw new ArgumentException(
                    $"Convolve1d was given {x.Shape}, {weight.Shape} and a padding of {padding}; expected x [batch, channels, time], a weight [outputs, channels / groups, size], and where it is causal no padding.");
            }

            var size = weight.Shape[2];
            var horizontal = new WindowAxis(size, stride, causal ? dilation * (size - 1) : padding, causal ? 0 : padding, dilation);
            var y = Convolve(
                new Convolution(WindowAxis.None, horizontal, groups),
                x.Reshape([x.Shape[0], x.Shape[1], 1, x.Shape[2]]),
                weight.Reshape([weight.Shape[0], weight.Shape[1], 1, size]),
                bias);
            return y.Reshape([y.Shape[0], y.Shape[1], y.Shape[3]]);
        }

        /// <summary>
        /// A convolution over planes, moving alike both ways: x [batch, channels, height, width] and weight [outputs, channels / groups, rows, columns].
        /// For anything else apply <see cref="Convolution"/> itself.
        /// </summary>
        public Tensor Convolve2d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
            => weight.Shape.Rank != 4
                ? throw new ArgumentException($"Convolve2d was given a weight {weight.Shape}; expected [outputs, channels / groups, rows, columns].")
                : Convolve(
                    new Convolution(new(weight.Shape[2], stride, padding, padding, dilation), new(weight.Shape[3], stride, padding, padding, dilation), groups),
                    x,
                    weight,
                    bias);
    }

    private static Tensor Convolve(Convolution convolution, Tensor x, Tensor weight, Tensor? bias)
        => (bias is null ? convolution.Apply(x, weight) : convolution.Apply(x, weight, bias))[0];
}
