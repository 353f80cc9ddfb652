using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="LayerNorm"/> and its gradient: a row comes from memory once, is measured (its mean first, then the deviations from it, which
/// do not cancel) and written while it is in cache.
/// </summary>
internal static unsafe class LayerNormKernels
{
    private const int RowsPerTask = 32;

    /// <summary>The gradients of weight and bias are summed in so many parts, whatever the number of threads, and the parts in order.</summary>
    public const int Parts = 16;

    public static void Run(CpuBackend cpu, LayerNorm operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = inputs[1].Shape[0];
        var rows = (int)(inputs[0].Count / width);
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new ForwardBody(
                inputs[0].Floats, inputs[1].Floats, inputs.Length == 3 ? inputs[2].Floats : null,
                outputs[0].Floats, outputs[1].Floats, outputs[2].Floats, rows, width, (float)operation.Epsilon));
    }

    public static void Run(CpuBackend cpu, LayerNormGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = inputs[1].Shape[0];
        var rows = (int)(inputs[0].Count / width);
        var partials = cpu.Partials(2L * Parts * width);
        cpu.Workers.For(
            Parts,
            new GradientBody(
                inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, inputs[3].Floats, inputs[4].Floats, outputs[0].Floats, partials, rows, width));
        AddParts(partials, outputs[1], width);
        AddParts(partials + width, outputs[2], width);
    }

    private static void AddParts(float* partials, TensorView gradient, int width)
    {
        for (var j = 0; gradient.Exists && j < width; j++)
        {
            var sum = gradient.Accumulate ? gradient.Floats[j] : 0;
            for (var part = 0; part < Parts; part++)
            {
                sum += partials[(2L * part * width) + j];
            }

            gradient.Floats[j] = sum;
        }
    }

    private readonly struct ForwardBody(
        float* x, float* weight, float* bias, float* y, float* means, float* reciprocals, int rows, int width, float epsilon) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var from = x + ((long)row * width);
                var mean = VectorSums.Sum(from, width) / width;
                var reciprocal = 1 / MathF.Sqrt((VectorSums.SquaredDeviations(from, mean, width) / width) + epsilon);

                // At the end of a block that is computed again, mean and deviation are wanted only.
                if (y is not null)
                {
                    Write(from, y + ((long)row * width), mean, reciprocal);
                }

                if (means is not null)
                {
                    means[row] = mean;
                }

                if (reciprocals is not null)
                {
                    reciprocals[row] = reciprocal;
                }
            }
        }

        private void Write(float* from, float* to, float mean, float reciprocal)
        {
            var (m, r) = (new Vector<float>(mean), new Vector<float>(reciprocal));
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var normal = (Vector.Load(from + j) - m) * r;
                Vector.Store(Vector.FusedMultiplyAdd(normal, Vector.Load(weight + j), bias is null ? Vector<float>.Zero : Vector.Load(bias + j)), to + j);
            }

            for (; j < width; j++)
            {
                to[j] = MathF.FusedMultiplyAdd((from[j] - mean) * reciprocal, weight[j], bias is null ? 0 : bias[j]);
            }
        }
    }

    /// <summary>
    /// With n = (x - mean) r and g = dy w: dx = r (g - mean(g) - n mean(g n)); dw = sum over rows of dy n; db = sum over rows of dy. Every element of dy is
    /// read for the last time where dx is written: dx may be dy.
    /// </summary>
    private readonly struct GradientBody(
        float* x, float* weight, float* means, float* reciprocals, float* dy, float* dx, float* partials, int rows, int width) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var partial = partials + (2L * index * width);
            new Span<float>(partial, 2 * width).Clear();
            var last = (int)((long)rows * (index + 1) / Parts);
            for (var row = (int)((long)rows * index / Parts); row < last; row++)
            {
                var from = x + ((long)row * width);
                var gradient = dy + ((long)row * width);
                var (sum, dot) = Gather(from, gradient, means[row], reciprocals[row], partial, partial + width);
                if (dx is not null)
                {
                    Write(from, gradient, dx + ((long)row * width), means[row], reciprocals[row], sum / width, dot / width);
                }
            }
        }

        /// <summary>Adds a row's part to the gradients of weight and bias; returns the sums of g and of g n.</summary>
        private (float Sum, float Dot) Gather(float* from, float* gradient, float mean, float reciprocal, float* toWeight, float* toBias)
        {
            var (m, r) = (new Vector<float>(mean), new Vector<float>(reciprocal));
            Vector<float> sums = Vector<float>.Zero, products = Vector<float>.Zero;
            var (sum, dot) = (0f, 0f);
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var d = Vector.Load(gradient + j);
                var normal = (Vector.Load(from + j) - m) * r;
                var g = d * Vector.Load(weight + j);
                sums += g;
                products = Vector.FusedMultiplyAdd(g, normal, products);
                Vector.Store(Vector.FusedMultiplyAdd(d, normal, Vector.Load(toWeight + j)), toWeight + j);
                Vector.Store(Vector.Load(toBias + j) + d, toBias + j);
            }

            for (; j < width; j++)
            {
                var normal = (from[j] - mean) * reciprocal;
                sum += gradient[j] * weight[j];
                dot += gradient[j] * weight[j] * normal;
                toWeight[j] += gradient[j] * normal;
                toBias[j] += gradient[j];
            }

            return (sum + Vector.Sum(sums), dot + Vector.Sum(products));
        }

        private void Write(float* from, float* gradient, float* to, float mean, float reciprocal, float meanG, float meanDot)
        {
            var (m, r) = (new Vector<float>(mean), new Vector<float>(reciprocal));
            var (g, dot) = (new Vector<float>(meanG), new Vector<float>(-meanDot));
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var normal = (Vector.Load(from + j) - m) * r;
                var centred = Vector.FusedMultiplyAdd(Vector.Load(gradient + j), Vector.Load(weight + j), -g);
                Vector.Store(Vector.FusedMultiplyAdd(normal, dot, centred) * r, to + j);
            }

            for (; j < width; j++)
            {
                var normal = (from[j] - mean) * reciprocal;
                to[j] = ((gradient[j] * weight[j]) - meanG - (normal * meanDot)) * reciprocal;
            }
        }
    }
}
