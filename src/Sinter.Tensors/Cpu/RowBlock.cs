namespace Sinter.Tensors.Cpu;

/// <summary>Some rows of a matrix, in order, that are worked on together.</summary>
/// <param name="places">Which rows they are.</param>
/// <param name="count">How many; at least one.</param>
internal readonly unsafe struct RowBlock(int* places, int count)
{
    public int Count => count;

    /// <summary>Whether the rows lie one behind another.</summary>
    private bool IsStretch => places[count - 1] - places[0] == count - 1;

    /// <summary>The rows of a matrix one behind another: where they are, or else a copy.</summary>
    public float* Gather(float* matrix, int width, float* copy)
    {
        if (IsStretch)
        {
            return Row(matrix, width, 0);
        }

        for (var row = 0; row < count; row++)
        {
            new Span<float>(Row(matrix, width, row), width).CopyTo(new Span<float>(copy + ((long)row * width), width));
        }

        return copy;
    }

    /// <summary>Where the rows of a result are written one behind another: from the place of the first on, which is never behind that of a later block.</summary>
    public float* Together(float* matrix, int width) => Row(matrix, width, 0);

    /// <summary>Brings the rows that were written together to their places, the last first, and clears what is between.</summary>
    public void Scatter(float* matrix, int width)
    {
        if (IsStretch)
        {
            return;
        }

        var together = Together(matrix, width);
        for (var row = count - 1; row > 0; row--)
        {
            new Span<float>(together + ((long)row * width), width).CopyTo(new Span<float>(Row(matrix, width, row), width));
        }

        for (var row = 1; row < count; row++)
        {
            for (var place = places[row - 1] + 1; place < places[row]; place++)
            {
                new Span<float>(matrix + ((long)place * width), width).Clear();
            }
        }
    }

    private float* Row(float* matrix, int width, int row) => matrix + ((long)places[row] * width);
}
