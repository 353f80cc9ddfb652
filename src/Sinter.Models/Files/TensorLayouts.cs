namespace Sinter.Models.Files;

/// <summary>Reorders the values of tensors that lie otherwise in files than in memory.</summary>
internal static class TensorLayouts
{
    // Square blocks of this side stay in the first cache while rows become columns.
    private const int Block = 32;

    /// <summary>From the order of a file to that of memory.</summary>
    public static void FromFile(TensorPlace place, int headSize, ReadOnlySpan<float> file, Span<float> memory)
    {
        if (place.Layout == TensorLayout.Transposed)
        {
            Transpose(file, place.Info.Shape[0], place.Info.Shape[1], memory);
            return;
        }

        var (heads, run) = HeadRuns(place, headSize);
        for (var i = 0; i < 3 * heads; i++)
        {
            file.Slice(i * run, run).CopyTo(memory[((((i % 3) * heads) + (i / 3)) * run)..]);
        }
    }

    /// <summary>From the order of memory to that of a file.</summary>
    public static void ToFile(TensorPlace place, int headSize, ReadOnlySpan<float> memory, Span<float> file)
    {
        if (place.Layout == TensorLayout.Transposed)
        {
            Transpose(memory, place.Info.Shape[1], place.Info.Shape[0], file);
            return;
        }

        var (heads, run) = HeadRuns(place, headSize);
        for (var i = 0; i < 3 * heads; i++)
        {
            memory.Slice((((i % 3) * heads) + (i / 3)) * run, run).CopyTo(file[(i * run)..]);
        }
    }

    /// <summary>The number of heads, and the values of one head's queries (or keys, or values): with a matrix its rows, with a bias its elements.</summary>
    private static (int Heads, int Run) HeadRuns(TensorPlace place, int headSize)
    {
        var columns = place.Info.Shape.Count == 1 ? 1 : place.Info.Shape[1];
        return (place.Info.Shape[0] / (3 * headSize), headSize * columns);
    }

    private static void Transpose(ReadOnlySpan<float> from, int rows, int columns, Span<float> to)
    {
        for (var top = 0; top < rows; top += Block)
        {
            for (var left = 0; left < columns; left += Block)
            {
                for (var row = top; row < Math.Min(top + Block, rows); row++)
                {
                    for (var column = left; column < Math.Min(left + Block, columns); column++)
                    {
                        to[(column * rows) + row] = from[(row * columns) + column];
                    }
                }
            }
        }
    }
}
