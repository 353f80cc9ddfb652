namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// 256 values of 4 bits in 8 groups of 32: <c>scale * a * q - least * b</c>, where a and b are the group's <see cref="GroupScales"/>. Two groups share 32 bytes:
/// the first has their low halves, the second their high ones.
/// </summary>
internal readonly struct Q4_K : IBlockFormat
{
    private const int Scales = 4;
    private const int Quants = Scales + GroupScales.Bytes;

    public static int Values => 256;

    public static int Bytes => Quants + 128;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var least = Blocks.Half(block, 2);
        for (var group = 0; group < 8; group++)
        {
            var (a, b) = GroupScales.Of(block.Slice(Scales, GroupScales.Bytes), group);
            var (groupScale, groupLeast, shift) = (scale * a, least * b, group % 2 * 4);
            var quants = block.Slice(Quants + 32 * (group / 2), 32);
            for (var i = 0; i < 32; i++)
            {
                values[32 * group + i] = groupScale * (quants[i] >> shift & 15) - groupLeast;
            }
        }
    }
}
