using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="Permute"/>, <see cref="Slice"/>, <see cref="SliceGradient"/>, <see cref="Split"/> and <see cref="Concatenate"/>. They serve
/// references and small tensors; models are written so that the large ones need no copy.
/// </summary>
internal static unsafe class ShapeKernels
{
    public static void Run(CpuBackend cpu, Permute operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        Span<long> strides = stackalloc long[Shape.MaximumRank];
        for (var i = 0; i < operation.Order.Count; i++)
        {
            var dimension = operation.Order[i];
            strides[i] = inputs[0].Shape.Product(dimension + 1, inputs[0].Shape.Rank);
        }

        CopyStrided(inputs[0], outputs[0], strides);
    }

    public static void Run(CpuBackend cpu, Slice operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => CopyPart(inputs[0], outputs[0], operation.Dimension, operation.Start, toWhole: false);

    public static void Run(CpuBackend cpu, SliceGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        Unsafe.InitBlockUnaligned(outputs[0].Pointer, 0, checked((uint)(outputs[0].Type.Bytes(outputs[0].Count))));
        CopyPart(outputs[0], inputs[0], operation.Dimension, operation.Start, toWhole: true);
    }

    public static void Run(CpuBackend cpu, Split operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        for (var part = 0; part < outputs.Length; part++)
        {
            if (outputs[part].Exists)
            {
                CopyPart(inputs[0], outputs[part], operation.Dimension, part * outputs[part].Shape[operation.Dimension], toWhole: false);
            }
        }
    }

    public static void Run(CpuBackend cpu, Concatenate operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var start = 0;
        foreach (var input in inputs)
        {
            CopyPart(outputs[0], input, operation.Dimension, start, toWhole: true);
            start += input.Shape[operation.Dimension];
        }
    }

    /// <summary>Copies between a part and the range of the whole that it stands for.</summary>
    private static void CopyPart(TensorView whole, TensorView part, int dimension, int start, bool toWhole)
    {
        var inner = whole.Shape.Product(dimension + 1, whole.Shape.Rank) * whole.Type.Size();
        var outer = whole.Shape.Product(0, dimension);
        var run = part.Shape[dimension] * inner;
        for (var i = 0L; i < outer; i++)
        {
            var inWhole = (byte*)whole.Pointer + (((i * whole.Shape[dimension]) + start) * inner);
            var inPart = (byte*)part.Pointer + (i * run);
            var (from, to) = toWhole ? ((nint)inPart, (nint)inWhole) : ((nint)inWhole, (nint)inPart);
            Buffer.MemoryCopy((void*)from, (void*)to, run, run);
        }
    }

    private static void CopyStrided(TensorView source, TensorView destination, ReadOnlySpan<long> strides)
    {
        switch (source.Type.Size())
        {
            case sizeof(double):
                CopyStrided((double*)source.Pointer, (double*)destination.Pointer, destination.Shape, strides);
                break;
            case sizeof(short):
                CopyStrided((short*)source.Pointer, (short*)destination.Pointer, destination.Shape, strides);
                break;
            default:
                CopyStrided((int*)source.Pointer, (int*)destination.Pointer, destination.Shape, strides);
                break;
        }
    }

    private static void CopyStrided<T>(T* source, T* destination, Shape shape, ReadOnlySpan<long> strides)
        where T : unmanaged
    {
        Span<int> position = stackalloc int[Shape.MaximumRank];
        position.Clear();
        var count = shape.Count;
        var rank = shape.Rank;
        var offset = 0L;
        for (var i = 0L; i < count; i++)
        {
            destination[i] = source[offset];
            for (var d = rank - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++position[d] < shape[d])
                {
                    break;
                }

                offset -= strides[d] * position[d];
                position[d] = 0;
            }
        }
    }
}
