namespace Sinter.Tensors.Cpu;

/// <summary>
/// Goes through the rows that matter, a block at a time: those with a target and, where numbers by row are given, with one that is not 0. What a caller masks (prompts, padding,
/// words that are not to be guessed) so costs no product. A row's result does not depend on the rows beside it.
/// </summary>
internal unsafe struct WantedRows(int rows, int mostRows, int* places, int* targets, int ignored)
{
    private int _next;

    /// <summary>A number for each row, such as the gradient of its result; null for none.</summary>
    public float* First { get; init; }

    /// <summary>A second one: a row matters where either is not 0.</summary>
    public float* Second { get; init; }

    /// <summary>How many rows the block has; 0 behind the last.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the block's rows lie one behind another.</summary>
    private readonly bool IsStretch => places[Count - 1] - places[0] == Count - 1;

    /// <summary>Goes to the next block.</summary>
    public bool Next()
    {
        Count = 0;
        for (; _next < rows && Count < mostRows; _next++)
        {
            var reached = First is null || First[_next] != 0 || (Second is not null && Second[_next] != 0);
            if (targets[_next] >= 0 && targets[_next] != ignored && reached)
            {
                places[Count++] = _next;
            }
        }

        return Count > 0;
    }

    /// <summary>The block's rows of a matrix one behind another: where they are, or else a copy.</summary>
    public readonly float* Gather(float* matrix, int width, float* copy)
    {
        if (IsStretch)
        {
            return Row(matrix, width, 0);
        }

        for (var row = 0; row < Count; row++)
        {
            new Span<float>(Row(matrix, width, row), width).CopyTo(new Span<float>(copy + ((long)row * width), width));
        }

        return copy;
    }

    /// <summary>Where the block's rows of a result are written one behind another: from the place of the first on, which is never behind that of another block.</summary>
    public readonly float* Together(float* matrix, int width) => Row(matrix, width, 0);

    /// <summary>Brings the rows that were written together to their places, the last first, and clears what is between.</summary>
    public readonly void Scatter(float* matrix, int width)
    {
        if (IsStretch)
        {
            return;
        }

        var together = Together(matrix, width);
        for (var row = Count - 1; row > 0; row--)
        {
            new Span<float>(together + ((long)row * width), width).CopyTo(new Span<float>(Row(matrix, width, row), width));
        }

        for (var row = 1; row < Count; row++)
        {
            for (var place = places[row - 1] + 1; place < places[row]; place++)
            {
                new Span<float>(matrix + ((long)place * width), width).Clear();
            }
        }
    }

    private readonly float* Row(float* matrix, int width, int row) => matrix + ((long)places[row] * width);
}
