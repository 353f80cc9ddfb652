using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="Softmax"/>, <see cref="LogSoftmax"/> and their gradients: a row comes from memory once for what all of it must tell (largest element
/// and sum, or the gradients' sums) and is written from cache.
/// </summary>
internal static unsafe class SoftmaxKernels
{
    /// <summary>Elements of a task: several short rows, or one long row.</summary>
    private const int ElementsPerTask = 8192;

    /// <summary>Elements that are searched for the largest and then summed up while they are in cache.</summary>
    private const int Block = 1024;

    private interface IRow
    {
        /// <summary>Computes a row of so many elements from one or two rows.</summary>
        static abstract void Run(float* first, float* second, float* to, int width);
    }

    public static void Run(CpuBackend cpu, Softmax operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Rows<SoftmaxRow>(cpu, inputs[0], inputs[0], outputs[0]);

    public static void Run(CpuBackend cpu, LogSoftmax operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Rows<LogSoftmaxRow>(cpu, inputs[0], inputs[0], outputs[0]);

    public static void Run(CpuBackend cpu, SoftmaxGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Rows<SoftmaxGradientRow>(cpu, inputs[0], inputs[1], outputs[0]);

    public static void Run(CpuBackend cpu, LogSoftmaxGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Rows<LogSoftmaxGradientRow>(cpu, inputs[0], inputs[1], outputs[0]);

    private static void Rows<TRow>(CpuBackend cpu, TensorView first, TensorView second, TensorView to)
        where TRow : struct, IRow
    {
        var width = to.Shape[^1];
        var rows = to.Count / width;
        var rowsPerTask = Math.Max(1, ElementsPerTask / width);
        cpu.Workers.For((int)((rows + rowsPerTask - 1) / rowsPerTask), new Body<TRow>(first.Floats, second.Floats, to.Floats, rows, width, rowsPerTask));
    }

    /// <summary>The largest element of a row and the sum of e^(x - largest), from one read of the row, block by block.</summary>
    private static (float Largest, float Sum) Measure(float* x, int width)
    {
        var largest = float.NegativeInfinity;
        var sum = 0f;
        for (var start = 0; start < width; start += Block)
        {
            var count = Math.Min(Block, width - start);
            var candidate = VectorMath.Largest(x + start, count);
            if (candidate == float.NegativeInfinity)
            {
                // Nothing to add, and -∞ less -∞ would be no number.
                continue;
            }

            // Not "candidate > largest": what is no number must become the largest, and so reach the result.
            if (!(candidate <= largest))
            {
                sum *= MathF.Exp(largest - candidate);
                largest = candidate;
            }

            sum += SumOfExponentials(x + start, largest, count);
        }

        return (largest, sum);
    }

    private static float SumOfExponentials(float* x, float largest, int count)
    {
        var shift = new Vector<float>(largest);
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero;
        var j = 0;
        for (; j + (2 * Vector<float>.Count) <= count; j += 2 * Vector<float>.Count)
        {
            sum0 += VectorMath.Exp(Vector.Load(x + j) - shift);
            sum1 += VectorMath.Exp(Vector.Load(x + j + Vector<float>.Count) - shift);
        }

        var sum = Vector.Sum(sum0 + sum1);
        for (; j < count; j++)
        {
            sum += MathF.Exp(x[j] - largest);
        }

        return sum;
    }

    private readonly struct Body<TRow>(float* first, float* second, float* to, long rows, int width, int rowsPerTask) : IParallelBody
        where TRow : struct, IRow
    {
        public void Run(int index, Worker worker)
        {
            var last = Math.Min(rows, (index + 1L) * rowsPerTask);
            for (var row = (long)index * rowsPerTask; row < last; row++)
            {
                TRow.Run(first + (row * width), second + (row * width), to + (row * width), width);
            }
        }
    }

    /// <summary>One exponential an element: it is written at once, and divided by the sum while the row is in cache.</summary>
    private readonly struct SoftmaxRow : IRow
    {
        public static void Run(float* first, float* second, float* to, int width)
        {
            var shift = new Vector<float>(VectorMath.Largest(first, width));
            var sums = Vector<float>.Zero;
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                var exponential = VectorMath.Exp(Vector.Load(first + j) - shift);
                sums += exponential;
                Vector.Store(exponential, to + j);
            }

            var sum = Vector.Sum(sums);
            for (; j < width; j++)
            {
                to[j] = MathF.Exp(first[j] - shift[0]);
                sum += to[j];
            }

            var factor = new Vector<float>(1 / sum);
            for (j = 0; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(to + j) * factor, to + j);
            }

            for (; j < width; j++)
            {
                to[j] *= factor[0];
            }
        }
    }

    private readonly struct LogSoftmaxRow : IRow
    {
        public static void Run(float* first, float* second, float* to, int width)
        {
            // Two subtractions, not one of their sum: beside a large maximum the logarithm would lose its digits.
            var (largest, sum) = Measure(first, width);
            var logarithm = MathF.Log(sum);
            var (shift, logarithms) = (new Vector<float>(largest), new Vector<float>(logarithm));
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(first + j) - shift - logarithms, to + j);
            }

            for (; j < width; j++)
            {
                to[j] = first[j] - largest - logarithm;
            }
        }
    }

    private readonly struct SoftmaxGradientRow : IRow
    {
        public static void Run(float* first, float* second, float* to, int width)
        {
            var dot = VectorMath.Dot(first, second, width);
            var shift = new Vector<float>(dot);
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(first + j) * (Vector.Load(second + j) - shift), to + j);
            }

            for (; j < width; j++)
            {
                to[j] = first[j] * (second[j] - dot);
            }
        }
    }

    private readonly struct LogSoftmaxGradientRow : IRow
    {
        public static void Run(float* first, float* second, float* to, int width)
        {
            var sum = new Vector<float>(-VectorSums.Sum(second, width));
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Store(Vector.FusedMultiplyAdd(VectorMath.Exp(Vector.Load(first + j)), sum, Vector.Load(second + j)), to + j);
            }

            if (j < width)
            {
                var rest = width - j;
                VectorParts.Store(Vector.FusedMultiplyAdd(VectorMath.Exp(VectorParts.Load(first + j, rest)), sum, VectorParts.Load(second + j, rest)), to + j, rest);
            }
        }
    }
}
