using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 5 bits and a scale: <c>scale * (q - 16)</c>. The fifth bits of all values stand together, the lower four as in <see cref="Q4_0"/>.</summary>
internal readonly struct Q5_0 : IBlockFormat
{
    private const int FifthBits = 2;
    private const int Quants = 6;

    public static int Values => 32;

    public static int Bytes => Quants + 16;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[FifthBits..]);
        for (var i = 0; i < 16; i++)
        {
            var pair = block[Quants + i];
            values[i] = scale * ((pair & 15 | (int)(fifth >> i & 1) << 4) - 16);
            values[16 + i] = scale * ((pair >> 4 | (int)(fifth >> (16 + i) & 1) << 4) - 16);
        }
    }
}
