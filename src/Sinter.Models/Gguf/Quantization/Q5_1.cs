using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 5 bits, a scale and a smallest value: <c>scale * q + least</c>; the bits as in <see cref="Q5_0"/>.</summary>
internal readonly struct Q5_1 : IBlockFormat
{
    private const int FifthBits = 4;
    private const int Quants = 8;

    public static int Values => 32;

    public static int Bytes => Quants + 16;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var least = Blocks.Half(block, 2);
        var fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[FifthBits..]);
        for (var i = 0; i < 16; i++)
        {
            var pair = block[Quants + i];
            values[i] = scale * (pair & 15 | (int)(fifth >> i & 1) << 4) + least;
            values[16 + i] = scale * (pair >> 4 | (int)(fifth >> (16 + i) & 1) << 4) + least;
        }
    }
}
