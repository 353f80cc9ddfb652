using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="RmsNorm"/> and its gradient: one pass over a row to measure it, one to write it, the row still in cache.</summary>
internal static unsafe class RmsNormKernels
{
    private const int RowsPerTask = 32;

    /// <summary>The gradient of the weight is summed in so many parts, whatever the number of threads, and the parts in order.</summary>
    internal const int WeightParts = 16;

    public static void Run(CpuBackend cpu, RmsNorm operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = inputs[1].Shape[0];
        var rows = (int)(inputs[0].Count / width);
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new ForwardBody(
                inputs[0].Floats, inputs[1].Floats, outputs[0].Floats, outputs[1].Floats, rows, width, (float)operation.Epsilon, (float)operation.WeightOffset));
    }

    public static void Run(CpuBackend cpu, RmsNormGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = inputs[1].Shape[0];
        var rows = (int)(inputs[0].Count / width);
        var partials = cpu.Partials((long)WeightParts * width);
        cpu.Workers.For(
            WeightParts,
            new GradientBody(
                inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, inputs[3].Floats, outputs[0].Floats, partials, rows, width, (float)operation.WeightOffset));
        if (!outputs[1].Exists)
        {
            return;
        }

        var weightGradient = outputs[1].Floats;
        for (var j = 0; j < width; j++)
        {
            var sum = outputs[1].Accumulate ? weightGradient[j] : 0;
            for (var part = 0; part < WeightParts; part++)
            {
                sum += partials[(part * width) + j];
            }

            weightGradient[j] = sum;
        }
    }

    private readonly struct ForwardBody(float* x, float* weight, float* y, float* reciprocals, int rows, int width, float epsilon, float offset) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var from = x + ((long)row * width);
                var to = y + ((long)row * width);
                var reciprocal = 1 / MathF.Sqrt((VectorMath.Dot(from, from, width) / width) + epsilon);
                if (reciprocals is not null)
                {
                    reciprocals[row] = reciprocal;
                }

                var factor = new Vector<float>(reciprocal);
                var o = new Vector<float>(offset);
                var j = 0;
                for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
                {
                    Vector.Store(Vector.Load(from + j) * factor * (Vector.Load(weight + j) + o), to + j);
                }

                for (; j < width; j++)
                {
                    to[j] = from[j] * reciprocal * (weight[j] + offset);
                }
            }
        }
    }

    /// <summary>dx = r (dy w - x r² mean(dy w x)); dw = sum over rows of dy x r; w is the weight with its offset.</summary>
    private readonly struct GradientBody(
        float* x, float* weight, float* reciprocals, float* dy, float* dx, float* partials, int rows, int width, float offset) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var partial = partials + ((long)index * width);
            new Span<float>(partial, width).Clear();
            var last = (int)((long)rows * (index + 1) / WeightParts);
            for (var row = (int)((long)rows * index / WeightParts); row < last; row++)
            {
                Row(x + ((long)row * width), dy + ((long)row * width), dx is null ? null : dx + ((long)row * width), reciprocals[row], partial);
            }
        }

        private void Row(float* from, float* gradient, float* to, float reciprocal, float* partial)
        {
            var r = new Vector<float>(reciprocal);
            var o = new Vector<float>(offset);
            var products = Vector<float>.Zero;
            var dot = 0f;
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var xdy = Vector.Load(from + j) * Vector.Load(gradient + j);
                products = Vector.FusedMultiplyAdd(xdy, Vector.Load(weight + j) + o, products);
                Vector.Store(Vector.FusedMultiplyAdd(xdy, r, Vector.Load(partial + j)), partial + j);
            }

            for (; j < width; j++)
            {
                var xdy = from[j] * gradient[j];
                dot += xdy * (weight[j] + offset);
                partial[j] += xdy * reciprocal;
            }

            if (to is null)
            {
                return;
            }

            var mean = (dot + Vector.Sum(products)) / width * reciprocal * reciprocal;
            var m = new Vector<float>(-mean);
            for (j = 0; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var scaled = Vector.Load(gradient + j) * (Vector.Load(weight + j) + o);
                Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(from + j), m, scaled) * r, to + j);
            }

            for (; j < width; j++)
            {
                to[j] = ((gradient[j] * (weight[j] + offset)) - (from[j] * mean)) * reciprocal;
            }
        }
    }
}
