using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>32 values of 8 bits with a sign, and a scale: <c>scale * q</c>.</summary>
internal readonly struct Q8_0 : IWritableBlockFormat
{
    private const int Quants = 2;

    public static int Values => 32;

    public static int Bytes => Quants + 32;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Blocks.Half(block, 0);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = scale * (sbyte)block[Quants + i];
        }
    }

    /// <summary>The value that is farthest from zero becomes 127 or -127.</summary>
    public static void Encode(ReadOnlySpan<float> values, Span<byte> block)
    {
        var farthest = 0f;
        foreach (var value in values)
        {
            farthest = MathF.Max(farthest, MathF.Abs(value));
        }

        var scale = farthest / 127;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (var i = 0; i < values.Length; i++)
        {
            // To the nearest, halves away from zero: the sum is exact in double precision.
            var scaled = (double)(values[i] * inverse);
            block[Quants + i] = (byte)(int)(scaled + Math.CopySign(0.5, scaled));
        }
    }
}
