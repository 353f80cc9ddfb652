using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="Affine"/>, <see cref="ScaleBy"/>, <see cref="Power"/>, <see cref="Binary"/> and <see cref="AddInto"/>, for floats and doubles.</summary>
internal static unsafe class ElementwiseKernels
{
    private const long Chunk = 16384;

    private interface IBinary
    {
        static abstract T Invoke<T>(T x, T y)
            where T : IFloatingPointIeee754<T>;

        static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y);
    }

    public static void Run(CpuBackend cpu, Affine operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var count = outputs[0].Count;
        var tasks = Tasks(count);
        if (outputs[0].Type == DataType.Float64)
        {
            cpu.Workers.For(tasks, new AffineBody<double>((double*)inputs[0].Pointer, (double*)outputs[0].Pointer, count, operation.Factor, operation.Summand));
        }
        else
        {
            cpu.Workers.For(tasks, new AffineBody<float>(inputs[0].Floats, outputs[0].Floats, count, (float)operation.Factor, (float)operation.Summand));
        }
    }

    public static void Run(CpuBackend cpu, ScaleBy operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(y.Count), new ScaleBody<double>((double*)x.Pointer, (double*)y.Pointer, y.Count, *(double*)inputs[1].Pointer, y.Accumulate));
        }
        else
        {
            cpu.Workers.For(Tasks(y.Count), new ScaleBody<float>(x.Floats, y.Floats, y.Count, *inputs[1].Floats, y.Accumulate));
        }
    }

    public static void Run(CpuBackend cpu, Power operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var count = outputs[0].Count;
        if (outputs[0].Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(count), new PowerBody<double>((double*)inputs[0].Pointer, (double*)outputs[0].Pointer, count, operation.Exponent));
        }
        else
        {
            cpu.Workers.For(Tasks(count), new PowerBody<float>(inputs[0].Floats, outputs[0].Floats, count, (float)operation.Exponent));
        }
    }

    public static void Run(CpuBackend cpu, Binary operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        switch (operation.Function)
        {
            case BinaryFunction.Add:
                Combine<AddFunction>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case BinaryFunction.Subtract:
                Combine<SubtractFunction>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case BinaryFunction.Multiply:
                Combine<MultiplyFunction>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case BinaryFunction.Divide:
                Combine<DivideFunction>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            default:
                throw new InvalidOperationException($"No kernel for {operation.Function}.");
        }
    }

    public static void Run(CpuBackend cpu, AddInto operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => Combine<AddFunction>(cpu, outputs[0], inputs[0], outputs[0]);

    private static int Tasks(long count) => (int)((count + Chunk - 1) / Chunk);

    private static void Combine<TFunction>(CpuBackend cpu, TensorView x, TensorView y, TensorView z)
        where TFunction : struct, IBinary
    {
        if (x.Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(x.Count), new CombineBody<double, TFunction>((double*)x.Pointer, (double*)y.Pointer, (double*)z.Pointer, x.Count));
        }
        else
        {
            cpu.Workers.For(Tasks(x.Count), new CombineBody<float, TFunction>(x.Floats, y.Floats, z.Floats, x.Count));
        }
    }

    private readonly struct AffineBody<T>(T* x, T* y, long count, T factor, T summand) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            var i = index * Chunk;
            var (factors, summands) = (new Vector<T>(factor), new Vector<T>(summand));
            for (; i + Vector<T>.Count <= end; i += Vector<T>.Count)
            {
                Vector.Store((factors * Vector.Load(x + i)) + summands, y + i);
            }

            for (; i < end; i++)
            {
                y[i] = (factor * x[i]) + summand;
            }
        }
    }

    private readonly struct ScaleBody<T>(T* x, T* y, long count, T factor, bool accumulate) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            var i = index * Chunk;
            var factors = new Vector<T>(factor);
            for (; i + Vector<T>.Count <= end; i += Vector<T>.Count)
            {
                var scaled = Vector.Load(x + i) * factors;
                Vector.Store(accumulate ? Vector.Load(y + i) + scaled : scaled, y + i);
            }

            for (; i < end; i++)
            {
                y[i] = accumulate ? y[i] + (x[i] * factor) : x[i] * factor;
            }
        }
    }

    private readonly struct PowerBody<T>(T* x, T* y, long count, T exponent) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            for (var i = index * Chunk; i < end; i++)
            {
                y[i] = T.Pow(x[i], exponent);
            }
        }
    }

    private readonly struct CombineBody<T, TFunction>(T* x, T* y, T* z, long count) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            var i = index * Chunk;
            for (; i + Vector<T>.Count <= end; i += Vector<T>.Count)
            {
                Vector.Store(TFunction.Invoke(Vector.Load(x + i), Vector.Load(y + i)), z + i);
            }

            for (; i < end; i++)
            {
                z[i] = TFunction.Invoke(x[i], y[i]);
            }
        }
    }

    private readonly struct AddFunction : IBinary
    {
        public static T Invoke<T>(T x, T y)
            where T : IFloatingPointIeee754<T>
            => x + y;

        public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x + y;
    }

    private readonly struct SubtractFunction : IBinary
    {
        public static T Invoke<T>(T x, T y)
            where T : IFloatingPointIeee754<T>
            => x - y;

        public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x - y;
    }

    private readonly struct MultiplyFunction : IBinary
    {
        public static T Invoke<T>(T x, T y)
            where T : IFloatingPointIeee754<T>
            => x * y;

        public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x * y;
    }

    private readonly struct DivideFunction : IBinary
    {
        public static T Invoke<T>(T x, T y)
            where T : IFloatingPointIeee754<T>
            => x / y;

        public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x / y;
    }
}
