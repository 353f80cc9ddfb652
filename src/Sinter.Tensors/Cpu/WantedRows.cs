namespace Sinter.Tensors.Cpu;

/// <summary>
/// Goes through the rows that matter, a block at a time: those with a target and, of gradients, those that a gradient reaches. What a caller masks (prompts, padding) so
/// costs no product. A row's result does not depend on the rows beside it.
/// </summary>
internal unsafe struct WantedRows(int rows, int mostRows, int* places, int* targets, int ignored)
{
    private int _next;

    /// <summary>Gradients of two results of each row; null for none.</summary>
    public float* First { get; init; }

    /// <summary>The second.</summary>
    public float* Second { get; init; }

    /// <summary>How many rows the block has; 0 behind the last.</summary>
    public int Count { get; private set; }

    /// <summary>Which row each of the block is.</summary>
    public readonly int* Places => places;

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
            return matrix + ((long)places[0] * width);
        }

        for (var row = 0; row < Count; row++)
        {
            new Span<float>(matrix + ((long)places[row] * width), width).CopyTo(new Span<float>(copy + ((long)row * width), width));
        }

        return copy;
    }

    /// <summary>Where the block's rows of a result are to be written: their own place, or else memory of which <see cref="Scatter"/> brings them there.</summary>
    public readonly float* Destination(float* matrix, int width, float* aside) => IsStretch ? matrix + ((long)places[0] * width) : aside;

    /// <summary>Brings rows to their places that are not there yet.</summary>
    public readonly void Scatter(float* aside, float* matrix, int width)
    {
        for (var row = 0; row < Count && !IsStretch; row++)
        {
            new Span<float>(aside + ((long)row * width), width).CopyTo(new Span<float>(matrix + ((long)places[row] * width), width));
        }
    }
}
