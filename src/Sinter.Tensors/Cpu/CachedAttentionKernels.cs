using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="CachedAttention"/>: of few rows, as in decoding, each by itself; of many, as in reading a prompt, the blocked kernel of <see cref="Attention"/>.</summary>
internal static unsafe class CachedAttentionKernels
{
    /// <summary>Up to so many rows each is computed by itself, as thin products do, so that decoding several at once gives the same text.</summary>
    private const int MostRows = ThinProduct.MostRows;

    public static void Run(CpuBackend cpu, CachedAttention operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var options = operation.Options;
        var packed = new AttentionLayout(inputs[0], options.Heads, options.KeyValueHeads);
        var (capacity, width) = (inputs[1].Shape[^2], inputs[1].Shape[^1]);
        var ranges = (int*)cpu.Partials(2L * packed.Batch * packed.Time);
        for (var sequence = 0; sequence < packed.Batch; sequence++)
        {
            var position = inputs[3].Integers[sequence];
            if (position < 0 || position > capacity - packed.Time)
            {
                throw new ArgumentException($"{operation.Name} was given positions {position} to {(long)position + packed.Time - 1}; the cache holds {capacity}.");
            }

            for (var t = 0; t < packed.Time; t++)
            {
                var bytes = (long)width * sizeof(float);
                var offset = (((long)sequence * capacity) + position + t) * width;
                Buffer.MemoryCopy(packed.Key(sequence, t, 0).Pointer, inputs[1].Floats + offset, bytes, bytes);
                Buffer.MemoryCopy(packed.Value(sequence, t, 0).Pointer, inputs[2].Floats + offset, bytes, bytes);
                var range = ranges + (2 * (((long)sequence * packed.Time) + t));
                range[1] = position + t + 1;
                range[0] = Math.Max(0, position + t + 1 - MostSeen(options, capacity));
            }
        }

        var layout = new AttentionLayout(inputs[0], inputs[1], inputs[2], options.Heads, options.KeyValueHeads);
        if (IsBlocked(layout.Time, hasBias: inputs.Length > 4))
        {
            AttentionKernels.Run(cpu, options, layout, ranges, outputs[0].Floats);
            return;
        }

        new RowAttention
        {
            Layout = layout,
            Scores = new AttentionScores(options, layout.HeadSize),
            Ranges = ranges,
            Bias = inputs.Length > 4 ? inputs[4].Floats : null,
            BiasStride = capacity,
            BiasZero = inputs[3].Integers[0],
            Output = outputs[0].Floats,
            MostSeen = MostSeen(options, capacity),
        }.Run(cpu.Workers);
    }

    /// <summary>Memory besides tensors: ranges, and the weights of a row for each worker, for every position the same, so that decoding does not make room at each step.</summary>
    public static KernelScratch Scratch(AttentionOptions options, IReadOnlyList<Tensor> inputs, int threads)
    {
        var (batch, time, capacity) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[^2]);
        var headSize = inputs[1].Shape[^1] / options.KeyValueHeads;
        var floats = IsBlocked(time, inputs.Count > 4)
            ? AttentionKernels.ScratchFloats(batch * options.Heads, headSize, time, threads)
            : RowAttention.ScratchFloats(batch, time, options, MostSeen(options, capacity), threads);
        return new(0, 2L * batch * time * sizeof(int), floats * sizeof(float));
    }

    /// <summary>Whether the blocked kernel is used; its biases would be read for keys after a query too, for which the table of distances has none.</summary>
    private static bool IsBlocked(int rows, bool hasBias) => rows > MostRows && !hasBias;

    private static int MostSeen(AttentionOptions options, int capacity) => options.Window > 0 ? Math.Min(options.Window, capacity) : capacity;
}
