using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// 256 values of 4 bits in 8 groups of 32: <c>scale * (a - 32) * level</c> with the levels of <see cref="IQ4_NL"/>, where a is the group's scale of 6 bits, its high 2 bits
/// in one 16-bit number for all groups, its low 4 in half a byte.
/// </summary>
internal readonly struct IQ4_XS : IBlockFormat
{
    private const int HighScales = 2;
    private const int LowScales = 4;
    private const int Quants = 8;

    public static int Values => 256;

    public static int Bytes => Quants + 128;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var high = BinaryPrimitives.ReadUInt16LittleEndian(block[HighScales..]);
        for (var group = 0; group < 8; group++)
        {
            var a = block[LowScales + group / 2] >> (group % 2 * 4) & 15 | (high >> (2 * group) & 3) << 4;
            IQ4_NL.Decode(scale * (a - 32), block.Slice(Quants + 16 * group, 16), values.Slice(32 * group, 32));
        }
    }
}
