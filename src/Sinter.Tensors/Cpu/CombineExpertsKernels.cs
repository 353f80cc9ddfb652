using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="CombineExperts"/>, a token at a time, and of its gradient, a row at a time: each element is written by one task and never added to.</summary>
internal static unsafe class CombineExpertsKernels
{
    private const int ElementsPerTask = 16384;

    public static void Run(CpuBackend cpu, CombineExperts operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (weights, width) = (inputs[1], outputs[0].Shape[1]);
        var (tokens, slots) = (weights.Shape[0], weights.Shape[1]);
        ExpertIndices.Check(operation, inputs[2], inputs[0].Shape[0]);
        var each = Math.Max(1, ElementsPerTask / (width * slots));
        cpu.Workers.For((tokens + each - 1) / each, new Body(inputs[0].Floats, weights.Floats, inputs[2].Integers, outputs[0].Floats, tokens, slots, width, each));
    }

    public static void Run(CpuBackend cpu, CombineExpertsGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, width) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        ExpertIndices.Check(operation, inputs[2], rows);
        var each = Math.Max(1, ElementsPerTask / width);
        cpu.Workers.For((rows + each - 1) / each, new GradientBody(
            inputs[0].Floats, inputs[1].Floats, inputs[2].Integers, inputs[3].Floats, outputs[0].Floats, outputs[1].Floats, rows, inputs[1].Shape[1], width, each));
    }

    private readonly struct Body(float* x, float* weights, int* rows, float* y, int tokens, int slots, int width, int tokensPerTask) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var token = index * tokensPerTask; token < Math.Min(tokens, (index + 1) * tokensPerTask); token++)
            {
                var to = y + ((long)token * width);
                for (var slot = 0; slot < slots; slot++)
                {
                    var assignment = ((long)token * slots) + slot;
                    var from = x + ((long)rows[assignment] * width);
                    Scale(from, weights[assignment], to, add: slot > 0);
                }
            }
        }

        private void Scale(float* from, float factor, float* to, bool add)
        {
            var factors = new Vector<float>(factor);
            var j = 0;
            for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
            {
                Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(from + j), factors, add ? Vector.Load(to + j) : Vector<float>.Zero), to + j);
            }

            for (; j < width; j++)
            {
                to[j] = MathF.FusedMultiplyAdd(from[j], factor, add ? to[j] : 0);
            }
        }
    }

    /// <summary>Reads a row of x before it writes there: dx may be x.</summary>
    private readonly struct GradientBody(
        float* x, float* weights, int* assignments, float* dy, float* dx, float* dweights, int rows, int slots, int width, int rowsPerTask) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * rowsPerTask; row < Math.Min(rows, (index + 1) * rowsPerTask); row++)
            {
                var assignment = assignments[row];
                var gradient = dy + ((long)(assignment / slots) * width);
                if (dweights is not null)
                {
                    dweights[assignment] = VectorMath.Dot(x + ((long)row * width), gradient, width);
                }

                if (dx is null)
                {
                    continue;
                }

                var to = dx + ((long)row * width);
                var factor = new Vector<float>(weights[assignment]);
                var j = 0;
                for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
                {
                    Vector.Store(Vector.Load(gradient + j) * factor, to + j);
                }

                for (; j < width; j++)
                {
                    to[j] = gradient[j] * weights[assignment];
                }
            }
        }
    }
}
