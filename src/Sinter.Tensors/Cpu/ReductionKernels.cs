using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="Sum"/> and <see cref="Maximum"/>, for floats and doubles. Sums are taken in double precision, in order.</summary>
internal static unsafe class ReductionKernels
{
    public static void Run(CpuBackend cpu, Sum operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        if (inputs[0].Type == DataType.Float64)
        {
            Reduce<double>(inputs[0], outputs[0], operation.Dimension, maximum: false);
        }
        else
        {
            Reduce<float>(inputs[0], outputs[0], operation.Dimension, maximum: false);
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

    private static void Reduce<T>(TensorView x, TensorView y, int dimension, bool maximum)
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

                to[(i * inner) + j] = maximum ? largest : T.CreateTruncating(sum);
            }
        }
    }
}
