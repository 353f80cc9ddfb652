using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="Maximum"/>, its gradient and <see cref="ArgMax"/>, for floats and doubles. The dimension of a column runs over <c>size</c> elements that
/// are <c>inner</c> apart.
/// </summary>
internal static unsafe class ReductionKernels
{
    private const int ElementsPerTask = 16384;

    private interface IColumn
    {
        /// <summary>Works on a column whose largest element is known; <paramref name="number"/> is the column's own number.</summary>
        static abstract void Run<T>(T* column, long largest, long size, long inner, long number, T* gradient, void* to)
            where T : unmanaged;
    }

    public static void Run(CpuBackend cpu, Maximum operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Columns<MaximumColumn>(cpu, inputs[0], default, outputs[0], operation.Dimension);

    public static void Run(CpuBackend cpu, MaximumGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Columns<GradientColumn>(cpu, inputs[0], inputs[1], outputs[0], operation.Dimension);

    public static void Run(CpuBackend cpu, ArgMax operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Columns<ArgMaxColumn>(cpu, inputs[0], default, outputs[0], operation.Dimension);

    private static void Columns<TColumn>(CpuBackend cpu, TensorView x, TensorView gradient, TensorView y, int dimension)
        where TColumn : struct, IColumn
    {
        if (x.Type == DataType.Float64)
        {
            Columns<double, TColumn>(cpu, x, gradient, y, dimension);
        }
        else
        {
            Columns<float, TColumn>(cpu, x, gradient, y, dimension);
        }
    }

    private static void Columns<T, TColumn>(CpuBackend cpu, TensorView x, TensorView gradient, TensorView y, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TColumn : struct, IColumn
    {
        var size = x.Shape[dimension];
        var columns = x.Count / size;
        var columnsPerTask = Math.Max(1, ElementsPerTask / size);
        cpu.Workers.For(
            (int)((columns + columnsPerTask - 1) / columnsPerTask),
            new Body<T, TColumn>(
                (T*)x.Pointer, (T*)gradient.Pointer, y.Pointer, columns, columnsPerTask, size, x.Shape.Product(dimension + 1, x.Shape.Rank)));
    }

    /// <summary>The first of the largest elements, or of those that are no numbers.</summary>
    private static long Largest<T>(T* column, long size, long inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var index = 0L;
        var largest = column[0];
        for (var k = 1L; k < size && !T.IsNaN(largest); k++)
        {
            // Not "value > largest", which is false for what is no number.
            if (!(column[k * inner] <= largest))
            {
                (largest, index) = (column[k * inner], k);
            }
        }

        return index;
    }

    private readonly struct Body<T, TColumn>(T* x, T* gradient, void* y, long columns, long columnsPerTask, long size, long inner) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TColumn : struct, IColumn
    {
        public void Run(int index, Worker worker)
        {
            for (var number = index * columnsPerTask; number < Math.Min(columns, (index + 1) * columnsPerTask); number++)
            {
                var column = x + (number / inner * size * inner) + (number % inner);
                TColumn.Run(column, Largest(column, size, inner), size, inner, number, gradient, y);
            }
        }
    }

    private readonly struct MaximumColumn : IColumn
    {
        public static void Run<T>(T* column, long largest, long size, long inner, long number, T* gradient, void* to)
            where T : unmanaged
            => ((T*)to)[number] = column[largest * inner];
    }

    private readonly struct ArgMaxColumn : IColumn
    {
        public static void Run<T>(T* column, long largest, long size, long inner, long number, T* gradient, void* to)
            where T : unmanaged
            => ((int*)to)[number] = (int)largest;
    }

    private readonly struct GradientColumn : IColumn
    {
        public static void Run<T>(T* column, long largest, long size, long inner, long number, T* gradient, void* to)
            where T : unmanaged
        {
            var first = (T*)to + (number / inner * size * inner) + (number % inner);
            for (var k = 0L; k < size; k++)
            {
                first[k * inner] = k == largest ? gradient[number] : default;
            }
        }
    }
}
