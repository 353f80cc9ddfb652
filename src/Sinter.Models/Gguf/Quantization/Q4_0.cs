using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 4 bits and a scale: <c>scale * (q - 8)</c>. The low halves of the 16 bytes are the first 16 values, the high halves the others.</summary>
internal readonly struct Q4_0 : IWritableBlockFormat
{
    private const int Quants = 2;

    public static int Values => 32;

    public static int Bytes => Quants + 16;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        for (var i = 0; i < 16; i++)
        {
            var pair = block[Quants + i];
            values[i] = scale * ((pair & 15) - 8);
            values[16 + i] = scale * ((pair >> 4) - 8);
        }
    }

    /// <summary>The value that is farthest from zero becomes -8, whatever its sign, because that end of the range reaches farther.</summary>
    public static void Encode(ReadOnlySpan<float> values, Span<byte> block)
    {
        var farthest = 0f;
        foreach (var value in values)
        {
            farthest = MathF.Abs(value) > MathF.Abs(farthest) ? value : farthest;
        }

        var scale = farthest / -8;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (var i = 0; i < 16; i++)
        {
            block[Quants + i] = (byte)(Nearest(values[i]) | Nearest(values[16 + i]) << 4);
        }

        int Nearest(float value) => Math.Clamp((int)(value * inverse + 8.5f), 0, 15);
    }
}
