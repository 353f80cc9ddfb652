namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// 256 values of 3 bits in 16 groups of 16: <c>scale * (a - 32) * (q - 4)</c>, where a is the group's scale of 6 bits. The third bits of the values stand in
/// 32 bytes of their own; the lower two as in <see cref="Q2_K"/>. The scales are packed too: eight bytes with the low 4 bits of two each, four with the high
/// 2 bits of four each.
/// </summary>
internal readonly struct Q3_K : IBlockFormat
{
    private const int Quants = 32;
    private const int Scales = 96;
    private const int HighScales = 104;
    private const int Scale = 108;

    public static int Values => 256;

    public static int Bytes => 110;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, Scale);
        for (var group = 0; group < 16; group++)
        {
            var low = block[Scales + group % 8] >> (group / 8 * 4) & 15;
            var high = block[HighScales + group % 4] >> (group / 4 * 2) & 3;
            var groupScale = scale * ((low | high << 4) - 32);

            var (half, shift, column) = (group / 8, group % 8 / 2 * 2, group % 2 * 16);
            var quants = block.Slice(Quants + 32 * half + column, 16);
            var thirdBits = block.Slice(column, 16);
            for (var i = 0; i < 16; i++)
            {
                var quant = quants[i] >> shift & 3 | (thirdBits[i] >> (group / 2) & 1) << 2;
                values[16 * group + i] = groupScale * (quant - 4);
            }
        }
    }
}
