using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>256 values of 8 bits with a sign, and a 32-bit scale: <c>scale * q</c>. Sums of sixteen values each follow, which only products of rows need.</summary>
internal readonly struct Q8_K : IBlockFormat
{
    private const int Quants = 4;

    public static int Values => 256;

    public static int Bytes => Quants + 256 + 16 * sizeof(short);

    public static void Decode(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = BinaryPrimitives.ReadSingleLittleEndian(block);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = scale * (sbyte)block[Quants + i];
        }
    }
}
