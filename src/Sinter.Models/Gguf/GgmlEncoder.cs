using System.Numerics;
using System.Runtime.InteropServices;
using Sinter.Models.Gguf.Quantization;
using Sinter.Tensors;

namespace Sinter.Models.Gguf;

/// <summary>Turns floats into the types of GGML that Sinter writes. It owns a buffer, and works for one thread.</summary>
internal sealed class GgmlEncoder
{
    // A multiple of the length of every block.
    private const int ChunkValues = 1 << 15;
    private const float LargestHalf = 65504;

    private readonly byte[] _chunk = new byte[ChunkValues * sizeof(float)];

    /// <summary>Whether floats can be written as a type.</summary>
    public static bool CanWrite(GgmlType type) => type is GgmlType.F32 or GgmlType.F16 or GgmlType.BF16 or GgmlType.Q8_0 or GgmlType.Q4_0;

    /// <summary>Writes values, rounded to the nearest that the type has.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="name">The tensor that messages name.</param>
    /// <param name="values">The values; a multiple of the length of a block.</param>
    /// <param name="type">A type that <see cref="CanWrite"/> accepts.</param>
    /// <exception cref="InvalidDataException">A value is too large for the type, or no number.</exception>
    public void Write(Stream stream, string name, ReadOnlySpan<float> values, GgmlType type)
    {
        for (; values.Length > 0; values = values[Math.Min(ChunkValues, values.Length)..])
        {
            var chunk = values[..Math.Min(ChunkValues, values.Length)];
            stream.Write(type == GgmlType.F32 ? MemoryMarshal.AsBytes(chunk) : Encode(name, chunk, type));
        }
    }

    private ReadOnlySpan<byte> Encode(string name, ReadOnlySpan<float> values, GgmlType type)
    {
        var bytes = _chunk.AsSpan(0, values.Length / type.BlockValues() * type.BlockBytes());
        switch (type)
        {
            case GgmlType.F16:
                CheckRange(name, values, type, LargestHalf);
                NarrowFloats.Narrow(values, MemoryMarshal.Cast<byte, Half>(bytes));
                break;
            case GgmlType.BF16:
                NarrowFloats.Narrow(values, MemoryMarshal.Cast<byte, BFloat16>(bytes));
                break;
            case GgmlType.Q8_0:
                CheckRange(name, values, type, LargestHalf * 127);
                Blocks.Encode<Q8_0>(values, bytes);
                break;
            case GgmlType.Q4_0:
                CheckRange(name, values, type, LargestHalf * 8);
                Blocks.Encode<Q4_0>(values, bytes);
                break;
            default:
                throw new ArgumentException($"Tensors are written to GGUF files as F32, F16, BF16, Q8_0 or Q4_0, not as {type}.", nameof(type));
        }

        return bytes;
    }

    // A 16-bit float that overflows would become infinite, and every number after it nonsense.
    private static void CheckRange(string name, ReadOnlySpan<float> values, GgmlType type, float most)
    {
        var checkedValues = 0;
        var limit = new Vector<float>(most);
        while (checkedValues + Vector<float>.Count <= values.Length && Vector.LessThanOrEqualAll(Vector.Abs(new Vector<float>(values[checkedValues..])), limit))
        {
            checkedValues += Vector<float>.Count;
        }

        foreach (var value in values[checkedValues..])
        {
            if (!(MathF.Abs(value) <= most))
            {
                throw new InvalidDataException(FormattableString.Invariant($"The tensor '{name}' holds the value {value}, and {type} reaches only to {most}; write it as F32 or BF16."));
            }
        }
    }
}
