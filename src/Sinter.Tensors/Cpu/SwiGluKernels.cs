using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="SwiGlu"/> and its gradient.</summary>
internal static unsafe class SwiGluKernels
{
    private const int RowsPerTask = 16;

    public static void Run(CpuBackend cpu, SwiGlu operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = outputs[0].Shape[^1];
        var rows = (int)(outputs[0].Count / width);
        cpu.Workers.For((rows + RowsPerTask - 1) / RowsPerTask, new ForwardBody(inputs[0].Floats, outputs[0].Floats, rows, width));
    }

    public static void Run(CpuBackend cpu, SwiGluGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var width = inputs[1].Shape[^1];
        var rows = (int)(inputs[1].Count / width);
        cpu.Workers.For((rows + RowsPerTask - 1) / RowsPerTask, new GradientBody(inputs[0].Floats, inputs[1].Floats, outputs[0].Floats, rows, width));
    }

    private readonly struct ForwardBody(float* x, float* y, int rows, int width) : IParallelBody
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
                    var g = Vector.Load(gate + j);
                    Vector.Store(g * VectorMath.Sigmoid(g) * Vector.Load(value + j), to + j);
                }

                for (; j < width; j++)
                {
                    to[j] = gate[j] / (1 + MathF.Exp(-gate[j])) * value[j];
                }
            }
        }
    }

    /// <summary>dvalue = dy g s; dgate = dy v s (1 + g (1 - s)), with s = sigmoid(g). Reads before it writes: dx may be x.</summary>
    private readonly struct GradientBody(float* x, float* dy, float* dx, int rows, int width) : IParallelBody
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
                    var (g, v, d) = (Vector.Load(gate + j), Vector.Load(value + j), Vector.Load(gradient + j));
                    var s = VectorMath.Sigmoid(g);
                    Vector.Store(d * g * s, toValue + j);
                    Vector.Store(d * v * s * Vector.FusedMultiplyAdd(g, Vector<float>.One - s, Vector<float>.One), toGate + j);
                }

                for (; j < width; j++)
                {
                    var (g, v, d) = (gate[j], value[j], gradient[j]);
                    var s = 1 / (1 + MathF.Exp(-g));
                    toValue[j] = d * g * s;
                    toGate[j] = d * v * s * (1 + (g * (1 - s)));
                }
            }
        }
    }
}
