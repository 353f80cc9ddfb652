using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="CachedAttention"/>: bound by reading the cache, so plain dot products, a head a task.</summary>
internal static unsafe class CachedAttentionKernels
{
    public static void Run(CpuBackend cpu, CachedAttention operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = new AttentionLayout(inputs[0], operation.Heads, operation.KeyValueHeads);
        var position = inputs[3].Integers[0];
        if (position < 0 || position + layout.Time > inputs[1].Shape[0])
        {
            throw new ArgumentException($"{operation.Name} was given positions {position} to {position + layout.Time - 1}; the cache holds {inputs[1].Shape[0]}.");
        }

        var width = inputs[1].Shape[1];
        for (var t = 0; t < layout.Time; t++)
        {
            var bytes = (long)width * sizeof(float);
            var offset = (long)(position + t) * width;
            Buffer.MemoryCopy(layout.Key(0, t, 0).Pointer, inputs[1].Floats + offset, bytes, bytes);
            Buffer.MemoryCopy(layout.Value(0, t, 0).Pointer, inputs[2].Floats + offset, bytes, bytes);
        }

        cpu.Workers.For(layout.Heads, new Body(layout, inputs[1].Floats, inputs[2].Floats, outputs[0].Floats, position, width));
    }

    private readonly struct Body(AttentionLayout layout, float* keys, float* values, float* output, int position, int width) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var column = index / layout.Group * layout.HeadSize;
            var weights = worker.Scratch(position + layout.Time);
            for (var t = 0; t < layout.Time; t++)
            {
                var scale = 1 / MathF.Sqrt(layout.HeadSize);
                var query = layout.Query(0, t, index).Pointer;
                var seen = position + t + 1;
                var largest = float.NegativeInfinity;
                for (var j = 0; j < seen; j++)
                {
                    weights[j] = VectorMath.Dot(query, keys + ((long)j * width) + column, layout.HeadSize) * scale;
                    largest = MathF.Max(largest, weights[j]);
                }

                var sum = 0f;
                for (var j = 0; j < seen; j++)
                {
                    weights[j] = MathF.Exp(weights[j] - largest);
                    sum += weights[j];
                }

                var to = layout.Output(output, 0, t, index).Pointer;
                new Span<float>(to, layout.HeadSize).Clear();
                for (var j = 0; j < seen; j++)
                {
                    AddScaled(values + ((long)j * width) + column, weights[j] / sum, to);
                }
            }
        }

        private void AddScaled(float* from, float factor, float* to)
        {
            var factors = new Vector<float>(factor);
            var i = 0;
            for (; i + Vector<float>.Count <= layout.HeadSize; i += Vector<float>.Count)
            {
                Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(from + i), factors, Vector.Load(to + i)), to + i);
            }

            for (; i < layout.HeadSize; i++)
            {
                to[i] += from[i] * factor;
            }
        }
    }
}
