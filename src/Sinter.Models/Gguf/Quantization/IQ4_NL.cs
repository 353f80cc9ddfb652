namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 4 bits that choose from a table of 16 levels, denser near zero: <c>scale * level</c>; the halves of the bytes as in <see cref="Q4_0"/>.</summary>
internal readonly struct IQ4_NL : IBlockFormat
{
    private const int Quants = 2;

    public static int Values => 32;

    public static int Bytes => Quants + 16;

    /// <summary>The levels that GGML has fixed.</summary>
    public static ReadOnlySpan<sbyte> Levels => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values) => Decode(Blocks.Half(block, 0), block[Quants..], values);

    /// <summary>Turns 16 bytes into 32 values of one scale.</summary>
    public static void Decode(float scale, ReadOnlySpan<byte> quants, Span<float> values)
    {
        for (var i = 0; i < 16; i++)
        {
            values[i] = scale * Levels[quants[i] & 15];
            values[16 + i] = scale * Levels[quants[i] >> 4];
        }
    }
}
