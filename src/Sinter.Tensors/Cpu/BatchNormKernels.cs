using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="BatchNorm"/>, <see cref="KnownBatchNorm"/> and their gradient. A task owns a channel: its planes, one of each batch, are measured and then
/// written while they are in cache. Sums are taken plane by plane in double precision.
/// </summary>
internal static unsafe class BatchNormKernels
{
    public static void Run(CpuBackend cpu, BatchNorm operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var planes = new Planes(inputs[0].Shape);
        cpu.Workers.For(
            planes.Channels,
            new ForwardBody(
                planes, inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, outputs[0].Floats, outputs[1].Floats, outputs[2].Floats, operation.Epsilon));
    }

    public static void Run(CpuBackend cpu, BatchNormGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var planes = new Planes(inputs[0].Shape);
        cpu.Workers.For(
            planes.Channels,
            new GradientBody(
                planes, inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, inputs[3].Floats, inputs[4].Floats, outputs[0].Floats, outputs[1], outputs[2], operation.Epsilon, operation.Known));
    }

    public static void Run(CpuBackend cpu, KnownBatchNorm operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var planes = new Planes(inputs[0].Shape);
        cpu.Workers.For(
            planes.Channels,
            new KnownBody(
                planes, inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, inputs[3].Floats, inputs[4].Floats, outputs[0].Floats, operation.Epsilon));
    }

    /// <summary>y = (x - mean) factor + shift. The mean is taken off first: folded into the shift, a large one would cost the digits of small distances.</summary>
    private static void Normalize(float* x, float mean, float factor, float shift, float* y, int count)
    {
        var (centers, factors, shifts) = (new Vector<float>(mean), new Vector<float>(factor), new Vector<float>(shift));
        var j = 0;
        for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
        {
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(x + j) - centers, factors, shifts), y + j);
        }

        for (; j < count; j++)
        {
            y[j] = MathF.FusedMultiplyAdd(x[j] - mean, factor, shift);
        }
    }

    private readonly struct Planes(Shape shape)
    {
        public int Batch { get; } = shape[0];

        public int Channels { get; } = shape[1];

        /// <summary>Positions: elements of a plane.</summary>
        public int Size { get; } = (int)shape.Product(2, shape.Rank);

        public double Elements => (double)Batch * Size;

        public long Offset(int batch, int channel) => (((long)batch * Channels) + channel) * Size;
    }

    private readonly struct ForwardBody(Planes planes, float* x, float* weight, float* bias, float* y, float* means, float* variances, double epsilon) : IParallelBody
    {
        public void Run(int channel, Worker worker)
        {
            var sum = 0.0;
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                sum += VectorMath.Sum(x + planes.Offset(batch, channel), planes.Size);
            }

            var mean = (float)(sum / planes.Elements);
            sum = 0;
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                sum += Squares(x + planes.Offset(batch, channel), mean);
            }

            var variance = sum / planes.Elements;
            if (means is not null)
            {
                means[channel] = mean;
            }

            if (variances is not null)
            {
                variances[channel] = (float)variance;
            }

            if (y is null)
            {
                return;
            }

            var factor = (float)(weight[channel] / Math.Sqrt(variance + epsilon));
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                Normalize(x + planes.Offset(batch, channel), mean, factor, bias[channel], y + planes.Offset(batch, channel), planes.Size);
            }
        }

        /// <summary>The sum of the squared distances from the mean.</summary>
        private float Squares(float* from, float mean)
        {
            var sums = Vector<float>.Zero;
            var j = 0;
            for (; j + Vector<float>.Count <= planes.Size; j += Vector<float>.Count)
            {
                var distance = Vector.Load(from + j) - new Vector<float>(mean);
                sums = Vector.FusedMultiplyAdd(distance, distance, sums);
            }

            var sum = Vector.Sum(sums);
            for (; j < planes.Size; j++)
            {
                sum += (from[j] - mean) * (from[j] - mean);
            }

            return sum;
        }
    }

    /// <summary>With n = (x - mean) r and r = 1 / sqrt(variance + epsilon): dbias = sum(dy), dweight = sum(dy n), dx = weight r (dy - mean(dy) - n mean(dy n)), of which the means fall away where the statistics are constants.</summary>
    private readonly struct GradientBody(
        Planes planes, float* x, float* weight, float* means, float* variances, float* dy, float* dx, TensorView dweight, TensorView dbias, double epsilon, bool known) : IParallelBody
    {
        public void Run(int channel, Worker worker)
        {
            var mean = means[channel];
            var reciprocal = (float)(1 / Math.Sqrt(variances[channel] + epsilon));
            var (sum, product) = (0.0, 0.0);
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                var offset = planes.Offset(batch, channel);
                sum += VectorMath.Sum(dy + offset, planes.Size);
                product += Products(x + offset, mean, dy + offset);
            }

            product *= reciprocal;
            Give(dbias, channel, sum);
            Give(dweight, channel, product);
            if (dx is null)
            {
                return;
            }

            var factor = weight[channel] * reciprocal;
            var (meanGradient, slope) = known ? (0, 0) : ((float)(sum / planes.Elements), (float)(product / planes.Elements * reciprocal));
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                var offset = planes.Offset(batch, channel);
                ToInput(x + offset, dy + offset, dx + offset, mean, meanGradient, slope, factor);
            }
        }

        private static void Give(TensorView gradient, int channel, double value)
        {
            if (gradient.Exists)
            {
                gradient.Floats[channel] = (float)(gradient.Accumulate ? gradient.Floats[channel] + value : value);
            }
        }

        /// <summary>The sum of (x - mean) dy.</summary>
        private float Products(float* from, float mean, float* gradient)
        {
            var sums = Vector<float>.Zero;
            var j = 0;
            for (; j + Vector<float>.Count <= planes.Size; j += Vector<float>.Count)
            {
                sums = Vector.FusedMultiplyAdd(Vector.Load(from + j) - new Vector<float>(mean), Vector.Load(gradient + j), sums);
            }

            var sum = Vector.Sum(sums);
            for (; j < planes.Size; j++)
            {
                sum += (from[j] - mean) * gradient[j];
            }

            return sum;
        }

        private void ToInput(float* from, float* gradient, float* to, float mean, float meanGradient, float slope, float factor)
        {
            var j = 0;
            for (; j + Vector<float>.Count <= planes.Size; j += Vector<float>.Count)
            {
                var distance = Vector.Load(from + j) - new Vector<float>(mean);
                var rest = Vector.Load(gradient + j) - new Vector<float>(meanGradient) - (distance * new Vector<float>(slope));
                Vector.Store(rest * new Vector<float>(factor), to + j);
            }

            for (; j < planes.Size; j++)
            {
                to[j] = (gradient[j] - meanGradient - ((from[j] - mean) * slope)) * factor;
            }
        }
    }

    private readonly struct KnownBody(
        Planes planes, float* x, float* weight, float* bias, float* means, float* variances, float* y, double epsilon) : IParallelBody
    {
        public void Run(int channel, Worker worker)
        {
            var factor = (float)(weight[channel] / Math.Sqrt(variances[channel] + epsilon));
            for (var batch = 0; batch < planes.Batch; batch++)
            {
                var offset = planes.Offset(batch, channel);
                Normalize(x + offset, means[channel], factor, bias[channel], y + offset, planes.Size);
            }
        }
    }
}
