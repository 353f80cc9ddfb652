using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="Gather"/>, <see cref="ScatterAdd"/> and <see cref="OneHot"/>, for floats and doubles.</summary>
internal static unsafe class GatherKernels
{
    private const int RowsPerTask = 64;

    public static void Run(CpuBackend cpu, Gather operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var count = (int)inputs[1].Count;
        var (rows, rowBytes) = (inputs[0].Shape[0], (int)inputs[0].Type.Bytes(inputs[0].Shape[1]));
        CheckIndices(operation, inputs[1], rows);
        cpu.Workers.For(
            (count + RowsPerTask - 1) / RowsPerTask,
            new GatherBody((byte*)inputs[0].Pointer, inputs[1].Integers, (byte*)outputs[0].Pointer, count, rowBytes));
    }

    public static void Run(CpuBackend cpu, ScatterAdd operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var output = outputs[0];
        CheckIndices(operation, inputs[1], output.Shape[0]);
        if (!output.Accumulate)
        {
            new Span<byte>(output.Pointer, checked((int)output.Type.Bytes(output.Count))).Clear();
        }

        // Each task owns the rows with its remainder, so that every row is summed in the order of the indices.
        var tasks = cpu.Threads;
        if (output.Type == DataType.Float64)
        {
            cpu.Workers.For(tasks, new ScatterBody<double>((double*)inputs[0].Pointer, inputs[1].Integers, (double*)output.Pointer, (int)inputs[1].Count, output.Shape[1], tasks));
        }
        else
        {
            cpu.Workers.For(tasks, new ScatterBody<float>(inputs[0].Floats, inputs[1].Integers, output.Floats, (int)inputs[1].Count, output.Shape[1], tasks));
        }
    }

    public static void Run(CpuBackend cpu, OneHot operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (output, classes) = (outputs[0], outputs[0].Shape[^1]);
        CheckIndices(operation, inputs[0], classes, operation.Ignored);
        new Span<byte>(output.Pointer, checked((int)output.Type.Bytes(output.Count))).Clear();
        for (var i = 0L; i < inputs[0].Count; i++)
        {
            if (inputs[0].Integers[i] >= 0 && inputs[0].Integers[i] != operation.Ignored)
            {
                Set(output, (i * classes) + inputs[0].Integers[i], 1);
            }
        }
    }

    private static void Set(TensorView view, long index, double value)
    {
        if (view.Type == DataType.Float64)
        {
            ((double*)view.Pointer)[index] = value;
        }
        else
        {
            view.Floats[index] = (float)value;
        }
    }

    /// <summary>A wrong index would read or write outside the table: it is caught before.</summary>
    private static void CheckIndices(Operation operation, TensorView indices, int rows, int? ignored = null)
    {
        for (var i = 0L; i < indices.Count; i++)
        {
            if (indices.Integers[i] >= rows && indices.Integers[i] != ignored)
            {
                throw new ArgumentException($"{operation.Name} was given the index {indices.Integers[i]}; the table has {rows} rows.");
            }
        }
    }

    private readonly struct GatherBody(byte* table, int* indices, byte* output, int count, int rowBytes) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var i = index * RowsPerTask; i < Math.Min(count, (index + 1) * RowsPerTask); i++)
            {
                var to = output + ((long)i * rowBytes);
                if (indices[i] < 0)
                {
                    Unsafe.InitBlockUnaligned(to, 0, (uint)rowBytes);
                }
                else
                {
                    Buffer.MemoryCopy(table + ((long)indices[i] * rowBytes), to, rowBytes, rowBytes);
                }
            }
        }
    }

    private readonly struct ScatterBody<T>(T* values, int* indices, T* output, int count, int width, int tasks) : IParallelBody
        where T : unmanaged, INumber<T>
    {
        public void Run(int index, Worker worker)
        {
            for (var i = 0; i < count; i++)
            {
                if (indices[i] < 0 || indices[i] % tasks != index)
                {
                    continue;
                }

                var from = values + ((long)i * width);
                var to = output + ((long)indices[i] * width);
                var j = 0;
                for (; j + Vector<T>.Count <= width; j += Vector<T>.Count)
                {
                    Vector.Store(Vector.Load(to + j) + Vector.Load(from + j), to + j);
                }

                for (; j < width; j++)
                {
                    to[j] += from[j];
                }
            }
        }
    }
}
