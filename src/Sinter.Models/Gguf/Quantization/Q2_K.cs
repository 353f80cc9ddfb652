namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// 256 values of 2 bits in 16 groups of 16: <c>scale * a * q - least * b</c>, where a and b are the low and the high 4 bits of the group's byte. A byte of the
/// quants holds four values that lie 32 apart.
/// </summary>
internal readonly struct Q2_K : IBlockFormat
{
    private const int Quants = 16;
    private const int Scale = 80;
    private const int Least = 82;

    public static int Values => 256;

    public static int Bytes => 84;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, Scale);
        var least = Blocks.Half(block, Least);
        for (var group = 0; group < 16; group++)
        {
            var (half, shift, column) = (group / 8, group % 8 / 2 * 2, group % 2 * 16);
            var quants = block.Slice(Quants + 32 * half + column, 16);
            var groupScale = scale * (block[group] & 15);
            var groupLeast = least * (block[group] >> 4);
            for (var i = 0; i < 16; i++)
            {
                values[16 * group + i] = groupScale * (quants[i] >> shift & 3) - groupLeast;
            }
        }
    }
}
