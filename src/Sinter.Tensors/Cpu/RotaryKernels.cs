using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="Rotary"/>; reads both elements of a pair before it writes them, so that it can work in place.</summary>
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
                rows, inputs[0].Shape[^1], operation.HeadSize, inputs[2].Shape[1], operation.RotatedHeads,
                operation.Inverse ? -1 : 1, operation.Pairing == RotaryPairing.Interleaved));
    }

    private readonly struct Body(
        float* x, int* positions, float* table, float* y, int rows, int width, int headSize, int size, int heads, float direction, bool interleaved) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var half = size / 2;
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                var cosines = table + ((long)positions[row] * size);
                var from = x + ((long)row * width);
                var to = y + ((long)row * width);
                for (var head = 0; head < heads; head++)
                {
                    var start = head * headSize;
                    if (interleaved)
                    {
                        TurnPairs(from + start, to + start, cosines, cosines + half, half);
                    }
                    else
                    {
                        Turn(from + start, to + start, cosines, cosines + half, half);
                    }

                    Pass(from + start + size, to + start + size, headSize - size);
                }

                Pass(from + (heads * headSize), to + (heads * headSize), width - (heads * headSize));
            }
        }

        private static void Pass(float* from, float* to, int count)
        {
            if (from != to && count > 0)
            {
                Buffer.MemoryCopy(from, to, (long)count * sizeof(float), (long)count * sizeof(float));
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

        /// <summary>
        /// Neighbours as the two halves of a 64-bit number: shifts by 32 bits exchange them, and spread a cosine over both, at any width of vectors.
        /// </summary>
        private void TurnPairs(float* from, float* to, float* cosines, float* sines, int half)
        {
            var sign = new Vector<float>(direction);
            var j = 0;
            for (; j + Vector<float>.Count <= half; j += Vector<float>.Count)
            {
                Vector.Widen(Vector.AsVectorUInt32(Vector.Load(cosines + j)), out var lowCosines, out var highCosines);
                Vector.Widen(Vector.AsVectorUInt32(Vector.Load(sines + j) * sign), out var lowSines, out var highSines);
                var low = TurnPairs(Vector.Load(from + (2 * j)), lowCosines, lowSines);
                var high = TurnPairs(Vector.Load(from + (2 * j) + Vector<float>.Count), highCosines, highSines);
                Vector.Store(low, to + (2 * j));
                Vector.Store(high, to + (2 * j) + Vector<float>.Count);
            }

            for (; j < half; j++)
            {
                var (first, second) = (from[2 * j], from[(2 * j) + 1]);
                var sine = sines[j] * direction;
                to[2 * j] = (first * cosines[j]) - (second * sine);
                to[(2 * j) + 1] = (second * cosines[j]) + (first * sine);
            }
        }

        private static Vector<float> TurnPairs(Vector<float> pairs, Vector<ulong> cosines, Vector<ulong> sines)
        {
            const ulong SignOfFirst = 0x8000_0000;
            var bits = Vector.AsVectorUInt64(pairs);
            var exchanged = Vector.AsVectorSingle((bits << 32) | (bits >>> 32));
            var cosine = Vector.AsVectorSingle(cosines | (cosines << 32));
            var sine = Vector.AsVectorSingle((sines | (sines << 32)) ^ new Vector<ulong>(SignOfFirst));
            return (pairs * cosine) + (exchanged * sine);
        }
    }
}
