using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="Sum"/>, in double precision throughout: rows one after the other where the summed elements lie side by side, else blocks of columns, which
/// are read row by row as they lie in memory.
/// </summary>
internal static unsafe class SumKernels
{
    private const int ElementsPerTask = 16384;

    /// <summary>Columns whose sums one task keeps, on the stack.</summary>
    private const int Block = 256;

    public static void Run(CpuBackend cpu, Sum operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        if (inputs[0].Type == DataType.Float64)
        {
            Run<double>(cpu, inputs[0], outputs[0], operation.Dimension);
        }
        else
        {
            Run<float>(cpu, inputs[0], outputs[0], operation.Dimension);
        }
    }

    private static void Run<T>(CpuBackend cpu, TensorView x, TensorView y, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = x.Shape[dimension];
        var inner = x.Shape.Product(dimension + 1, x.Shape.Rank);
        var outer = x.Shape.Product(0, dimension);
        if (inner == 1)
        {
            var rowsPerTask = Math.Max(1, ElementsPerTask / size);
            cpu.Workers.For((int)((outer + rowsPerTask - 1) / rowsPerTask), new RowBody<T>((T*)x.Pointer, (T*)y.Pointer, outer, rowsPerTask, size));
        }
        else
        {
            var blocks = (inner + Block - 1) / Block;
            cpu.Workers.For(checked((int)(outer * blocks)), new ColumnBody<T>((T*)x.Pointer, (T*)y.Pointer, blocks, size, inner));
        }
    }

    private static double Total(double* values, long count)
    {
        var sum = 0.0;
        for (var i = 0L; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private static double Total(float* values, long count)
    {
        var sums = Vector<double>.Zero;
        var i = 0L;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(values + i), out var low, out var high);
            sums += low + high;
        }

        var sum = Vector.Sum(sums);
        for (; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private readonly struct RowBody<T>(T* x, T* y, long rows, long rowsPerTask, long size) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * rowsPerTask; row < Math.Min(rows, (index + 1) * rowsPerTask); row++)
            {
                var from = x + (row * size);
                y[row] = T.CreateTruncating(typeof(T) == typeof(double) ? Total((double*)from, size) : Total((float*)from, size));
            }
        }
    }

    private readonly struct ColumnBody<T>(T* x, T* y, long blocks, long size, long inner) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            var sums = stackalloc double[Block];
            var start = index % blocks * Block;
            var width = (int)Math.Min(Block, inner - start);
            var outer = index / blocks;
            new Span<double>(sums, width).Clear();
            for (var k = 0L; k < size; k++)
            {
                Add(x + (((outer * size) + k) * inner) + start, sums, width);
            }

            for (var j = 0; j < width; j++)
            {
                y[(outer * inner) + start + j] = T.CreateTruncating(sums[j]);
            }
        }

        private static void Add(T* row, double* sums, int width)
        {
            var j = 0;
            for (; typeof(T) == typeof(float) && j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load((float*)row + j), out var low, out var high);
                Vector.Store(Vector.Load(sums + j) + low, sums + j);
                Vector.Store(Vector.Load(sums + j + Vector<double>.Count) + high, sums + j + Vector<double>.Count);
            }

            for (; j < width; j++)
            {
                sums[j] += double.CreateTruncating(row[j]);
            }
        }
    }
}
