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

    /// <summary>Goes to the next block; whether there is one.</summary>
    public bool Next(out RowBlock block)
    {
        var count = 0;
        for (; _next < rows && count < mostRows; _next++)
        {
            var reached = First is null || First[_next] != 0 || (Second is not null && Second[_next] != 0);
            if (targets[_next] >= 0 && targets[_next] != ignored && reached)
            {
                places[count++] = _next;
            }
        }

        block = new RowBlock(places, count);
        return count > 0;
    }
}
