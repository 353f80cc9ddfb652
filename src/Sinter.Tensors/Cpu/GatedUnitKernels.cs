using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="GatedUnit"/> and its gradient, one for all activations.</summary>
internal static unsafe class GatedUnitKernels
{
    private const int RowsPerTask = 16;

    public static void Run(CpuBackend cpu, GatedUnit operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        switch (operation.Activation)
        {
            case UnaryFunction.Silu:
                Forward<SiluOperator>(cpu, inputs[0], outputs[0]);
                break;
            case UnaryFunction.Gelu:
                Forward<GeluOperator>(cpu, inputs[0], outputs[0]);
                break;
            case UnaryFunction.GeluTanh:
                Forward<GeluTanhOperator>(cpu, inputs[0], outputs[0]);
                break;
            case UnaryFunction.Relu:
                Forward<ReluOperator>(cpu, inputs[0], outputs[0]);
                break;
            case UnaryFunction.Sigmoid:
                Forward<SigmoidOperator>(cpu, inputs[0], outputs[0]);
                break;
            default:
                throw new InvalidOperationException($"No kernel for {operation.Name}.");
        }
    }

    public static void Run(CpuBackend cpu, GatedUnitGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        switch (operation.Activation)
        {
            case UnaryFunction.Silu:
                Backward<SiluOperator>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case UnaryFunction.Gelu:
                Backward<GeluOperator>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case UnaryFunction.GeluTanh:
                Backward<GeluTanhOperator>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case UnaryFunction.Relu:
                Backward<ReluOperator>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            case UnaryFunction.Sigmoid:
                Backward<SigmoidOperator>(cpu, inputs[0], inputs[1], outputs[0]);
                break;
            default:
                throw new InvalidOperationException($"No kernel for {operation.Name}.");
        }
    }

    private static void Forward<TActivation>(CpuBackend cpu, TensorView x, TensorView y)
        where TActivation : struct, IActivationOperator
    {
        var width = y.Shape[^1];
        var rows = (int)(y.Count / width);
        cpu.Workers.For((rows + RowsPerTask - 1) / RowsPerTask, new ForwardBody<TActivation>(x.Floats, y.Floats, rows, width));
    }

    private static void Backward<TActivation>(CpuBackend cpu, TensorView x, TensorView dy, TensorView dx)
        where TActivation : struct, IActivationOperator
    {
        var width = dy.Shape[^1];
        var rows = (int)(dy.Count / width);
        cpu.Workers.For((rows + RowsPerTask - 1) / RowsPerTask, new GradientBody<TActivation>(x.Floats, dy.Floats, dx.Floats, rows, width));
    }

    private readonly struct ForwardBody<TActivation>(float* x, float* y, int rows, int width) : IParallelBody
        where TActivation : struct, IActivationOperator
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var gate = x + (2L * row * width);
                var value = gate + width;
                var to = y + ((long)row * width);
                var j = 0;
                for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
                {
                    Vector.Store(TActivation.Invoke(Vector.Load(gate + j)) * Vector.Load(value + j), to + j);
                }

                if (j < width)
                {
                    var rest = width - j;
                    VectorParts.Store(TActivation.Invoke(VectorParts.Load(gate + j, rest)) * VectorParts.Load(value + j, rest), to + j, rest);
                }
            }
        }
    }

    /// <summary>dvalue = dy activation(gate); dgate = dy value activation'(gate). Reads before it writes: dx may be x.</summary>
    private readonly struct GradientBody<TActivation>(float* x, float* dy, float* dx, int rows, int width) : IParallelBody
        where TActivation : struct, IActivationOperator
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var gate = x + (2L * row * width);
                var value = gate + width;
                var gradient = dy + ((long)row * width);
                var toGate = dx + (2L * row * width);
                var toValue = toGate + width;
                var j = 0;
                for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
                {
                    var (v, d) = (Vector.Load(value + j), Vector.Load(gradient + j));
                    var activated = TActivation.Invoke(Vector.Load(gate + j), out var slope);
                    Vector.Store(d * activated, toValue + j);
                    Vector.Store(d * v * slope, toGate + j);
                }

                if (j < width)
                {
                    var rest = width - j;
                    var (v, d) = (VectorParts.Load(value + j, rest), VectorParts.Load(gradient + j, rest));
                    var activated = TActivation.Invoke(VectorParts.Load(gate + j, rest), out var slope);
                    VectorParts.Store(d * activated, toValue + j, rest);
                    VectorParts.Store(d * v * slope, toGate + j, rest);
                }
            }
        }
    }
}
