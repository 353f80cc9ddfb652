using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="Unary"/> and its gradient: vectors of floats, and doubles one by one.</summary>
internal static unsafe class UnaryKernels
{
    private const long Chunk = 16384;

    public static void Run(CpuBackend cpu, Unary operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        switch (operation.Function)
        {
            case UnaryFunction.Negate:
                Map<NegateOperator>(cpu, x, y);
                break;
            case UnaryFunction.Exp:
                Map<ExpOperator>(cpu, x, y);
                break;
            case UnaryFunction.Log:
                Map<LogOperator>(cpu, x, y);
                break;
            case UnaryFunction.ReciprocalSqrt:
                Map<ReciprocalSqrtOperator>(cpu, x, y);
                break;
            case UnaryFunction.Sigmoid:
                Map<SigmoidOperator>(cpu, x, y);
                break;
            case UnaryFunction.Sqrt:
                Map<SqrtOperator>(cpu, x, y);
                break;
            case UnaryFunction.Square:
                Map<SquareOperator>(cpu, x, y);
                break;
            case UnaryFunction.Reciprocal:
                Map<ReciprocalOperator>(cpu, x, y);
                break;
            case UnaryFunction.Abs:
                Map<AbsOperator>(cpu, x, y);
                break;
            case UnaryFunction.Tanh:
                Map<TanhOperator>(cpu, x, y);
                break;
            case UnaryFunction.Relu:
                Map<ReluOperator>(cpu, x, y);
                break;
            case UnaryFunction.Silu:
                Map<SiluOperator>(cpu, x, y);
                break;
            case UnaryFunction.Gelu:
                Map<GeluOperator>(cpu, x, y);
                break;
            case UnaryFunction.GeluTanh:
                Map<GeluTanhOperator>(cpu, x, y);
                break;
            case UnaryFunction.QuickGelu:
                Map<QuickGeluOperator>(cpu, x, y);
                break;
            case UnaryFunction.SquaredRelu:
                Map<SquaredReluOperator>(cpu, x, y);
                break;
            case UnaryFunction.Softplus:
                Map<SoftplusOperator>(cpu, x, y);
                break;
            default:
                throw new InvalidOperationException($"No kernel for {operation.Name}.");
        }
    }

    public static void Run(CpuBackend cpu, UnaryGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (point, dy, dx) = (inputs[0], inputs[1], outputs[0]);
        switch (operation.Function)
        {
            case UnaryFunction.ReciprocalSqrt:
                MapSlope<ReciprocalSqrtOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Sigmoid:
                MapSlope<SigmoidOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Sqrt:
                MapSlope<SqrtOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Square:
                MapSlope<SquareOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Reciprocal:
                MapSlope<ReciprocalOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Abs:
                MapSlope<AbsOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Tanh:
                MapSlope<TanhOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Relu:
                MapSlope<ReluOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Silu:
                MapSlope<SiluOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Gelu:
                MapSlope<GeluOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.GeluTanh:
                MapSlope<GeluTanhOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.QuickGelu:
                MapSlope<QuickGeluOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.SquaredRelu:
                MapSlope<SquaredReluOperator>(cpu, point, dy, dx);
                break;
            case UnaryFunction.Softplus:
                MapSlope<SoftplusOperator>(cpu, point, dy, dx);
                break;
            default:
                throw new InvalidOperationException($"No kernel for {operation.Name}.");
        }
    }

    private static int Tasks(long count) => (int)((count + Chunk - 1) / Chunk);

    private static void Map<TOperator>(CpuBackend cpu, TensorView x, TensorView y)
        where TOperator : struct, IUnaryOperator
    {
        if (x.Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(x.Count), new DoubleBody<TOperator>((double*)x.Pointer, (double*)y.Pointer, x.Count));
        }
        else
        {
            cpu.Workers.For(Tasks(x.Count), new FloatBody<TOperator>(x.Floats, y.Floats, x.Count));
        }
    }

    private static void MapSlope<TOperator>(CpuBackend cpu, TensorView point, TensorView dy, TensorView dx)
        where TOperator : struct, ISlopeOperator
    {
        if (point.Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(dx.Count), new DoubleSlopeBody<TOperator>((double*)point.Pointer, (double*)dy.Pointer, (double*)dx.Pointer, dx.Count));
        }
        else
        {
            cpu.Workers.For(Tasks(dx.Count), new FloatSlopeBody<TOperator>(point.Floats, dy.Floats, dx.Floats, dx.Count));
        }
    }

    private readonly struct FloatBody<TOperator>(float* x, float* y, long count) : IParallelBody
        where TOperator : struct, IUnaryOperator
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            var i = index * Chunk;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                Vector.Store(TOperator.Invoke(Vector.Load(x + i)), y + i);
            }

            if (i < end)
            {
                VectorParts.Store(TOperator.Invoke(VectorParts.Load(x + i, end - i)), y + i, end - i);
            }
        }
    }

    private readonly struct DoubleBody<TOperator>(double* x, double* y, long count) : IParallelBody
        where TOperator : struct, IUnaryOperator
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            for (var i = index * Chunk; i < end; i++)
            {
                y[i] = TOperator.Invoke(x[i]);
            }
        }
    }

    private readonly struct FloatSlopeBody<TOperator>(float* point, float* dy, float* dx, long count) : IParallelBody
        where TOperator : struct, ISlopeOperator
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            var i = index * Chunk;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                Vector.Store(TOperator.Slope(Vector.Load(point + i)) * Vector.Load(dy + i), dx + i);
            }

            if (i < end)
            {
                VectorParts.Store(TOperator.Slope(VectorParts.Load(point + i, end - i)) * VectorParts.Load(dy + i, end - i), dx + i, end - i);
            }
        }
    }

    private readonly struct DoubleSlopeBody<TOperator>(double* point, double* dy, double* dx, long count) : IParallelBody
        where TOperator : struct, ISlopeOperator
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, count);
            for (var i = index * Chunk; i < end; i++)
            {
                dx[i] = TOperator.Slope(point[i]) * dy[i];
            }
        }
    }
}
