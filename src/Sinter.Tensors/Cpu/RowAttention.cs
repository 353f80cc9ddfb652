using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Attention of few queries, as in decoding: bound by reading keys and values, so plain dot products and nothing packed, a head and some queries a task. Four keys or
/// values are taken at a time, counted from the first that a query sees, so that its sums do not depend on the queries beside it.
/// </summary>
internal unsafe struct RowAttention : IParallelBody
{
    private const int QueriesPerTask = 8;

    /// <summary>Where queries, keys and values lie.</summary>
    public AttentionLayout Layout;

    /// <summary>What becomes of a product before the softmax.</summary>
    public AttentionScores Scores;

    /// <summary>The first key that each query sees and the one after the last, [batch, time, 2]; what leads outside the keys is cut.</summary>
    public int* Ranges;

    /// <summary>Added to the scores: of a head at <see cref="BiasZero"/> + query - key; null for nothing.</summary>
    public float* Bias;

    /// <summary>Biases of a head.</summary>
    public int BiasStride;

    /// <summary>Where the bias of query 0 for key 0 lies.</summary>
    public int BiasZero;

    /// <summary>Takes the results.</summary>
    public float* Output;

    /// <summary>Takes the logarithms of the softmax sums, [batch, heads, time]; null for nobody.</summary>
    public float* Logarithms;

    /// <summary>Scratch floats of a worker: the weights of a query for as many keys as any can see.</summary>
    public int MostSeen;

    /// <summary>Computes with all workers.</summary>
    public readonly void Run(Workers workers) => workers.For(Layout.Batch * Layout.Heads * ((Layout.Time + QueriesPerTask - 1) / QueriesPerTask), this);

    /// <inheritdoc/>
    public readonly void Run(int index, Worker worker)
    {
        var (head, batch) = (index % Layout.Heads, index / Layout.Heads % Layout.Batch);
        var first = index / (Layout.Heads * Layout.Batch) * QueriesPerTask;
        var weights = worker.Scratch(MostSeen);
        for (var t = first; t < Math.Min(Layout.Time, first + QueriesPerTask); t++)
        {
            var range = Ranges + (2 * (((long)batch * Layout.Time) + t));
            var from = Math.Clamp(range[0], 0, Layout.KeyTime);
            var seen = Math.Clamp(range[1], from, Layout.KeyTime) - from;
            var to = Layout.Output(Output, batch, t, head).Pointer;
            var logarithm = Logarithms is null ? null : Logarithms + ((((long)batch * Layout.Heads) + head) * Layout.Time) + t;
            if (seen == 0)
            {
                new Span<float>(to, Layout.HeadSize).Clear();
                if (logarithm is not null)
                {
                    *logarithm = float.NegativeInfinity;
                }

                continue;
            }

            var keys = Layout.Key(batch, from, head);
            var values = Layout.Value(batch, from, head);
            Multiply(Layout.Query(batch, t, head).Pointer, keys.Pointer, keys.RowStride, Layout.HeadSize, seen, weights);
            Score(weights, Bias is null ? null : Bias + ((long)head * BiasStride) + BiasZero + t - from, seen);
            var largest = VectorMath.Largest(weights, seen);
            var sum = Exponentials(weights, largest, seen);
            Mix(weights, 1 / sum, values.Pointer, values.RowStride, Layout.HeadSize, seen, to);
            if (logarithm is not null)
            {
                *logarithm = largest + MathF.Log(sum);
            }
        }
    }

    /// <summary>Scale, soft cap and bias, of which that of the next key lies before.</summary>
    private readonly void Score(float* weights, float* bias, int seen)
    {
        var scale = new Vector<float>(Scores.Scale);
        for (var j = 0; j < seen; j += Vector<float>.Count)
        {
            VectorMath.StorePart(Scores.Capped(VectorMath.LoadPart(weights + j, seen - j) * scale), weights + j, seen - j);
        }

        for (var j = 0; bias is not null && j < seen; j++)
        {
            weights[j] += bias[-j];
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
