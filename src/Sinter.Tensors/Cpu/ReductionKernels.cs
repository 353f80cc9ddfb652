using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="Sum"/> and <see cref="Maximum"/>, for floats and doubles. Sums are taken in double precision, in order.</summary>
internal static unsafe class ReductionKernels
{
    private const int ColumnsOfTask = 256;
    private const int RowsOfPart = 32;

    public static void Run(CpuBackend cpu, Sum operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        if (inputs[0].Type == DataType.Float64)
        {
            Reduce<double>(inputs[0], outputs[0], operation.Dimension, maximum: false, outputs[0].Accumulate);
        }
        else if (inputs[0].Shape.Product(operation.Dimension + 1, inputs[0].Shape.Rank) is var inner && inner >= Vector<float>.Count)
        {
            var (rows, outer) = (inputs[0].Shape[operation.Dimension], inputs[0].Shape.Product(0, operation.Dimension));
            var parts = (inner + ColumnsOfTask - 1) / ColumnsOfTask;
            cpu.Workers.For((int)(outer * parts), new SumRows(inputs[0].Floats, outputs[0].Floats, rows, inner, (int)parts, outputs[0].Accumulate));
        }
        else
        {
            Reduce<float>(inputs[0], outputs[0], operation.Dimension, maximum: false, outputs[0].Accumulate);
        }
    }

    public static void Run(CpuBackend cpu, Maximum operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        if (inputs[0].Type == DataType.Float64)
        {
            Reduce<double>(inputs[0], outputs[0], operation.Dimension, maximum: true);
        }
        else
        {
            Reduce<float>(inputs[0], outputs[0], operation.Dimension, maximum: true);
        }
    }

    private static void Reduce<T>(TensorView x, TensorView y, int dimension, bool maximum, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inner = x.Shape.Product(dimension + 1, x.Shape.Rank);
        var outer = x.Shape.Product(0, dimension);
        var size = x.Shape[dimension];
        var from = (T*)x.Pointer;
        var to = (T*)y.Pointer;
        for (var i = 0L; i < outer; i++)
        {
            for (var j = 0L; j < inner; j++)
            {
                var column = from + (i * size * inner) + j;
                var sum = 0.0;
                var largest = column[0];
                for (var k = 0L; k < size; k++)
                {
                    var value = column[k * inner];
                    sum += double.CreateTruncating(value);
                    largest = T.Max(largest, value);
                }

                var result = maximum ? largest : T.CreateTruncating(sum);
                to[(i * inner) + j] = accumulate ? to[(i * inner) + j] + result : result;
            }
        }
    }

    /// <summary>
    /// Sums of columns side by side: a few rows at a time in single precision, their sums in double, cut at fixed places.
    /// </summary>
    private readonly struct SumRows(float* x, float* y, int rows, long columns, int parts, bool accumulate) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var first = (long)(index % parts) * ColumnsOfTask;
            var count = (int)Math.Min(ColumnsOfTask, columns - first);
            var from = x + ((index / parts) * rows * columns) + first;
            var to = y + ((index / parts) * columns) + first;
            var sums = (double*)worker.Scratch(3 * ColumnsOfTask);
            var part = (float*)(sums + ColumnsOfTask);
            new Span<double>(sums, count).Clear();
            for (var row = 0; row < rows; row += RowsOfPart)
            {
                new Span<float>(part, count).Clear();
                for (var i = row; i < Math.Min(rows, row + RowsOfPart); i++)
                {
                    AddRow(from + (i * columns), part, count);
                }

                for (var j = 0; j < count; j++)
                {
                    sums[j] += part[j];
                }
            }

            for (var j = 0; j < count; j++)
            {
                to[j] = (float)(accumulate ? to[j] + sums[j] : sums[j]);
            }
        }

        private static void AddRow(float* row, float* sums, int count)
        {
            var j = 0;
            for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(sums + j) + Vector.Load(row + j), sums + j);
            }

            for (; j < count; j++)
            {
                sums[j] += row[j];
            }
        }
    }
}
