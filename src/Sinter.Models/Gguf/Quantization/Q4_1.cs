namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 4 bits, a scale and a smallest value: <c>scale * q + least</c>; the halves of the bytes as in <see cref="Q4_0"/>.</summary>
internal readonly struct Q4_1 : IBlockFormat
{
    private const int Quants = 4;

    public static int Values => 32;

    public static int Bytes => Quants + 16;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        var least = Blocks.Half(block, 2);
        for (var i = 0; i < 16; i++)
        {
            var pair = block[Quants + i];
            values[i] = scale * (pair & 15) + least;
            values[16 + i] = scale * (pair >> 4) + least;
        }
    }
}
