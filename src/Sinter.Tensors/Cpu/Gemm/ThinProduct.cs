using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>
/// Products of few rows by weights that lie along the depth, as in decoding: what they cost is reading the weights once, so nothing is packed. Tiles of four rows
/// and three columns share what they load; weights in 16 bits become floats in registers. Every element is summed in one vector along the depth, so that a row's
/// result does not depend on how many rows there are.
/// </summary>
internal static unsafe class ThinProduct
{
    /// <summary>Up to so many rows this is faster than the blocked product.</summary>
    public const int MostRows = 16;

    private const int TileRows = 4;
    private const int TileColumns = 3;
    private const int ColumnsPerTask = 16 * TileColumns;

    /// <summary>Whether a product is thin, and laid out for this.</summary>
    public static bool Suits(in GemmCall call) => Suits(call.Rows, call.A.ColumnStride, call.B.RowStride);

    /// <summary>The same, given how far the next element of the depth is in the left and in the right matrix.</summary>
    public static bool Suits(int rows, nint strideLeft, nint strideRight) => rows <= MostRows && strideLeft == 1 && strideRight == 1;

    /// <summary>Scratch floats of one worker: the sums of a tile and, of weights that are stored in blocks, a tile's columns as floats.</summary>
    public static int ScratchFloats(int depth, DataType typeRight) => SumFloats + (typeRight.IsBlocked() ? TileColumns * depth : 0);

    private static int SumFloats => TileRows * TileColumns * Vector<float>.Count;

    /// <summary>Computes with all workers.</summary>
    public static void Run(Workers workers, in GemmCall call)
    {
        var tasks = (call.Columns + ColumnsPerTask - 1) / ColumnsPerTask;
        switch (call.B.Type)
        {
            case DataType.BFloat16:
                workers.For(tasks, new Body<StoredBFloat16>(call));
                break;
            case DataType.Float16:
                workers.For(tasks, new Body<StoredHalf>(call));
                break;
            case DataType.NormalFloat4:
                workers.For(tasks, new BlockedBody(call));
                break;
            default:
                workers.For(tasks, new Body<StoredSingle>(call));
                break;
        }
    }

    /// <summary>Weights in blocks: a tile's columns become floats aside, and are multiplied as such.</summary>
    private readonly struct BlockedBody(GemmCall call) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var sums = worker.Scratch(ScratchFloats(call.Depth, call.B.Type));
            var floats = sums + SumFloats;
            var last = Math.Min(call.Columns, (index + 1) * ColumnsPerTask);
            for (var column = index * ColumnsPerTask; column < last; column += TileColumns)
            {
                var columns = Math.Min(TileColumns, last - column);
                for (var j = 0; j < columns; j++)
                {
                    call.B.Blocks.Dequantize(call.B.Place(0, column + j), call.Depth, floats + ((nint)j * call.Depth));
                }

                var tile = call with
                {
                    Columns = columns,
                    B = Matrix.RowMajor(floats, call.Depth).Transposed,
                    C = call.C + column,
                    Bias = call.Bias is null ? null : call.Bias + column,
                    Start = call.Start is null ? null : call.Start + column,
                };
                new Body<StoredSingle>(tile).Run(0, columns, sums);
            }
        }
    }

    private readonly struct Body<T>(GemmCall call) : IParallelBody
        where T : unmanaged, IStored<T>
    {
        public void Run(int index, Worker worker)
            => Run(index * ColumnsPerTask, Math.Min(call.Columns, (index + 1) * ColumnsPerTask), worker.Scratch(SumFloats));

        public void Run(int first, int last, float* sums)
        {
            for (var column = first; column < last; column += TileColumns)
            {
                var columns = Math.Min(TileColumns, last - column);
                for (var row = 0; row < call.Rows;)
                {
                    var rows = columns == TileColumns && row + TileRows <= call.Rows ? TileRows : 1;
                    if (rows == TileRows)
                    {
                        MultiplyTile(call.A.At(row, 0), call.A.RowStride, call.B.At<T>(0, column), call.B.ColumnStride, call.Depth, sums);
                    }
                    else
                    {
                        MultiplyRow(call.A.At(row, 0), call.B.At<T>(0, column), call.B.ColumnStride, columns, call.Depth, sums);
                    }

                    for (var i = 0; i < rows * columns; i++)
                    {
                        Finish(row + (i / columns), column + (i % columns), Vector.Load(sums + (i * Vector<float>.Count)));
                    }

                    row += rows;
                }
            }
        }

        /// <summary>Adds the lanes, what of the depth fills no vector, and what the product starts from.</summary>
        private void Finish(int row, int column, Vector<float> sums)
        {
            var a = call.A.At(row, 0);
            var b = call.B.At<T>(0, column);
            var sum = Vector.Sum(sums);
            for (var k = call.Depth / Vector<float>.Count * Vector<float>.Count; k < call.Depth; k++)
            {
                sum = MathF.FusedMultiplyAdd(a[k], T.Read(b + k), sum);
            }

            var place = (row * call.Stride) + column;
            sum += call.Bias is null ? 0 : call.Bias[column];
            call.C[place] = sum + (call.Start is null ? 0 : call.Start[place]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRow<T>(float* a, T* b, nint strideB, int columns, nint depth, float* sums)
        where T : unmanaged, IStored<T>
    {
        if (columns < TileColumns)
        {
            for (var j = 0; j < columns; j++, b += strideB)
            {
                var sum = Vector<float>.Zero;
                for (nint k = 0; k + Vector<float>.Count <= depth; k += Vector<float>.Count)
                {
                    sum = Vector.FusedMultiplyAdd(Vector.Load(a + k), T.ReadVector(b + k), sum);
                }

                Vector.Store(sum, sums + (j * Vector<float>.Count));
            }

            return;
        }

        // Three sums at once, as each waits for its last addition.
        var b1 = b + strideB;
        var b2 = b1 + strideB;
        Vector<float> c0 = Vector<float>.Zero, c1 = Vector<float>.Zero, c2 = Vector<float>.Zero;
        for (nint k = 0; k + Vector<float>.Count <= depth; k += Vector<float>.Count)
        {
            var x = Vector.Load(a + k);
            c0 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + k), c0);
            c1 = Vector.FusedMultiplyAdd(x, T.ReadVector(b1 + k), c1);
            c2 = Vector.FusedMultiplyAdd(x, T.ReadVector(b2 + k), c2);
        }

        Vector.Store(c0, sums);
        Vector.Store(c1, sums + Vector<float>.Count);
        Vector.Store(c2, sums + (2 * Vector<float>.Count));
    }

    /// <summary>12 accumulators, three columns and one row: AVX2's 16 registers. No call follows the loop, as that would put them in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile<T>(float* a0, nint strideA, T* b0, nint strideB, nint depth, float* sums)
        where T : unmanaged, IStored<T>
    {
        var a1 = a0 + strideA;
        var a2 = a1 + strideA;
        var a3 = a2 + strideA;
        var b1 = b0 + strideB;
        var b2 = b1 + strideB;
        Vector<float> c00 = Vector<float>.Zero, c01 = Vector<float>.Zero, c02 = Vector<float>.Zero;
        Vector<float> c10 = Vector<float>.Zero, c11 = Vector<float>.Zero, c12 = Vector<float>.Zero;
        Vector<float> c20 = Vector<float>.Zero, c21 = Vector<float>.Zero, c22 = Vector<float>.Zero;
        Vector<float> c30 = Vector<float>.Zero, c31 = Vector<float>.Zero, c32 = Vector<float>.Zero;
        for (nint k = 0; k + Vector<float>.Count <= depth; k += Vector<float>.Count)
        {
            var x = T.ReadVector(b0 + k);
            var y = T.ReadVector(b1 + k);
            var z = T.ReadVector(b2 + k);
            var a = Vector.Load(a0 + k);
            c00 = Vector.FusedMultiplyAdd(a, x, c00);
            c01 = Vector.FusedMultiplyAdd(a, y, c01);
            c02 = Vector.FusedMultiplyAdd(a, z, c02);
            a = Vector.Load(a1 + k);
            c10 = Vector.FusedMultiplyAdd(a, x, c10);
            c11 = Vector.FusedMultiplyAdd(a, y, c11);
            c12 = Vector.FusedMultiplyAdd(a, z, c12);
            a = Vector.Load(a2 + k);
            c20 = Vector.FusedMultiplyAdd(a, x, c20);
            c21 = Vector.FusedMultiplyAdd(a, y, c21);
            c22 = Vector.FusedMultiplyAdd(a, z, c22);
            a = Vector.Load(a3 + k);
            c30 = Vector.FusedMultiplyAdd(a, x, c30);
            c31 = Vector.FusedMultiplyAdd(a, y, c31);
            c32 = Vector.FusedMultiplyAdd(a, z, c32);
        }

        Vector.Store(c00, sums);
        Vector.Store(c01, sums + Vector<float>.Count);
        Vector.Store(c02, sums + (2 * Vector<float>.Count));
        Vector.Store(c10, sums + (3 * Vector<float>.Count));
        Vector.Store(c11, sums + (4 * Vector<float>.Count));
        Vector.Store(c12, sums + (5 * Vector<float>.Count));
        Vector.Store(c20, sums + (6 * Vector<float>.Count));
        Vector.Store(c21, sums + (7 * Vector<float>.Count));
        Vector.Store(c22, sums + (8 * Vector<float>.Count));
        Vector.Store(c30, sums + (9 * Vector<float>.Count));
        Vector.Store(c31, sums + (10 * Vector<float>.Count));
        Vector.Store(c32, sums + (11 * Vector<float>.Count));
    }
}
