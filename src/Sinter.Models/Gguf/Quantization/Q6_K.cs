namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// 256 values of 6 bits in 16 groups of 16: <c>scale * a * (q - 32)</c>, where a is the group's scale of 8 bits with a sign. In each half of the block the low 4 bits
/// take 64 bytes, each shared by two values that lie 64 apart, and the high 2 bits 32 bytes, each shared by four values that lie 32 apart.
/// </summary>
internal readonly struct Q6_K : IBlockFormat
{
    private const int HighBits = 128;
    private const int Scales = 192;
    private const int Scale = 208;

    public static int Values => 256;

    public static int Bytes => 210;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, Scale);
        for (var group = 0; group < 16; group++)
        {
            var (half, quarter, column) = (group / 8, group % 8 / 2, group % 2 * 16);
            var low = block.Slice(64 * half + quarter % 2 * 32 + column, 16);
            var high = block.Slice(HighBits + 32 * half + column, 16);
            var groupScale = scale * (sbyte)block[Scales + group];
            var (lowShift, highShift) = (quarter / 2 * 4, quarter * 2);
            for (var i = 0; i < 16; i++)
            {
                values[16 * group + i] = groupScale * ((low[i] >> lowShift & 15 | (high[i] >> highShift & 3) << 4) - 32);
            }
        }
    }
}
