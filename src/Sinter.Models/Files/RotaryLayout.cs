namespace Sinter.Models.Files;

/// <summary>
/// The order of the rows of a query or key projection. Rotary positions turn pairs of rows: in the interleaved layout
/// (Meta, llama2.c, GGUF) pair i of a head is its rows 2i and 2i + 1, in the half-split layout (Hugging Face, Sinter)
/// its rows i and i + head size / 2.
/// </summary>
internal static class RotaryLayout
{
    /// <summary>Reorders the rows of a projection in place, head by head.</summary>
    /// <param name="weight">[heads * head size, columns], row-major.</param>
    /// <param name="headSize">Rows of one head.</param>
    /// <param name="columns">Values of one row.</param>
    public static void InterleavedToHalfSplit(Span<float> weight, int headSize, int columns)
    {
        var interleaved = new float[headSize * columns];
        for (var head = weight; head.Length > 0; head = head[interleaved.Length..])
        {
            head[..interleaved.Length].CopyTo(interleaved);
            for (var row = 0; row < headSize; row++)
            {
                var target = row / 2 + row % 2 * (headSize / 2);
                interleaved.AsSpan(row * columns, columns).CopyTo(head[(target * columns)..]);
            }
        }
    }

    /// <summary>The inverse of <see cref="InterleavedToHalfSplit"/>.</summary>
    /// <param name="weight">[heads * head size, columns], row-major.</param>
    /// <param name="headSize">Rows of one head.</param>
    /// <param name="columns">Values of one row.</param>
    public static void HalfSplitToInterleaved(Span<float> weight, int headSize, int columns)
    {
        var halves = new float[headSize * columns];
        for (var head = weight; head.Length > 0; head = head[halves.Length..])
        {
            head[..halves.Length].CopyTo(halves);
            for (var row = 0; row < headSize; row++)
            {
                var source = row / 2 + row % 2 * (headSize / 2);
                halves.AsSpan(source * columns, columns).CopyTo(head[(row * columns)..]);
            }
        }
    }
}
