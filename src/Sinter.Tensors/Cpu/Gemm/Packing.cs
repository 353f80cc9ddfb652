using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>
/// Copies blocks of a matrix into panels: the order in which the micro-kernel reads them, so that it reads memory in a straight line. Narrow numbers become
/// floats on the way.
/// </summary>
internal static unsafe partial class Packing
{
    /// <summary>How many steps of the depth a copy asks for memory ahead of what it reads: each step lies in a page of its own, which the processor does not foresee.</summary>
    private const int StepsAhead = 12;

    /// <summary>
    /// Packs rows [0, rows) and depth [0, depth) of a matrix into panels of <paramref name="width"/> rows: for each panel, for each depth, the panel's rows.
    /// The last panel is filled up with zeros.
    /// </summary>
    public static void Pack(Matrix matrix, nint rows, nint depth, int width, float* destination)
    {
        switch (matrix.Type)
        {
            case DataType.BFloat16:
                Pack<StoredBFloat16>(matrix, rows, depth, width, destination);
                break;
            case DataType.Float16:
                Pack<StoredHalf>(matrix, rows, depth, width, destination);
                break;
            case DataType.NormalFloat4:
                PackBlocks(matrix, rows, depth, width, destination);
                break;
            default:
                Pack<StoredSingle>(matrix, rows, depth, width, destination);
                break;
        }
    }

    /// <summary>Writes rows of a length as columns: 8 rows at once, then 4, then one by one. Strides in floats.</summary>
    public static void Transpose(float* source, nint stride, int rows, nint length, float* destination, nint width)
        => Transpose((StoredSingle*)source, stride, rows, length, destination, width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack<T>(Matrix matrix, nint rows, nint depth, int width, float* destination)
        where T : unmanaged, IStored<T>
    {
        // So many panels are copied at once that they fill whole cache lines, and none is read twice.
        var line = Prefetch.LineBytes / sizeof(T);
        var together = line >> BitOperations.TrailingZeroCount(width | line);
        for (nint row = 0; row < rows;)
        {
            var panels = 1;
            var count = (int)Math.Min(width, rows - row);
            if (matrix.RowStride != 1)
            {
                TransposePanel(matrix.At<T>(row, 0), matrix.RowStride, count, depth, width, destination);
            }
            else if (count < width)
            {
                CopyPartOfPanel(matrix.At<T>(row, 0), matrix.ColumnStride, count, depth, width, destination);
            }
            else
            {
                panels = (int)Math.Min(together, (rows - row) / width);
                CopyPanels(matrix.At<T>(row, 0), matrix.ColumnStride, panels, depth, width, destination);
            }

            row += panels * width;
            destination += panels * width * depth;
        }
    }

    /// <summary>The panels' rows lie side by side in memory: short copies for each depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanels<T>(T* source, nint stride, int panels, nint depth, int width, float* destination)
        where T : unmanaged, IStored<T>
    {
        var all = panels * width;
        for (nint k = 0; k < depth; k++)
        {
            var coming = source + (Math.Min(StepsAhead, depth - 1 - k) * stride);
            for (var i = 0; i < all; i += Prefetch.LineBytes / sizeof(T))
            {
                Prefetch.Near(coming + i);
            }

            var from = source;
            var to = destination;
            for (var panel = 0; panel < panels; panel++)
            {
                var i = 0;
                for (; i + 8 <= width; i += 8)
                {
                    Vector256.Store(T.ReadEight(from + i), to + i);
                }

                for (; i + 4 <= width; i += 4)
                {
                    Vector128.Store(T.ReadFour(from + i), to + i);
                }

                for (; i + 2 <= width; i += 2)
                {
                    T.CopyTwo(from + i, to + i);
                }

                from += width;
                to += width * depth;
            }

            source += stride;
            destination += width;
        }
    }

    private static void CopyPartOfPanel<T>(T* source, nint stride, int count, nint depth, int width, float* destination)
        where T : unmanaged, IStored<T>
    {
        for (nint k = 0; k < depth; k++, source += stride, destination += width)
        {
            T.Copy(source, destination, count);
            new Span<float>(destination + count, width - count).Clear();
        }
    }

    /// <summary>Each of the panel's rows runs along the depth.</summary>
    private static void TransposePanel<T>(T* source, nint stride, int count, nint depth, int width, float* destination)
        where T : unmanaged, IStored<T>
    {
        Transpose(source, stride, count, depth, destination, width);
        for (var row = count; row < width; row++)
        {
            for (nint k = 0; k < depth; k++)
            {
                destination[(k * width) + row] = 0;
            }
        }
    }

    private static void Transpose<T>(T* source, nint stride, int rows, nint length, float* destination, nint width)
        where T : unmanaged, IStored<T>
    {
        var row = 0;
        if (Avx.IsSupported)
        {
            for (; row + 8 <= rows; row += 8)
            {
                TransposeEight(source + (row * stride), stride, length, width, destination + row);
            }

            for (; row + 4 <= rows; row += 4)
            {
                TransposeFour(source + (row * stride), stride, length, width, destination + row);
            }
        }

        for (; row < rows; row++)
        {
            var from = source + (row * stride);
            for (nint k = 0; k < length; k++)
            {
                destination[(k * width) + row] = T.Read(from + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeEight<T>(T* source, nint stride, nint depth, nint width, float* destination)
        where T : unmanaged, IStored<T>
    {
        var (four, coming) = (4 * stride, 8 * stride);
        nint k = 0;
        for (; k + 8 <= depth; k += 8, destination += 8 * width)
        {
            if ((k & ((Prefetch.LineBytes / sizeof(T)) - 8)) == 0)
            {
                PrefetchRows(source + coming + k, stride);
                PrefetchRows(source + coming + four + k, stride);
            }

            // Rows i and i + 4 side by side, so that what is left is a transposition of 4 x 4 in either half.
            var row0 = source + k;
            var row1 = row0 + stride;
            var row2 = row1 + stride;
            var row3 = row2 + stride;
            var low0 = T.ReadBeside(row0, row0 + four);
            var low1 = T.ReadBeside(row1, row1 + four);
            var low2 = T.ReadBeside(row2, row2 + four);
            var low3 = T.ReadBeside(row3, row3 + four);
            StoreTransposed(low0, low1, low2, low3, destination, width);
            var high0 = T.ReadBeside(row0 + 4, row0 + four + 4);
            var high1 = T.ReadBeside(row1 + 4, row1 + four + 4);
            var high2 = T.ReadBeside(row2 + 4, row2 + four + 4);
            var high3 = T.ReadBeside(row3 + 4, row3 + four + 4);
            StoreTransposed(high0, high1, high2, high3, destination + (4 * width), width);
        }

        for (; k < depth; k++, destination += width)
        {
            for (var row = 0; row < 8; row++)
            {
                destination[row] = T.Read(source + (row * stride) + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* destination, nint width)
    {
        var abLow = Avx.UnpackLow(a, b);
        var cdLow = Avx.UnpackLow(c, d);
        var abHigh = Avx.UnpackHigh(a, b);
        var cdHigh = Avx.UnpackHigh(c, d);
        Avx.Store(destination, Avx.Shuffle(abLow, cdLow, 0b01_00_01_00));
        Avx.Store(destination + width, Avx.Shuffle(abLow, cdLow, 0b11_10_11_10));
        Avx.Store(destination + (2 * width), Avx.Shuffle(abHigh, cdHigh, 0b01_00_01_00));
        Avx.Store(destination + (3 * width), Avx.Shuffle(abHigh, cdHigh, 0b11_10_11_10));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour<T>(T* source, nint stride, nint depth, nint width, float* destination)
        where T : unmanaged, IStored<T>
    {
        var row0 = source;
        var row1 = source + stride;
        var row2 = row1 + stride;
        var row3 = row2 + stride;
        nint k = 0;
        for (; k + 4 <= depth; k += 4, destination += 4 * width)
        {
            if ((k & ((Prefetch.LineBytes / sizeof(T)) - 4)) == 0)
            {
                PrefetchRows(source + (4 * stride) + k, stride);
            }

            var (a, b, c, d) = (T.ReadFour(row0 + k), T.ReadFour(row1 + k), T.ReadFour(row2 + k), T.ReadFour(row3 + k));
            var (abLow, cdLow) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
            var (abHigh, cdHigh) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
            Sse.Store(destination, Sse.MoveLowToHigh(abLow, cdLow));
            Sse.Store(destination + width, Sse.MoveHighToLow(cdLow, abLow));
            Sse.Store(destination + (2 * width), Sse.MoveLowToHigh(abHigh, cdHigh));
            Sse.Store(destination + (3 * width), Sse.MoveHighToLow(cdHigh, abHigh));
        }

        for (; k < depth; k++, destination += width)
        {
            destination[0] = T.Read(row0 + k);
            destination[1] = T.Read(row1 + k);
            destination[2] = T.Read(row2 + k);
            destination[3] = T.Read(row3 + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows<T>(T* first, nint stride)
        where T : unmanaged
    {
        Prefetch.Near(first);
        Prefetch.Near(first + stride);
        Prefetch.Near(first + (2 * stride));
        Prefetch.Near(first + (3 * stride));
    }
}
