using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="Rotary"/>; reads both halves before it writes them, so that it can work in place.</summary>
internal static unsafe class RotaryKernels
{
    private const int RowsPerTask = 32;

    public static void Run(CpuBackend cpu, Rotary operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var positions = inputs[1];
        for (var i = 0L; i < positions.Count; i++)
        {
            if ((uint)positions.Integers[i] >= (uint)inputs[2].Shape[0])
            {
                throw new ArgumentException($"{operation.Name} was given the position {positions.Integers[i]}; its table has {inputs[2].Shape[0]}.");
            }
        }

        var rows = (int)positions.Count;
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new Body(
                inputs[0].Floats, positions.Integers, inputs[2].Floats, outputs[0].Floats,
                rows, inputs[0].Shape[^1], operation.HeadSize, operation.RotatedHeads, operation.Inverse ? -1 : 1));
    }

    private readonly struct Body(float* x, int* positions, float* table, float* y, int rows, int width, int headSize, int heads, float direction) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var half = headSize / 2;
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var cosines = table + ((long)positions[row] * headSize);
                var from = x + ((long)row * width);
                var to = y + ((long)row * width);
                for (var head = 0; head < heads; head++)
                {
                    Turn(from + (head * headSize), to + (head * headSize), cosines, cosines + half, half);
                }

                var rest = (long)(width - (heads * headSize)) * sizeof(float);
                if (from != to && rest > 0)
                {
                    Buffer.MemoryCopy(from + (heads * headSize), to + (heads * headSize), rest, rest);
                }
            }
        }

        private void Turn(float* from, float* to, float* cosines, float* sines, int half)
        {
            var sign = new Vector<float>(direction);
            var j = 0;
            for (; j + Vector<float>.Count <= half; j += Vector<float>.Count)
            {
                var (first, second) = (Vector.Load(from + j), Vector.Load(from + half + j));
                var (cosine, sine) = (Vector.Load(cosines + j), Vector.Load(sines + j) * sign);
                Vector.Store((first * cosine) - (second * sine), to + j);
                Vector.Store((second * cosine) + (first * sine), to + half + j);
            }

            for (; j < half; j++)
            {
                var (first, second) = (from[j], from[half + j]);
                var sine = sines[j] * direction;
                to[j] = (first * cosines[j]) - (second * sine);
                to[half + j] = (second * cosines[j]) + (first * sine);
            }
        }
    }
}
