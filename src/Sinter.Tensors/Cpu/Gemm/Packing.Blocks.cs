using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu.Gemm;

/// <content>Matrices whose numbers are stored in blocks: short stretches of them become floats on the stack, and are packed from there.</content>
internal static unsafe partial class Packing
{
    /// <summary>Rows that are transposed at once.</summary>
    private const int RowsTogether = 8;

    /// <summary>Numbers of a row that become floats at once: what is between stays in the first-level cache.</summary>
    private const int StretchLength = 6 * NormalFloat4.BlockSize;

    [SkipLocalsInit]
    private static void PackBlocks(Matrix matrix, nint rows, nint depth, int width, float* destination)
    {
        var stretch = stackalloc float[RowsTogether * StretchLength];
        for (nint row = 0; row < rows; row += width, destination += width * depth)
        {
            var count = (int)Math.Min(width, rows - row);
            if (matrix.RowStride != 1)
            {
                TransposeBlocks(matrix.From(row, 0), count, depth, width, stretch, destination);
            }
            else
            {
                CopyBlocks(matrix.From(row, 0), count, depth, width, destination);
            }
        }
    }

    /// <summary>The panel's rows lie side by side: a short stretch for each step of the depth.</summary>
    private static void CopyBlocks(Matrix matrix, int count, nint depth, int width, float* destination)
    {
        var blocks = matrix.Blocks;
        for (nint k = 0; k < depth; k++, destination += width)
        {
            blocks.Dequantize(matrix.Place(0, k), count, destination);
            new Span<float>(destination + count, width - count).Clear();
        }
    }

    /// <summary>Each of the panel's rows runs along the depth.</summary>
    private static void TransposeBlocks(Matrix matrix, int count, nint depth, int width, float* stretch, float* destination)
    {
        var blocks = matrix.Blocks;
        for (nint k = 0; k < depth; k += StretchLength)
        {
            var length = Math.Min(StretchLength, depth - k);
            var to = destination + (k * width);
            for (var row = 0; row < count; row += RowsTogether)
            {
                var together = Math.Min(RowsTogether, count - row);
                for (var i = 0; i < together; i++)
                {
                    blocks.Dequantize(matrix.Place(row + i, k), length, stretch + (i * StretchLength));
                }

                Transpose(stretch, StretchLength, together, length, to + row, width);
            }

            for (var row = count; row < width; row++)
            {
                for (nint i = 0; i < length; i++)
                {
                    to[(i * width) + row] = 0;
                }
            }
        }
    }
}
