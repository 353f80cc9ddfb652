using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="AttentionGradient"/>: one task for each key-value head, which alone writes that head's gradients. A block of keys meets block after block of
/// queries; the weights of both are computed again from the logarithms that the forward pass kept, as queries x keys, so that the products that give the keys'
/// and values' gradients read them as they lie. Only for the queries' gradient are they packed anew.
/// </summary>
internal static unsafe class AttentionGradientKernels
{
    private const int KeyBlock = 384;
    private const int QueryBlock = 192;

    public static void Run(CpuBackend cpu, AttentionGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = AttentionLayout.Of(operation.Options, inputs);
        var seen = operation.Options.Cross ? 2 : 1;
        var hasBias = operation.HasBias(inputs.Length);
        var body = new Body
        {
            Layout = layout,
            Gradient = AttentionLayout.Of(operation.Options, outputs),
            Scores = new AttentionScores(operation.Options, layout.HeadSize),
            Ranges = new AttentionRanges(operation.Options),
            Seen = inputs[seen].Integers,
            SeenStride = layout.Time * seen,
            Bias = hasBias ? inputs[seen + 1].Floats : null,
            BiasGradient = hasBias ? outputs[^1].Floats : null,
            WantsQueries = outputs[0].Exists,
            WantsKeys = outputs[operation.Options.Cross ? 1 : 0].Exists,
            Output = inputs[^3].Floats,
            Logarithms = inputs[^2].Floats,
            OutputGradient = inputs[^1].Floats,
        };
        cpu.Workers.For(layout.Batch * layout.KeyValueHeads, body);
    }

    /// <summary>Floats that a worker needs.</summary>
    public static long ScratchFloats(AttentionGradient operation, IReadOnlyList<Tensor> inputs)
    {
        var options = operation.Options;
        var (time, width) = (inputs[0].Shape[1], inputs[0].Shape[2]);
        var headSize = width / (options.Cross ? options.Heads : options.Heads + (2 * options.KeyValueHeads));
        var biasLength = operation.HasBias(inputs.Count) ? inputs[^4].Shape[1] : 0;
        return Memory.Floats(GemmKernels.Chosen, headSize, time, options.Heads / options.KeyValueHeads, biasLength);
    }

    private struct Body : IParallelBody
    {
        public AttentionLayout Layout;
        public AttentionLayout Gradient;
        public AttentionScores Scores;
        public AttentionRanges Ranges;
        public int* Seen;
        public nint SeenStride;
        public float* Bias;
        public float* BiasGradient;
        public bool WantsQueries;
        public bool WantsKeys;
        public float* Output;
        public float* Logarithms;
        public float* OutputGradient;

        private readonly int BiasLength => Layout.Time + Layout.KeyTime - 1;

        public readonly void Run(int index, Worker worker)
        {
            var (batch, keyValueHead) = (index / Layout.KeyValueHeads, index % Layout.KeyValueHeads);
            var firstHead = keyValueHead * Layout.Group;
            var memory = Memory.Of(worker, GemmKernels.Chosen, Layout, Bias is null ? 0 : BiasLength);
            Ranges.Fill(Seen + (batch * SeenStride), 0, Layout.Time, Layout.Time, Layout.KeyTime, memory.From, memory.To);
            for (var head = firstHead; head < firstHead + Layout.Group; head++)
            {
                Prepare(memory, batch, head, head - firstHead);
            }

            for (var block = 0; block < Layout.KeyTime; block += KeyBlock)
            {
                RunKeys(memory, batch, firstHead, block, Math.Min(KeyBlock, Layout.KeyTime - block));
            }

            for (var head = firstHead; BiasGradient is not null && head < firstHead + Layout.Group; head++)
            {
                var gathered = memory.BiasGradient(head - firstHead);
                var gradient = BiasGradient + ((((long)batch * Layout.Heads) + head) * BiasLength);
                for (var i = 0; i < BiasLength; i++)
                {
                    gradient[i] = gathered[BiasLength - 1 - i];
                }
            }
        }

        /// <summary>What is computed once for a head: the dot products of outputs and their gradients, and the bias with later keys after earlier ones.</summary>
        private readonly void Prepare(in Memory memory, int batch, int head, int place)
        {
            var output = Layout.Output(Output, batch, 0, head);
            var upstream = Layout.Output(OutputGradient, batch, 0, head);
            var queries = Gradient.Query(batch, 0, head);
            for (var q = 0; q < Layout.Time; q++)
            {
                memory.Delta(place)[q] = VectorMath.Dot(output.At(q, 0), upstream.At(q, 0), Layout.HeadSize);
                if (WantsQueries)
                {
                    new Span<float>(queries.At(q, 0), Layout.HeadSize).Clear();
                }
            }

            if (Bias is not null)
            {
                var bias = memory.Bias(place);
                new Span<float>(bias, BiasLength + memory.Width).Clear();
                new Span<float>(memory.BiasGradient(place), BiasLength + memory.Width).Clear();
                for (var i = 0; i < BiasLength; i++)
                {
                    bias[BiasLength - 1 - i] = Bias[(head * (long)BiasLength) + i];
                }
            }
        }

        /// <summary>A block of keys: all queries of the group's heads that see any of it.</summary>
        private readonly void RunKeys(in Memory memory, int batch, int firstHead, int block, int keys)
        {
            var (width, headSize) = (memory.Width, Layout.HeadSize);
            var key = Layout.Key(batch, block, firstHead);
            Packing.Pack(key, keys, headSize, width, memory.Keys);
            Packing.Pack(Layout.Value(batch, block, firstHead), keys, headSize, width, memory.Values);
            Packing.Pack(key.Transposed, headSize, keys, width, memory.KeysAlong);
            new Span<float>(memory.KeyGradients, Memory.Panels(keys, width) * width * headSize).Clear();
            new Span<float>(memory.ValueGradients, Memory.Panels(keys, width) * width * headSize).Clear();
            for (var head = firstHead; head < firstHead + Layout.Group; head++)
            {
                for (var first = 0; first < Layout.Time; first += QueryBlock)
                {
                    var queries = Math.Min(QueryBlock, Layout.Time - first);
                    var (from, to) = AttentionRanges.Union(memory.From + first, memory.To + first, queries);
                    if (from < block + keys && to > block)
                    {
                        RunPair(memory, batch, head, head - firstHead, block, keys, first, queries);
                    }
                }
            }

            for (var panel = 0; WantsKeys && panel * width < keys; panel++)
            {
                var count = Math.Min(width, keys - (panel * width));
                var offset = (nint)panel * width * headSize;
                var (toKey, toValue) = (Gradient.Key(batch, block + (panel * width), firstHead), Gradient.Value(batch, block + (panel * width), firstHead));
                Packing.Transpose(memory.KeyGradients + offset, width, headSize, count, toKey.Pointer, toKey.RowStride);
                Packing.Transpose(memory.ValueGradients + offset, width, headSize, count, toValue.Pointer, toValue.RowStride);
            }
        }

        /// <summary>A block of queries and a block of keys.</summary>
        private readonly void RunPair(in Memory memory, int batch, int head, int place, int block, int keys, int first, int queries)
        {
            var (kernels, width, headSize) = (GemmKernels.Chosen, memory.Width, Layout.HeadSize);
            var query = Layout.Query(batch, first, head);
            var upstream = Layout.Output(OutputGradient, batch, first, head);
            Packing.Pack(query, queries, headSize, kernels.Rows, memory.Queries);
            Packing.Pack(upstream, queries, headSize, kernels.Rows, memory.Upstream);
            Packing.Pack(query.Transposed, headSize, queries, kernels.Rows, memory.QueriesAlong);
            Packing.Pack(upstream.Transposed, headSize, queries, kernels.Rows, memory.UpstreamAlong);
            for (var panel = 0; panel * width < keys; panel++)
            {
                var firstKey = block + (panel * width);
                var (low, high) = Seers(memory, firstKey, Math.Min(width, keys - (panel * width)), first, queries, kernels.Rows);
                (memory.Low[panel], memory.High[panel]) = (low, high);
                if (low >= high)
                {
                    continue;
                }

                var weights = memory.Weights(panel) + (low * width);
                var scores = memory.ScoreGradients(panel) + (low * width);
                var offset = (nint)panel * width * headSize;
                var product = new PanelProduct
                {
                    Rows = high - low,
                    Columns = width,
                    Depth = headSize,
                    A = memory.Queries + (low * headSize),
                    PanelA = kernels.Rows * headSize,
                    B = memory.Keys + offset,
                    C = weights,
                    Stride = width,
                };
                kernels.Multiply(product, memory.Tile);
                kernels.Multiply(product with { A = memory.Upstream + (low * headSize), B = memory.Values + offset, C = scores }, memory.Tile);
                for (var q = low; q < high; q++)
                {
                    Row(memory, place, first + q, firstKey, weights + ((q - low) * width), scores + ((q - low) * width), Logarithms[((((long)batch * Layout.Heads) + head) * Layout.Time) + first + q]);
                }

                if (!WantsKeys)
                {
                    continue;
                }

                var gather = new PanelProduct
                {
                    Rows = headSize,
                    Columns = width,
                    Depth = high - low,
                    A = memory.UpstreamAlong + (low * kernels.Rows),
                    PanelA = kernels.Rows * queries,
                    B = weights,
                    Start = memory.ValueGradients + offset,
                    C = memory.ValueGradients + offset,
                    Stride = width,
                };
                kernels.Multiply(gather, memory.Tile);
                kernels.Multiply(
                    gather with { A = memory.QueriesAlong + (low * kernels.Rows), B = scores, Start = memory.KeyGradients + offset, C = memory.KeyGradients + offset },
                    memory.Tile);
            }

            var toQuery = Gradient.Query(batch, first, head);
            for (var row = 0; WantsQueries && row < queries; row += kernels.Rows)
            {
                QueryGradient(kernels, memory, row, Math.Min(kernels.Rows, queries - row), keys, toQuery);
            }
        }

        /// <summary>Of a block's queries, those from the first to the last that see any of some keys, in whole panels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static (int Low, int High) Seers(in Memory memory, int firstKey, int keys, int first, int queries, int panelRows)
        {
            var (low, high) = (queries, 0);
            for (var q = 0; q < queries; q++)
            {
                if (memory.From[first + q] < firstKey + keys && memory.To[first + q] > firstKey)
                {
                    low = Math.Min(low, q);
                    high = q + 1;
                }
            }

            return (low / panelRows * panelRows, Math.Min(queries, (high + panelRows - 1) / panelRows * panelRows));
        }

        /// <summary>One query and a panel of keys: products become weights w = e^(s - logarithm); gradients of the weights become those of the products.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(in Memory memory, int place, int query, int firstKey, float* weights, float* scores, float logarithm)
        {
            var (from, to) = (memory.From[query], memory.To[query]);
            var all = from <= firstKey && to >= firstKey + memory.Width;
            var scale = new Vector<float>(Scores.Scale);
            var delta = new Vector<float>(memory.Delta(place)[query]);
            var shift = new Vector<float>(logarithm);
            for (var lane = 0; lane < memory.Width; lane += Vector<float>.Count)
            {
                var capped = Scores.Capped(Vector.Load(weights + lane) * scale);
                var distance = Layout.Time - 1 - query + firstKey + lane;
                var score = Bias is null ? capped : capped + Vector.Load(memory.Bias(place) + distance);
                var weight = VectorMath.Exp(score - shift);
                if (!all)
                {
                    var keys = Vector<int>.Indices + new Vector<int>(firstKey + lane);
                    var sees = Vector.GreaterThanOrEqual(keys, new Vector<int>(from)) & Vector.LessThan(keys, new Vector<int>(to));
                    weight = Vector.ConditionalSelect(sees, weight, Vector<float>.Zero);
                }

                Vector.Store(weight, weights + lane);
                var gradient = weight * (Vector.Load(scores + lane) - delta);
                if (Bias is not null)
                {
                    var gathered = memory.BiasGradient(place) + distance;
                    Vector.Store(Vector.Load(gathered) + gradient, gathered);
                }

                Vector.Store(gradient * Scores.CapSlope(capped) * scale, scores + lane);
            }
        }

        /// <summary>Adds to the gradient of a panel of queries: the score gradients of the keys that it saw, packed, times those keys.</summary>
        private readonly void QueryGradient(GemmKernels kernels, in Memory memory, int row, int rows, int keys, Matrix gradient)
        {
            var (width, panels) = (memory.Width, Memory.Panels(keys, memory.Width));
            var (firstPanel, lastPanel) = (panels, 0);
            for (var panel = 0; panel < panels; panel++)
            {
                if (row >= memory.Low[panel] && row < memory.High[panel])
                {
                    firstPanel = Math.Min(firstPanel, panel);
                    lastPanel = panel + 1;
                }
            }

            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                var packed = memory.Packed + ((panel - firstPanel) * width * kernels.Rows);
                if (row >= memory.Low[panel] && row < memory.High[panel])
                {
                    Packing.Transpose(memory.ScoreGradients(panel) + (row * width), width, rows, width, packed, kernels.Rows);
                }
                else
                {
                    new Span<float>(packed, width * kernels.Rows).Clear();
                }
            }

            if (firstPanel < lastPanel)
            {
                kernels.Multiply(
                    new PanelProduct
                    {
                        Rows = rows,
                        Columns = Layout.HeadSize,
                        Depth = Math.Min(lastPanel * width, keys) - (firstPanel * width),
                        A = memory.Packed,
                        B = memory.KeysAlong + (firstPanel * width * width),
                        PanelB = width * keys,
                        Start = gradient.At(row, 0),
                        C = gradient.At(row, 0),
                        Stride = gradient.RowStride,
                    },
                    memory.Tile);
            }
        }
    }

    /// <summary>A task's scratch.</summary>
    private readonly struct Memory
    {
        private readonly float* _weights;
        private readonly float* _scores;
        private readonly float* _delta;
        private readonly float* _bias;
        private readonly float* _biasGradient;
        private readonly float* _end;
        private readonly int _time;
        private readonly int _biasLength;

        private Memory(float* next, GemmKernels kernels, int headSize, int time, int group, int biasLength)
        {
            (Width, _time) = (kernels.Columns, time);
            _biasLength = biasLength == 0 ? 0 : biasLength + Width;
            var paddedHead = Panels(headSize, kernels.Rows) * kernels.Rows;
            var wideHead = Panels(headSize, Width) * Width;
            var (queries, panels) = (Panels(QueryBlock, kernels.Rows) * kernels.Rows, Panels(KeyBlock, Width));
            Tile = Take(ref next, kernels.Rows * Width);
            Keys = Take(ref next, KeyBlock * headSize);
            Values = Take(ref next, KeyBlock * headSize);
            KeysAlong = Take(ref next, KeyBlock * wideHead);
            KeyGradients = Take(ref next, KeyBlock * headSize);
            ValueGradients = Take(ref next, KeyBlock * headSize);
            Queries = Take(ref next, queries * headSize);
            Upstream = Take(ref next, queries * headSize);
            QueriesAlong = Take(ref next, QueryBlock * paddedHead);
            UpstreamAlong = Take(ref next, QueryBlock * paddedHead);
            Packed = Take(ref next, KeyBlock * kernels.Rows);
            _weights = Take(ref next, QueryBlock * KeyBlock);
            _scores = Take(ref next, QueryBlock * KeyBlock);
            Low = (int*)Take(ref next, panels);
            High = (int*)Take(ref next, panels);
            From = (int*)Take(ref next, _time);
            To = (int*)Take(ref next, _time);
            _delta = Take(ref next, (nint)group * _time);
            _bias = Take(ref next, (nint)group * _biasLength);
            _biasGradient = Take(ref next, (nint)group * _biasLength);
            _end = next;
        }

        /// <summary>The memory of a task; a worker's scratch grows to what it needs.</summary>
        public static Memory Of(Worker worker, GemmKernels kernels, AttentionLayout layout, int biasLength)
            => new(worker.Scratch(Floats(kernels, layout.HeadSize, layout.Time, layout.Group, biasLength)), kernels, layout.HeadSize, layout.Time, layout.Group, biasLength);

        /// <summary>Floats of a task's memory: where it ends if it begins at zero.</summary>
        public static long Floats(GemmKernels kernels, int headSize, int time, int group, int biasLength)
            => (nint)new Memory(null, kernels, headSize, time, group, biasLength)._end / sizeof(float);

        /// <summary>Keys of a panel.</summary>
        public int Width { get; }

        public float* Tile { get; }

        /// <summary>Panels of keys along the head, for scores.</summary>
        public float* Keys { get; }

        /// <summary>Panels of values along the head, for the gradients of the weights.</summary>
        public float* Values { get; }

        /// <summary>Panels of the head along the keys, for the gradients of the queries.</summary>
        public float* KeysAlong { get; }

        /// <summary>For each panel of keys, [head size, width].</summary>
        public float* KeyGradients { get; }

        public float* ValueGradients { get; }

        public float* Queries { get; }

        public float* Upstream { get; }

        public float* QueriesAlong { get; }

        public float* UpstreamAlong { get; }

        /// <summary>The score gradients of a panel of queries, along the keys.</summary>
        public float* Packed { get; }

        /// <summary>For each panel of keys, the queries of the block that were computed for it.</summary>
        public int* Low { get; }

        public int* High { get; }

        public int* From { get; }

        public int* To { get; }

        public static int Panels(int count, int width) => (count + width - 1) / width;

        /// <summary>Weights of a panel of keys, [queries, width].</summary>
        public float* Weights(int panel) => _weights + (panel * QueryBlock * Width);

        public float* ScoreGradients(int panel) => _scores + (panel * QueryBlock * Width);

        public float* Delta(int place) => _delta + ((nint)place * _time);

        /// <summary>The bias, that of key k and query q at time - 1 - q + k.</summary>
        public float* Bias(int place) => _bias + ((nint)place * _biasLength);

        public float* BiasGradient(int place) => _biasGradient + ((nint)place * _biasLength);

        private static float* Take(ref float* next, nint floats)
        {
            var taken = next;
            next += (floats + 15) / 16 * 16;
            return taken;
        }
    }
}
