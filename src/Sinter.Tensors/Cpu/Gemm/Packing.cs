using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>Copies blocks of a matrix into panels: the order in which the micro-kernel reads them, so that it reads memory in a straight line.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Packs rows [0, rows) and depth [0, depth) of a matrix into panels of <paramref name="width"/> rows: for each panel, for each depth, the panel's rows.
    /// The last panel is filled up with zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(Matrix matrix, nint rows, nint depth, int width, float* destination)
    {
        for (nint row = 0; row < rows; row += width)
        {
            var count = (int)Math.Min(width, rows - row);
            if (matrix.RowStride == 1)
            {
                CopyPanel(matrix.At(row, 0), matrix.ColumnStride, count, depth, width, destination);
            }
            else
            {
                TransposePanel(matrix.At(row, 0), matrix.RowStride, count, depth, width, destination);
            }

            destination += width * depth;
        }
    }

    /// <summary>The panel's rows lie side by side in memory: one short copy for each depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanel(float* source, nint stride, int count, nint depth, int width, float* destination)
    {
        for (nint k = 0; k < depth; k++)
        {
            var i = 0;
            for (; i + 8 <= count; i += 8)
            {
                Vector256.Store(Vector256.Load(source + i), destination + i);
            }

            for (; i < count; i++)
            {
                destination[i] = source[i];
            }

            for (; i < width; i++)
            {
                destination[i] = 0;
            }

            source += stride;
            destination += width;
        }
    }

    /// <summary>Each of the panel's rows runs along the depth: transposes blocks of 4 x 4 and 4 x 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposePanel(float* source, nint stride, int count, nint depth, int width, float* destination)
    {
        var row = 0;
        for (; row + 4 <= count; row += 4)
        {
            TransposeFour(source + (row * stride), stride, depth, width, destination + row);
        }

        for (; row < width; row++)
        {
            var from = source + (row * stride);
            var to = destination + row;
            if (row < count)
            {
                for (nint k = 0; k < depth; k++, to += width)
                {
                    *to = from[k];
                }
            }
            else
            {
                for (nint k = 0; k < depth; k++, to += width)
                {
                    *to = 0;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(float* source, nint stride, nint depth, int width, float* destination)
    {
        var row0 = source;
        var row1 = source + stride;
        var row2 = row1 + stride;
        var row3 = row2 + stride;
        nint k = 0;
        if (Sse.IsSupported)
        {
            for (; k + 4 <= depth; k += 4, destination += 4 * width)
            {
                var (a, b, c, d) = (Sse.LoadVector128(row0 + k), Sse.LoadVector128(row1 + k), Sse.LoadVector128(row2 + k), Sse.LoadVector128(row3 + k));
                var (abLow, cdLow) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
                var (abHigh, cdHigh) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
                Sse.Store(destination, Sse.MoveLowToHigh(abLow, cdLow));
                Sse.Store(destination + width, Sse.MoveHighToLow(cdLow, abLow));
                Sse.Store(destination + (2 * width), Sse.MoveLowToHigh(abHigh, cdHigh));
                Sse.Store(destination + (3 * width), Sse.MoveHighToLow(cdHigh, abHigh));
            }
        }

        for (; k < depth; k++, destination += width)
        {
            destination[0] = row0[k];
            destination[1] = row1[k];
            destination[2] = row2[k];
            destination[3] = row3[k];
        }
    }
}
