using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="CachedAttention"/>: bound by reading the cache, so plain dot products, a head and some rows a task. Four keys or values are taken at a
/// time, counted from the first that a row sees, so that a row's sums do not depend on the rows beside it.
/// </summary>
internal static unsafe class CachedAttentionKernels
{
    private const int RowsPerTask = 8;

    public static void Run(CpuBackend cpu, CachedAttention operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var options = operation.Options;
        var layout = new AttentionLayout(inputs[0], options.Heads, options.KeyValueHeads);
        var (position, capacity) = (inputs[3].Integers[0], inputs[1].Shape[0]);
        if (position < 0 || position > capacity - layout.Time)
        {
            throw new ArgumentException($"{operation.Name} was given positions {position} to {(long)position + layout.Time - 1}; the cache holds {capacity}.");
        }

        var width = inputs[1].Shape[1];
        for (var t = 0; t < layout.Time; t++)
        {
            var bytes = (long)width * sizeof(float);
            var offset = (long)(position + t) * width;
            Buffer.MemoryCopy(layout.Key(0, t, 0).Pointer, inputs[1].Floats + offset, bytes, bytes);
            Buffer.MemoryCopy(layout.Value(0, t, 0).Pointer, inputs[2].Floats + offset, bytes, bytes);
        }

        cpu.Workers.For(layout.Heads * ((layout.Time + RowsPerTask - 1) / RowsPerTask), new Body
        {
            Layout = layout,
            Scores = new AttentionScores(options, layout.HeadSize),
            Keys = inputs[1].Floats,
            Values = inputs[2].Floats,
            Bias = inputs.Length > 4 ? inputs[4].Floats : null,
            Output = outputs[0].Floats,
            Position = position,
            Capacity = capacity,
            MostSeen = MostSeen(options, capacity),
            Width = width,
        });
    }

    /// <summary>Scratch floats of one worker: the weights of a row. The same for every position, so that decoding does not make room at each step.</summary>
    public static long ScratchFloats(AttentionOptions options, int capacity) => MostSeen(options, capacity);

    private static int MostSeen(AttentionOptions options, int capacity) => options.Window > 0 ? Math.Min(options.Window, capacity) : capacity;

    private struct Body : IParallelBody
    {
        public AttentionLayout Layout;
        public AttentionScores Scores;
        public float* Keys;
        public float* Values;
        public float* Bias;
        public float* Output;
        public int Position;
        public int Capacity;
        public int MostSeen;
        public int Width;

        public readonly void Run(int index, Worker worker)
        {
            var head = index % Layout.Heads;
            var first = index / Layout.Heads * RowsPerTask;
            var column = head / Layout.Group * Layout.HeadSize;
            var weights = worker.Scratch(MostSeen);
            for (var t = first; t < Math.Min(Layout.Time, first + RowsPerTask); t++)
            {
                var seen = Math.Min(Position + t + 1, MostSeen);
                var offset = ((long)(Position + t + 1 - seen) * Width) + column;
                Multiply(Layout.Query(0, t, head).Pointer, Keys + offset, Width, Layout.HeadSize, seen, weights);
                Score(weights, head, seen);
                var sum = Exponentials(weights, VectorMath.Largest(weights, seen), seen);
                Mix(weights, 1 / sum, Values + offset, Width, Layout.HeadSize, seen, Layout.Output(Output, 0, t, head).Pointer);
            }
        }

        /// <summary>Scale, soft cap and bias: of the keys seen, the last is the query's own.</summary>
        private readonly void Score(float* weights, int head, int seen)
        {
            var scale = new Vector<float>(Scores.Scale);
            for (var j = 0; j < seen; j += Vector<float>.Count)
            {
                VectorMath.StorePart(Scores.Capped(VectorMath.LoadPart(weights + j, seen - j) * scale), weights + j, seen - j);
            }

            if (Bias is null)
            {
                return;
            }

            var bias = Bias + ((long)head * Capacity) + seen - 1;
            for (var j = 0; j < seen; j++)
            {
                weights[j] += bias[-j];
            }
        }
    }

    /// <summary>The products of a query with each key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* query, float* keys, nint stride, nint headSize, int count, float* products)
    {
        var j = 0;
        for (; j + 4 <= count; j += 4, keys += 4 * stride)
        {
            var k1 = keys + stride;
            var k2 = k1 + stride;
            var k3 = k2 + stride;
            Vector<float> s0 = Vector<float>.Zero, s1 = Vector<float>.Zero, s2 = Vector<float>.Zero, s3 = Vector<float>.Zero;
            nint i = 0;
            for (; i + Vector<float>.Count <= headSize; i += Vector<float>.Count)
            {
                var q = Vector.Load(query + i);
                s0 = Vector.FusedMultiplyAdd(q, Vector.Load(keys + i), s0);
                s1 = Vector.FusedMultiplyAdd(q, Vector.Load(k1 + i), s1);
                s2 = Vector.FusedMultiplyAdd(q, Vector.Load(k2 + i), s2);
                s3 = Vector.FusedMultiplyAdd(q, Vector.Load(k3 + i), s3);
            }

            var (p0, p1, p2, p3) = (Vector.Sum(s0), Vector.Sum(s1), Vector.Sum(s2), Vector.Sum(s3));
            for (; i < headSize; i++)
            {
                p0 = MathF.FusedMultiplyAdd(query[i], keys[i], p0);
                p1 = MathF.FusedMultiplyAdd(query[i], k1[i], p1);
                p2 = MathF.FusedMultiplyAdd(query[i], k2[i], p2);
                p3 = MathF.FusedMultiplyAdd(query[i], k3[i], p3);
            }

            products[j] = p0;
            products[j + 1] = p1;
            products[j + 2] = p2;
            products[j + 3] = p3;
        }

        for (; j < count; j++, keys += stride)
        {
            products[j] = VectorMath.Dot(query, keys, headSize);
        }
    }

    /// <summary>e^(x - largest) in place; returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* x, float largest, int count)
    {
        var shift = new Vector<float>(largest);
        var sums = Vector<float>.Zero;
        var j = 0;
        for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
        {
            var exponentials = VectorMath.Exp(Vector.Load(x + j) - shift);
            sums += exponentials;
            Vector.Store(exponentials, x + j);
        }

        var sum = Vector.Sum(sums);
        for (; j < count; j++)
        {
            x[j] = MathF.Exp(x[j] - largest);
            sum += x[j];
        }

        return sum;
    }

    /// <summary>factor · the sum of weight · value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* weights, float factor, float* values, nint stride, nint headSize, int count, float* to)
    {
        new Span<float>(to, (int)headSize).Clear();
        var j = 0;
        for (; j + 4 <= count; j += 4, values += 4 * stride)
        {
            var v1 = values + stride;
            var v2 = v1 + stride;
            var v3 = v2 + stride;
            var (w0, w1, w2, w3) = (weights[j] * factor, weights[j + 1] * factor, weights[j + 2] * factor, weights[j + 3] * factor);
            nint i = 0;
            for (; i + Vector<float>.Count <= headSize; i += Vector<float>.Count)
            {
                var first = Vector.FusedMultiplyAdd(Vector.Load(v1 + i), new Vector<float>(w1), Vector.Load(values + i) * w0);
                var second = Vector.FusedMultiplyAdd(Vector.Load(v3 + i), new Vector<float>(w3), Vector.Load(v2 + i) * w2);
                Vector.Store(Vector.Load(to + i) + (first + second), to + i);
            }

            for (; i < headSize; i++)
            {
                to[i] += (values[i] * w0) + (v1[i] * w1) + ((v2[i] * w2) + (v3[i] * w3));
            }
        }

        for (; j < count; j++, values += stride)
        {
            var weight = weights[j] * factor;
            for (nint i = 0; i < headSize; i++)
            {
                to[i] += values[i] * weight;
            }
        }
    }
}
