using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="Operations.Attention"/>. A task is a chunk of a head's queries. Keys and values are packed a block at a time; for each panel of queries the
/// block's scores are computed as keys x queries, so that the softmax goes lane by lane without a sum across a vector, and the weights lie just as the
/// product with the values reads its panels. The softmax is continued from block to block (Milakov and Gimelshein 2018), so that memory grows with time,
/// not with its square.
/// </summary>
internal static unsafe class AttentionKernels
{
    /// <summary>Keys of a block, whose scores fit the first-level cache. Cut at fixed positions: the order of sums does not depend on the chunks.</summary>
    private const int KeyBlock = 192;

    /// <summary>Up to so many queries of another sequence's keys, as in decoding, packing these would cost more than it saves.</summary>
    private const int FewQueries = 4;

    private const int LargeChunk = 512;
    private const int SmallChunk = 256;

    public static void Run(CpuBackend cpu, Attention operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = AttentionLayout.Of(operation.Options, inputs);
        var seen = operation.Options.Cross ? 2 : 1;
        if (IsThin(operation.Options, layout.Time))
        {
            new RowAttention
            {
                Layout = layout,
                Scores = new AttentionScores(operation.Options, layout.HeadSize),
                Ranges = inputs[seen].Integers,
                Bias = inputs.Length > seen + 1 ? inputs[seen + 1].Floats : null,
                BiasStride = layout.Time + layout.KeyTime - 1,
                BiasZero = layout.KeyTime - 1,
                Output = outputs[0].Floats,
                Logarithms = outputs[1].Floats,
                MostSeen = layout.KeyTime,
            }.Run(cpu.Workers);
            return;
        }

        var heads = layout.Batch * layout.Heads;
        var body = new Body
        {
            Layout = layout,
            Scores = new AttentionScores(operation.Options, layout.HeadSize),
            Ranges = new AttentionRanges(operation.Options),
            Seen = inputs[seen].Integers,
            SeenStride = layout.Time * seen,
            Bias = inputs.Length > seen + 1 ? inputs[seen + 1].Floats : null,
            Output = outputs[0].Floats,
            Logarithms = outputs[1].Floats,
            Chunk = Chunk(heads, layout.Time, cpu.Threads),
        };
        cpu.Workers.For(body.Chunks * heads, body);
    }

    /// <summary>Attention to the keys of a cache, of which each query sees a range, as in attention to another sequence; without a bias.</summary>
    /// <param name="cpu">The backend.</param>
    /// <param name="options">How the layer is made.</param>
    /// <param name="layout">Where queries, keys and values lie.</param>
    /// <param name="ranges">For each query the first key that it sees and the one after the last, [batch, time, 2].</param>
    /// <param name="output">Takes the results.</param>
    public static void Run(CpuBackend cpu, AttentionOptions options, in AttentionLayout layout, int* ranges, float* output)
    {
        var body = new Body
        {
            Layout = layout,
            Scores = new AttentionScores(options, layout.HeadSize),
            Ranges = AttentionRanges.Given,
            Seen = ranges,
            SeenStride = 2 * layout.Time,
            Output = output,
            Chunk = Chunk(layout.Batch * layout.Heads, layout.Time, cpu.Threads),
        };
        cpu.Workers.For(body.Chunks * layout.Batch * layout.Heads, body);
    }

    /// <summary>Floats that a worker needs for a number of heads, in all sequences together.</summary>
    public static long ScratchFloats(int heads, int headSize, int time, int threads) => Memory.Floats(GemmKernels.Chosen, headSize, Chunk(heads, time, threads));

    /// <summary>Floats that a worker needs.</summary>
    public static long ScratchFloats(AttentionOptions options, IReadOnlyList<Tensor> inputs, int threads)
    {
        var (batch, time, width) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[0].Shape[2]);
        var headSize = width / (options.Cross ? options.Heads : options.Heads + (2 * options.KeyValueHeads));
        return IsThin(options, time)
            ? RowAttention.ScratchFloats(batch, time, options, inputs[1].Shape[1], threads)
            : ScratchFloats(batch * options.Heads, headSize, time, threads);
    }

    private static bool IsThin(AttentionOptions options, int time) => options.Cross && time <= FewQueries;

    /// <summary>Queries of a task: many share what is packed, few make enough tasks for all workers.</summary>
    private static int Chunk(int heads, int time, int threads)
        => Math.Min(time, heads * ((time + LargeChunk - 1) / LargeChunk) >= 4 * threads ? LargeChunk : SmallChunk);

    private struct Body : IParallelBody
    {
        public AttentionLayout Layout;
        public AttentionScores Scores;
        public AttentionRanges Ranges;
        public int* Seen;
        public nint SeenStride;
        public float* Bias;
        public float* Output;
        public float* Logarithms;
        public int Chunk;

        public readonly int Chunks => (Layout.Time + Chunk - 1) / Chunk;

        public readonly void Run(int index, Worker worker)
        {
            // Later chunks see more keys: they are handed out first, so that no worker is left with a large one at the end.
            var heads = Layout.Batch * Layout.Heads;
            var first = (Chunks - 1 - (index / heads)) * Chunk;
            var (batch, head) = (index % Layout.Batch, index / Layout.Batch % Layout.Heads);
            var kernels = GemmKernels.Chosen;
            var queries = Math.Min(Chunk, Layout.Time - first);
            var memory = new Memory(worker, kernels, Layout.HeadSize, queries);
            var panels = memory.Panels;
            Ranges.Fill(Seen + (batch * SeenStride), first, first + queries, Layout.Time, Layout.KeyTime, memory.From, memory.To);
            for (var q = queries; q < panels * kernels.Columns; q++)
            {
                memory.From[q] = memory.To[q] = 0;
            }

            for (var panel = 0; panel < panels; panel++)
            {
                var row = panel * kernels.Columns;
                var count = Math.Min(kernels.Columns, queries - row);
                Packing.Pack(Layout.Query(batch, first + row, head), count, Layout.HeadSize, kernels.Columns, memory.Query(panel));
                new Span<float>(memory.Output(panel), Layout.HeadSize * kernels.Columns).Clear();
                new Span<float>(memory.Largest(panel), kernels.Columns).Fill(float.NegativeInfinity);
                new Span<float>(memory.Sum(panel), kernels.Columns).Clear();
            }

            var (firstKey, lastKey) = AttentionRanges.Union(memory.From, memory.To, queries);
            for (var block = firstKey / KeyBlock * KeyBlock; block < lastKey; block += KeyBlock)
            {
                // A block starts at a multiple of the rows of a panel of keys.
                var from = Math.Max(block, block + ((firstKey - block) / kernels.Rows * kernels.Rows));
                var keys = Math.Min(block + KeyBlock, lastKey) - from;
                Packing.Pack(Layout.Key(batch, from, head), keys, Layout.HeadSize, kernels.Rows, memory.Keys);
                Packing.Pack(Layout.Value(batch, from, head).Transposed, Layout.HeadSize, keys, kernels.Rows, memory.Values);
                for (var panel = 0; panel < panels; panel++)
                {
                    RunPanel(kernels, memory, panel, first, head, from, keys);
                }
            }

            for (var panel = 0; panel < panels; panel++)
            {
                var row = panel * kernels.Columns;
                Finish(memory, panel, Math.Min(kernels.Columns, queries - row), Layout.Output(Output, batch, first + row, head),
                    Logarithms is null ? null : Logarithms + ((((long)batch * Layout.Heads) + head) * Layout.Time) + first + row);
            }
        }

        /// <summary>A panel of queries and the keys [from, from + keys).</summary>
        private readonly void RunPanel(GemmKernels kernels, in Memory memory, int panel, int firstQuery, int head, int from, int keys)
        {
            var width = kernels.Columns;
            var row = panel * width;
            var (low, high) = AttentionRanges.Union(memory.From + row, memory.To + row, width);
            low = from + (Math.Max(low - from, 0) / kernels.Rows * kernels.Rows);
            high = Math.Min(high, from + keys);
            if (low >= high)
            {
                return;
            }

            kernels.Multiply(
                new PanelProduct
                {
                    Rows = high - low,
                    Columns = width,
                    Depth = Layout.HeadSize,
                    A = memory.Keys + ((low - from) * Layout.HeadSize),
                    PanelA = kernels.Rows * Layout.HeadSize,
                    B = memory.Query(panel),
                    PanelB = width * Layout.HeadSize,
                    C = memory.Block,
                    Stride = width,
                },
                memory.Tile);

            var bias = Bias is null ? null : Bias + (head * (long)(Layout.Time + Layout.KeyTime - 1)) + firstQuery + row - low + Layout.KeyTime - 1;
            for (var lane = 0; lane < width; lane += Vector<float>.Count)
            {
                Softmax(memory, panel, lane, low, high, bias is null ? null : bias + lane);
            }

            var sums = memory.Output(panel);
            kernels.Multiply(
                new PanelProduct
                {
                    Rows = Layout.HeadSize,
                    Columns = width,
                    Depth = high - low,
                    A = memory.Values + ((low - from) * kernels.Rows),
                    PanelA = kernels.Rows * keys,
                    B = memory.Block,
                    PanelB = width * (high - low),
                    Start = sums,
                    C = sums,
                    Stride = width,
                },
                memory.Tile);
        }

        /// <summary>Turns the scores of the keys [low, high) into weights for a vector of queries, and rescales what was summed before to the new maximum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Softmax(in Memory memory, int panel, int lane, int low, int high, float* bias)
        {
            var width = memory.Width;
            var block = memory.Block + lane;
            var row = (panel * width) + lane;
            var (from, to) = (Vector.Load(memory.From + row), Vector.Load(memory.To + row));
            var (inner, innerEnd) = Inner(memory.From + row, memory.To + row, low, high);
            var scale = new Vector<float>(Scores.Scale);
            var hidden = new Vector<float>(float.NegativeInfinity);
            var largest = hidden;
            if (bias is not null || Scores.SoftCap > 0)
            {
                for (var key = low; key < high; key++)
                {
                    var place = block + ((nint)(key - low) * width);
                    var score = Scores.Capped(Vector.Load(place) * scale);
                    Vector.Store(bias is null ? score : score + LoadBias(bias - (key - low), memory, row), place);
                }

                scale = Vector<float>.One;
            }

            for (var key = low; key < high; key++)
            {
                var score = Vector.Load(block + ((nint)(key - low) * width));
                if (key < inner || key >= innerEnd)
                {
                    score = Vector.ConditionalSelect(Sees(from, to, key), score, hidden);
                    Vector.Store(score, block + ((nint)(key - low) * width));
                }

                largest = Vector.MaxNative(largest, score);
            }

            var before = Vector.Load(memory.Largest(panel) + lane);
            var after = Vector.MaxNative(before, largest * scale);

            // A query that has seen nothing yet keeps minus infinity; its weights e^(-inf - 0) are zeros.
            var shift = -Vector.ConditionalSelect(Vector.Equals(after, hidden), Vector<float>.Zero, after);
            var sum = Vector<float>.Zero;
            for (nint i = 0; i < high - low; i++)
            {
                var weight = VectorMath.Exp(Vector.FusedMultiplyAdd(Vector.Load(block + (i * width)), scale, shift));
                sum += weight;
                Vector.Store(weight, block + (i * width));
            }

            var factor = VectorMath.Exp(before + shift);
            var total = memory.Sum(panel) + lane;
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(total), factor, sum), total);
            Vector.Store(after, memory.Largest(panel) + lane);
            if (!Vector.EqualsAll(factor, Vector<float>.One))
            {
                var output = memory.Output(panel) + lane;
                for (nint i = 0; i < Layout.HeadSize; i++)
                {
                    Vector.Store(Vector.Load(output + (i * width)) * factor, output + (i * width));
                }
            }
        }

        /// <summary>The biases of a vector of queries and one key: those of later queries lie after; lanes without a query read none.</summary>
        private static Vector<float> LoadBias(float* bias, in Memory memory, int row)
        {
            if (row + Vector<float>.Count <= memory.Queries)
            {
                return Vector.Load(bias);
            }

            Span<float> lanes = stackalloc float[Vector<float>.Count];
            for (var i = 0; i < memory.Queries - row; i++)
            {
                lanes[i] = bias[i];
            }

            return new Vector<float>(lanes);
        }

        /// <summary>The keys that all queries of a vector see: these need no mask.</summary>
        private static (int From, int To) Inner(int* from, int* to, int low, int high)
        {
            var (first, last) = (low, high);
            for (var i = 0; i < Vector<float>.Count; i++)
            {
                first = Math.Max(first, from[i]);
                last = Math.Min(last, to[i]);
            }

            return first < last ? (first, last) : (high, high);
        }

        private static Vector<int> Sees(Vector<int> from, Vector<int> to, int key)
        {
            var keys = new Vector<int>(key);
            return Vector.GreaterThanOrEqual(keys, from) & Vector.LessThan(keys, to);
        }

        /// <summary>Divides by the sums, and writes columns as the rows of the output.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Finish(in Memory memory, int panel, int queries, Matrix output, float* logarithms)
        {
            var sums = memory.Sum(panel);
            var largest = memory.Largest(panel);
            for (var lane = 0; lane < memory.Width; lane += Vector<float>.Count)
            {
                var sum = Vector.Load(sums + lane);
                var factor = Vector.ConditionalSelect(Vector.Equals(sum, Vector<float>.Zero), Vector<float>.Zero, Vector<float>.One / sum);
                var columns = memory.Output(panel) + lane;
                for (nint i = 0; i < Layout.HeadSize; i++)
                {
                    Vector.Store(Vector.Load(columns + (i * memory.Width)) * factor, columns + (i * memory.Width));
                }
            }

            Packing.Transpose(memory.Output(panel), memory.Width, Layout.HeadSize, queries, output.Pointer, output.RowStride);
            for (var q = 0; logarithms is not null && q < queries; q++)
            {
                logarithms[q] = largest[q] + MathF.Log(sums[q]);
            }
        }
    }

    /// <summary>A task's scratch: what is packed, a block of scores, and for each panel of queries what was summed so far.</summary>
    private readonly struct Memory
    {
        private readonly float* _queries;
        private readonly float* _outputs;
        private readonly float* _largest;
        private readonly float* _sums;
        private readonly int _headSize;

        public Memory(Worker worker, GemmKernels kernels, int headSize, int queries)
        {
            (_headSize, Queries, Width) = (headSize, queries, kernels.Columns);
            Panels = (queries + Width - 1) / Width;
            var padded = (headSize + kernels.Rows - 1) / kernels.Rows * kernels.Rows;
            var all = (nint)Panels * Width;
            Tile = worker.Scratch(Floats(kernels, headSize, queries));
            Keys = Tile + (kernels.Rows * Width);
            Values = Keys + (KeyBlock * headSize);
            Block = Values + (KeyBlock * padded);
            _queries = Block + (KeyBlock * Width);
            _outputs = _queries + (all * headSize);
            _largest = _outputs + (all * headSize);
            _sums = _largest + all;
            From = (int*)(_sums + all);
            To = From + all;
        }

        /// <summary>Floats for a number of queries.</summary>
        public static long Floats(GemmKernels kernels, int headSize, int queries)
        {
            var padded = (headSize + kernels.Rows - 1) / kernels.Rows * kernels.Rows;
            var all = (queries + kernels.Columns - 1) / kernels.Columns * kernels.Columns;
            return (kernels.Rows * kernels.Columns) + (KeyBlock * (headSize + padded + kernels.Columns)) + (all * (long)((2 * headSize) + 4));
        }

        /// <summary>Queries of the task.</summary>
        public int Queries { get; }

        /// <summary>Queries of a panel.</summary>
        public int Width { get; }

        public int Panels { get; }

        public float* Tile { get; }

        public float* Keys { get; }

        public float* Values { get; }

        /// <summary>Scores, then weights, of a block of keys and a panel of queries.</summary>
        public float* Block { get; }

        /// <summary>The first key that each query sees; no query, no key.</summary>
        public int* From { get; }

        public int* To { get; }

        public float* Query(int panel) => _queries + ((nint)panel * Width * _headSize);

        /// <summary>Sums of weighted values, [head size, width].</summary>
        public float* Output(int panel) => _outputs + ((nint)panel * Width * _headSize);

        /// <summary>The largest score of each query so far.</summary>
        public float* Largest(int panel) => _largest + ((nint)panel * Width);

        /// <summary>The sum of each query's weights so far, relative to the largest.</summary>
        public float* Sum(int panel) => _sums + ((nint)panel * Width);
    }
}
