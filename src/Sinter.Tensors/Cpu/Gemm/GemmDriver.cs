namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>
/// The blocked product around a micro-kernel (Goto and van de Geijn 2008): panels of B are multiplied with a block of A that is packed into the
/// second-level cache. Where several blocks of A use B, it is packed once for all workers; where only one does, each panel is packed as it is needed
/// and never leaves the cache. The depth is cut at fixed places and every tile of C has one owner, so the result is the same at any number of workers.
/// </summary>
internal static unsafe class GemmDriver<TKernel>
    where TKernel : struct, IMicroKernel
{
    /// <summary>Depth of a block: a panel of A and most of one of B fit the first-level cache. Fixed: it decides the order of sums.</summary>
    public const int DepthBlock = 384;

    private const int ColumnBlock = 3072;
    private const int PanelsOfRowBlock = 32;

    /// <summary>Columns of a share of a product of few rows, as a multiple of these: fewer would pack A too often.</summary>
    private const int ColumnsForEachRow = 4;

    /// <summary>Floats of a tile.</summary>
    public static int TileFloats => TKernel.Rows * TKernel.Columns;

    /// <summary>Rows of a block of A: its panels fill a share of the second-level cache.</summary>
    private static int RowBlock => PanelsOfRowBlock * TKernel.Rows;

    /// <summary>Scratch floats that one worker needs to run a whole product of this size by itself.</summary>
    public static long ScratchFloats(int rows, int depth)
        => TileFloats + (Math.Min(depth, DepthBlock) * (long)(RoundUp(Math.Min(rows, RowBlock), TKernel.Rows) + TKernel.Columns));

    /// <summary>The memory that <see cref="Run"/> takes with a number of workers.</summary>
    public static KernelScratch Scratch(int rows, int columns, int depth, int threads)
    {
        var shared = IsShared(rows, columns, threads);
        var rowsOfWorker = shared ? rows : Math.Min(rows, RowsPerBlock(rows, threads));
        return new KernelScratch(shared ? 0 : PackedBytes(columns, depth), 0, ScratchFloats(rowsOfWorker, depth) * sizeof(float));
    }

    /// <summary>Computes with all workers.</summary>
    public static void Run(Workers workers, in GemmCall call, ref NativeBuffer? packedB)
    {
        if (IsShared(call.Rows, call.Columns, workers.Count))
        {
            // The shares do not touch the order of sums, so that they may depend on the number of workers.
            var shares = Math.Clamp(call.Columns / (ColumnsForEachRow * call.Rows), workers.Count, 4 * workers.Count);
            var columns = RoundUp((call.Columns + shares - 1) / shares, TKernel.Columns);
            workers.For((call.Columns + columns - 1) / columns, new ShareTask(call, columns));
            return;
        }

        var needed = PackedBytes(call.Columns, call.Depth);
        if (packedB is null || packedB.Bytes < needed)
        {
            packedB = new NativeBuffer(needed);
        }

        for (var column = 0; column < call.Columns; column += ColumnBlock)
        {
            for (var depth = 0; depth < call.Depth; depth += DepthBlock)
            {
                var block = Block.Of(workers, call, (float*)packedB.Pointer, column, depth);
                workers.For(block.PackTasks, new PackTask(block));
                workers.For(block.RowBlocks * block.ColumnParts, new MultiplyTask(block));
            }
        }
    }

    /// <summary>Computes on the calling thread, with scratch of <see cref="ScratchFloats"/>.</summary>
    public static void RunAlone(in GemmCall call, float* scratch)
    {
        var panelB = scratch + TileFloats;
        var packedA = panelB + (TKernel.Columns * Math.Min(call.Depth, DepthBlock));
        for (var row = 0; row < call.Rows; row += RowBlock)
        {
            var rows = Math.Min(RowBlock, call.Rows - row);
            for (var k = 0; k < call.Depth; k += DepthBlock)
            {
                var depth = Math.Min(DepthBlock, call.Depth - k);
                Packing.Pack(call.A.From(row, k), rows, depth, TKernel.Rows, packedA);
                var start = k == 0 ? call.Start : call.C;
                for (var column = 0; column < call.Columns; column += TKernel.Columns)
                {
                    var columns = Math.Min(TKernel.Columns, call.Columns - column);
                    Packing.Pack(call.B.From(k, column).Transposed, columns, depth, TKernel.Columns, panelB);
                    var offset = (row * call.Stride) + column;
                    var product = new PanelProduct
                    {
                        Rows = rows,
                        Columns = columns,
                        Depth = depth,
                        A = packedA,
                        PanelA = TKernel.Rows * depth,
                        B = panelB,
                        PanelB = TKernel.Columns * depth,
                        Bias = k == 0 && call.Bias is not null ? call.Bias + column : null,
                        Start = start is null ? null : start + offset,
                        C = call.C + offset,
                        Stride = call.Stride,
                    };
                    Multiply(product, scratch);
                }
            }
        }
    }

    /// <summary>Whether one block of A takes all rows, so that workers share the columns and pack what they need of B for themselves.</summary>
    private static bool IsShared(int rows, int columns, int threads) => rows <= RowBlock && (threads == 1 || columns / threads >= rows);

    /// <summary>As many row blocks as make equal shares for the workers.</summary>
    private static int RowsPerBlock(int rows, int threads)
    {
        var blocks = RoundUp((rows + RowBlock - 1) / RowBlock, threads);
        return RoundUp((rows + blocks - 1) / blocks, TKernel.Rows);
    }

    private static long PackedBytes(int columns, int depth)
        => (long)Math.Min(RoundUp(columns, TKernel.Columns), ColumnBlock) * Math.Min(depth, DepthBlock) * sizeof(float);

    /// <summary>Multiplies packed panels; a tile that hangs over the edge is computed aside and the part inside copied.</summary>
    /// <param name="product">What to multiply.</param>
    /// <param name="tile">Scratch for one tile.</param>
    public static void Multiply(in PanelProduct product, float* tile)
    {
        // Each tile asks for its share of the next panel of B.
        var panels = (product.Rows + TKernel.Rows - 1) / TKernel.Rows;
        var share = RoundUp(((TKernel.Columns * product.Depth) + panels - 1) / panels, Prefetch.Line);
        var stride = product.Stride;
        var b = product.B;
        for (var j = 0; j < product.Columns; j += TKernel.Columns)
        {
            var columns = Math.Min(TKernel.Columns, product.Columns - j);
            var bias = product.Bias is null ? null : product.Bias + j;
            var a = product.A;
            var next = b + product.PanelB;
            for (var i = 0; i < product.Rows; i += TKernel.Rows)
            {
                var offset = (i * stride) + j;
                var start = product.Start is null ? null : product.Start + offset;
                var c = product.C + offset;
                var rows = Math.Min(TKernel.Rows, product.Rows - i);
                if (columns == TKernel.Columns && rows is 4)
                {
                    TKernel.MultiplyFour(product.Depth, a, b, bias, start, stride, c, stride);
                }
                else if (columns == TKernel.Columns && rows == TKernel.Rows)
                {
                    TKernel.Multiply(product.Depth, a, b, bias, start, stride, c, stride, next);
                }
                else
                {
                    TKernel.Multiply(product.Depth, a, b, null, null, 0, tile, TKernel.Columns, next);
                    CopyEdge(tile, bias, start, c, stride, rows, columns);
                }

                a += product.PanelA;
                next += share;
            }

            b += product.PanelB;
        }
    }

    private static void CopyEdge(float* tile, float* bias, float* start, float* c, nint stride, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = tile[(i * TKernel.Columns) + j] + (bias is null ? 0 : bias[j]);
                c[(i * stride) + j] = sum + (start is null ? 0 : start[(i * stride) + j]);
            }
        }
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>A share of the columns, computed by one worker as a product of its own.</summary>
    private readonly struct ShareTask(GemmCall call, int columns) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var first = index * columns;
            var share = call with
            {
                Columns = Math.Min(columns, call.Columns - first),
                B = call.B.From(0, first),
                C = call.C + first,
                Bias = call.Bias is null ? null : call.Bias + first,
                Start = call.Start is null ? null : call.Start + first,
            };
            RunAlone(share, worker.Scratch(ScratchFloats(call.Rows, call.Depth)));
        }
    }

    /// <summary>One block of B and how the work on it is shared out.</summary>
    private struct Block
    {
        public GemmCall Call;
        public float* PackedB;
        public int Column;
        public int Columns;
        public int K;
        public int Depth;
        public int RowBlocks;
        public int RowsPerBlock;
        public int ColumnParts;
        public int ColumnsPerPart;
        public int PackTasks;

        public static Block Of(Workers workers, in GemmCall call, float* packedB, int column, int k)
        {
            var block = new Block { Call = call, PackedB = packedB, Column = column, K = k };
            block.Columns = Math.Min(ColumnBlock, call.Columns - column);
            block.Depth = Math.Min(DepthBlock, call.Depth - k);

            // Where the rows do not suffice for all workers, the columns are shared too.
            block.RowsPerBlock = RowsPerBlock(call.Rows, workers.Count);
            block.RowBlocks = (call.Rows + block.RowsPerBlock - 1) / block.RowsPerBlock;
            var panels = (block.Columns + TKernel.Columns - 1) / TKernel.Columns;
            var parts = block.RowBlocks >= workers.Count ? 1 : Math.Min(panels, workers.Count);
            block.ColumnsPerPart = (panels + parts - 1) / parts * TKernel.Columns;
            block.ColumnParts = (block.Columns + block.ColumnsPerPart - 1) / block.ColumnsPerPart;
            block.PackTasks = Math.Min(panels, workers.Count * 2);
            return block;
        }
    }

    private readonly struct PackTask(Block block) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var panels = (block.Columns + TKernel.Columns - 1) / TKernel.Columns;
            var first = (int)((long)panels * index / block.PackTasks) * TKernel.Columns;
            var last = Math.Min((int)((long)panels * (index + 1) / block.PackTasks) * TKernel.Columns, block.Columns);
            Packing.Pack(
                block.Call.B.From(block.K, block.Column + first).Transposed,
                last - first,
                block.Depth,
                TKernel.Columns,
                block.PackedB + ((long)first * block.Depth));
        }
    }

    private readonly struct MultiplyTask(Block block) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var (rowBlock, part) = (index % block.RowBlocks, index / block.RowBlocks);
            var row = rowBlock * block.RowsPerBlock;
            var rows = Math.Min(block.RowsPerBlock, block.Call.Rows - row);
            var first = part * block.ColumnsPerPart;
            var columns = Math.Min(block.ColumnsPerPart, block.Columns - first);
            var scratch = worker.Scratch(ScratchFloats(rows, block.Depth));
            var packedA = scratch + TileFloats;
            Packing.Pack(block.Call.A.From(row, block.K), rows, block.Depth, TKernel.Rows, packedA);
            var offset = (row * block.Call.Stride) + block.Column + first;
            var start = block.K == 0 ? block.Call.Start : block.Call.C;
            var product = new PanelProduct
            {
                Rows = rows,
                Columns = columns,
                Depth = block.Depth,
                A = packedA,
                PanelA = TKernel.Rows * block.Depth,
                B = block.PackedB + ((long)first * block.Depth),
                PanelB = TKernel.Columns * block.Depth,
                Bias = block.K == 0 && block.Call.Bias is not null ? block.Call.Bias + block.Column + first : null,
                Start = start is null ? null : start + offset,
                C = block.Call.C + offset,
                Stride = block.Call.Stride,
            };
            Multiply(product, scratch);
        }
    }
}
