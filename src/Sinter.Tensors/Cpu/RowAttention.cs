using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Attention of few queries, as in decoding: bound by reading keys and values, so plain dot products and nothing packed. A task is some queries of heads that share
/// keys, which are read block by block for all of these heads. Four keys or values are taken at a time, counted from the first that a query sees, so that its
/// sums do not depend on the queries beside it.
/// </summary>
internal unsafe struct RowAttention : IParallelBody
{
    private const int QueriesPerTask = 8;

    /// <summary>Keys, or values, that stay in the first-level cache while the heads of a task read them; a multiple of those taken at a time.</summary>
    private const int KeyBlock = 32;

    /// <summary>Heads of a task at most: each has its own weights in scratch.</summary>
    private const int MostHeads = 4;

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

    /// <summary>As many keys as any query can see.</summary>
    public int MostSeen;

    private int _headsOfTask;

    /// <summary>Computes with all workers.</summary>
    public void Run(Workers workers)
    {
        _headsOfTask = HeadsOfTask(Layout.Batch, Layout.Time, Layout.Heads, Layout.KeyValueHeads, workers.Count);
        workers.For(Tasks(Layout.Batch, Layout.Time, Layout.Heads, _headsOfTask), this);
    }

    /// <summary>Scratch floats of a worker: the weights of a query of each head of a task.</summary>
    public static long ScratchFloats(int batch, int time, AttentionOptions options, int mostSeen, int threads)
        => (long)HeadsOfTask(batch, time, options.Heads, options.KeyValueHeads, threads) * mostSeen;

    /// <inheritdoc/>
    public readonly void Run(int index, Worker worker)
    {
        var parts = Layout.Heads / _headsOfTask;
        var head = index % parts * _headsOfTask;
        var batch = index / parts % Layout.Batch;
        var first = index / (parts * Layout.Batch) * QueriesPerTask;
        var weights = worker.Scratch((long)_headsOfTask * MostSeen);
        for (var t = first; t < Math.Min(Layout.Time, first + QueriesPerTask); t++)
        {
            RunQuery(batch, t, head, weights);
        }
    }

    /// <summary>As many heads as share keys, but few enough that there is a task for each worker. What is computed does not depend on it.</summary>
    private static int HeadsOfTask(int batch, int time, int heads, int keyValueHeads, int threads)
    {
        var most = Math.Min(MostHeads, heads / keyValueHeads);
        while (most > 1 && (heads / keyValueHeads % most != 0 || Tasks(batch, time, heads, most) < threads))
        {
            most--;
        }

        return most;
    }

    private static int Tasks(int batch, int time, int heads, int headsOfTask)
        => batch * (heads / headsOfTask) * ((time + QueriesPerTask - 1) / QueriesPerTask);

    private readonly void RunQuery(int batch, int t, int firstHead, float* weights)
    {
        var headSize = Layout.HeadSize;
        var range = Ranges + (2 * (((long)batch * Layout.Time) + t));
        var from = Math.Clamp(range[0], 0, Layout.KeyTime);
        var seen = Math.Clamp(range[1], from, Layout.KeyTime) - from;
        var keys = Layout.Key(batch, from, firstHead);
        for (var block = 0; block < seen; block += KeyBlock)
        {
            for (var i = 0; i < _headsOfTask; i++)
            {
                Multiply(
                    Layout.Query(batch, t, firstHead + i).Pointer, keys.At(block, 0), keys.RowStride, headSize, Math.Min(KeyBlock, seen - block), weights + ((long)i * MostSeen) + block);
            }
        }

        for (var i = 0; i < _headsOfTask; i++)
        {
            new Span<float>(Layout.Output(Output, batch, t, firstHead + i).Pointer, headSize).Clear();
            Normalize(batch, t, firstHead + i, from, seen, weights + ((long)i * MostSeen));
        }

        var values = Layout.Value(batch, from, firstHead);
        for (var block = 0; block < seen; block += KeyBlock)
        {
            for (var i = 0; i < _headsOfTask; i++)
            {
                Mix(
                    weights + ((long)i * MostSeen) + block, values.At(block, 0), values.RowStride, headSize, Math.Min(KeyBlock, seen - block), Layout.Output(Output, batch, t, firstHead + i).Pointer);
            }
        }
    }

    /// <summary>The softmax of a head's products, and its logarithm.</summary>
    private readonly void Normalize(int batch, int t, int head, int from, int seen, float* weights)
    {
        var logarithm = Logarithms is null ? null : Logarithms + ((((long)batch * Layout.Heads) + head) * Layout.Time) + t;
        if (seen == 0)
        {
            if (logarithm is not null)
            {
                *logarithm = float.NegativeInfinity;
            }

            return;
        }

        Score(weights, Bias is null ? null : Bias + ((long)head * BiasStride) + BiasZero + t - from, seen);
        var largest = VectorMath.Largest(weights, seen);
        var sum = Exponentials(weights, largest, seen);
        VectorMath.Scale(1 / sum, weights, seen);
        if (logarithm is not null)
        {
            *logarithm = largest + MathF.Log(sum);
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

    /// <summary>Adds the sum of weight · value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* weights, float* values, nint stride, nint headSize, int count, float* to)
    {
        var j = 0;
        for (; j + 4 <= count; j += 4, values += 4 * stride)
        {
            var v1 = values + stride;
            var v2 = v1 + stride;
            var v3 = v2 + stride;
            var (w0, w1, w2, w3) = (weights[j], weights[j + 1], weights[j + 2], weights[j + 3]);
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
            var weight = weights[j];
            for (nint i = 0; i < headSize; i++)
            {
                to[i] += values[i] * weight;
            }
        }
    }
}
