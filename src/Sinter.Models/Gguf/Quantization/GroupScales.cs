namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// The eight pairs of 6-bit numbers, a scale and a smallest value for each group, that <see cref="Q4_K"/> and <see cref="Q5_K"/> pack into 12 bytes: the first
/// four pairs in the low 6 bits of the first eight bytes, the last four with their low 4 bits in the last four bytes and their high 2 bits in what the first
/// eight had left.
/// </summary>
internal static class GroupScales
{
    public const int Bytes = 12;

    /// <summary>The pair of a group.</summary>
    public static (int Scale, int Least) Of(ReadOnlySpan<byte> packed, int group) => group < 4
        ? (packed[group] & 63, packed[group + 4] & 63)
        : (packed[group + 4] & 15 | packed[group - 4] >> 6 << 4, packed[group + 4] >> 4 | packed[group] >> 6 << 4);
}
