namespace Sinter.Models.Gguf.Quantization;

/// <summary>As <see cref="Q4_K"/>, with a fifth bit for each value: bit g of 32 bytes belongs to group g.</summary>
internal readonly struct Q5_K : IBlockFormat
{
    private const int Scales = 4;
    private const int FifthBits = Scales + GroupScales.Bytes;
    private const int Quants = FifthBits + 32;

    public static int Values => 256;

    public static int Bytes => Quants + 128;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var least = Blocks.Half(block, 2);
        var fifth = block.Slice(FifthBits, 32);
        for (var group = 0; group < 8; group++)
        {
            var (a, b) = GroupScales.Of(block.Slice(Scales, GroupScales.Bytes), group);
            var (groupScale, groupLeast, shift) = (scale * a, least * b, group % 2 * 4);
            var quants = block.Slice(Quants + 32 * (group / 2), 32);
            for (var i = 0; i < 32; i++)
            {
                values[32 * group + i] = groupScale * (quants[i] >> shift & 15 | (fifth[i] >> group & 1) << 4) - groupLeast;
            }
        }
    }
}
