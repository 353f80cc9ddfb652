namespace Sinter.Tensors.Operations;

/// <summary>
/// Batch normalisation as it is trained (Ioffe and Szegedy 2015): y = (x - mean) / sqrt(variance + epsilon) · weight + bias, with the mean and variance of each
/// channel over the batch and all positions. Inputs: x [batch, channels, ...], weight [channels], bias [channels]. Outputs: y; the mean
/// and the variance (divided by the number of elements) of each channel, which carry no gradient.
/// </summary>
public sealed class BatchNorm(double epsilon) : Operation
{
    /// <summary>Keeps the root from 0.</summary>
    public double Epsilon => epsilon;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, var weight, var bias] && x.Shape.Rank >= 2 && x.Type != DataType.Int32 && weight.Type == x.Type && bias.Type == x.Type
            && weight.Shape == [x.Shape[1]] && bias.Shape == weight.Shape && x.Shape.Count > x.Shape[1]
            ? [new(x.Shape, x.Type), new(weight.Shape, x.Type), new(weight.Shape, x.Type)]
            : throw Mismatch(inputs, "x [batch, channels, ...] with more than one element a channel, a weight [channels] and a bias [channels]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var channels = inputs[0].Shape[1];
        var x = inputs[0].Reshape([inputs[0].Shape[0], channels, (int)inputs[0].Shape.Product(2, inputs[0].Shape.Rank)]);
        Tensor Mean(Tensor values) => values.Mean(2).Mean(0);
        var mean = Mean(x);
        var centered = x - mean;
        var variance = Mean(centered * centered);
        var y = (centered * variance.Affine(1, epsilon).ReciprocalSqrt() * inputs[1].Reshape([channels, 1])) + inputs[2].Reshape([channels, 1]);
        return [y.Reshape(inputs[0].Shape), mean.Reshape([channels]), variance.Reshape([channels])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        if (outputGradients is not [{ } dy, null, null])
        {
            throw new InvalidOperationException($"{Name} gives gradients of its first output, not of the mean and variance.");
        }

        return new BatchNormGradient(epsilon, known: false).Apply(node.Inputs[0], node.Inputs[1], node.Outputs[1], node.Outputs[2], dy);
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 6 * node.Inputs[0].Shape.Count;
}

/// <summary>
/// Batch normalisation with statistics that are known, for inference: inputs x [batch, channels, ...], and weight, bias, mean and variance [channels]. The statistics take
/// no gradient. They are read at each run, so that a program sees them change.
/// </summary>
public sealed class KnownBatchNorm(double epsilon) : Operation
{
    /// <summary>Keeps the root from 0.</summary>
    public double Epsilon => epsilon;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs.Count == 5 && inputs[0].Shape.Rank >= 2 && inputs[0].Type != DataType.Int32
            && inputs.Skip(1).All(input => input.Shape == [inputs[0].Shape[1]] && input.Type == inputs[0].Type)
            ? [new(inputs[0].Shape, inputs[0].Type)]
            : throw Mismatch(inputs, "x [batch, channels, ...] and a weight, a bias, a mean and a variance of each channel");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var channels = inputs[0].Shape[1];
        var x = inputs[0].Reshape([inputs[0].Shape[0], channels, (int)inputs[0].Shape.Product(2, inputs[0].Shape.Rank)]);
        var scale = inputs[1] * inputs[4].Affine(1, epsilon).ReciprocalSqrt();
        var y = ((x - inputs[3].Reshape([channels, 1])) * scale.Reshape([channels, 1])) + inputs[2].Reshape([channels, 1]);
        return [y.Reshape(inputs[0].Shape)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new BatchNormGradient(epsilon, known: true).Apply(node.Inputs[0], node.Inputs[1], node.Inputs[3], node.Inputs[4], outputGradients[0]!);
        return [gradients[0], gradients[1], gradients[2], null, null];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 3 * node.Inputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="BatchNorm"/> and <see cref="KnownBatchNorm"/>: from x, weight, mean, variance and dy to dx, dweight and dbias.</summary>
public sealed class BatchNormGradient(double epsilon, bool known) : Operation
{
    /// <summary>Keeps the root from 0.</summary>
    public double Epsilon => epsilon;

    /// <summary>Whether the statistics are constants, not those of x.</summary>
    public bool Known => known;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape), new(inputs[1].Shape), new(inputs[1].Shape)];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output > 0;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 9 * node.Inputs[0].Shape.Count;
}

/// <summary>What batch normalisation gives while training.</summary>
/// <param name="Output">The normalised tensor.</param>
/// <param name="Mean">The mean of each channel of the batch; carries no gradient.</param>
/// <param name="Variance">The variance of each channel, divided by one less than the number of elements, as running statistics want it; carries no gradient.</param>
public readonly record struct BatchNormTensors(Tensor Output, Tensor Mean, Tensor Variance);

/// <summary>Normalisation by channel.</summary>
public static class ChannelNormalization
{
    extension(Tensor x)
    {
        /// <summary>Batch normalisation with the statistics of the batch, for training; see <see cref="Operations.BatchNorm"/>.</summary>
        public BatchNormTensors BatchNorm(Tensor weight, Tensor bias, double epsilon = 1e-5)
        {
            var outputs = new BatchNorm(epsilon).Apply(x, weight, bias);
            var elements = x.Shape.Count / x.Shape[1];
            return new(outputs[0], outputs[1], outputs[2].Affine((double)elements / (elements - 1)));
        }

        /// <summary>Batch normalisation with statistics that are known, for inference: (x - mean) / sqrt(variance + epsilon) · weight + bias.</summary>
        public Tensor BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon = 1e-5)
            => new KnownBatchNorm(epsilon).Apply(x, weight, bias, mean, variance)[0];
    }
}

/// <summary>
/// The mean and variance that batch normalisation remembers for inference. A program only reads tensors and gives the statistics of its batch, so that a
/// block can be computed again; after a run they are mixed in here.
/// </summary>
public sealed class RunningStatistics(Backend backend, int channels)
{
    /// <summary>The mean of each channel, 0 at first.</summary>
    public Tensor Mean { get; } = Tensor.Zeros(backend, [channels]);

    /// <summary>The variance of each channel, 1 at first.</summary>
    public Tensor Variance { get; } = Tensor.From<float>(backend, Enumerable.Repeat(1f, channels).ToArray(), [channels]);

    /// <summary>Mixes in the statistics of a batch: running = (1 - momentum) running + momentum batch.</summary>
    /// <exception cref="ArgumentException">There are more or fewer statistics than channels.</exception>
    public void Update(ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, float momentum = 0.1f)
    {
        if (mean.Length != channels || variance.Length != channels)
        {
            throw new ArgumentException($"Running statistics of {channels} channels were given {mean.Length} means and {variance.Length} variances.");
        }

        var means = Mean.AsSpan<float>();
        var variances = Variance.AsSpan<float>();
        for (var i = 0; i < channels; i++)
        {
            means[i] += momentum * (mean[i] - means[i]);
            variances[i] += momentum * (variance[i] - variances[i]);
        }
    }
}
