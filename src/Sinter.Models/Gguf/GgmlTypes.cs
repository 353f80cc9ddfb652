using Sinter.Models.Files;
using Sinter.Models.Gguf.Quantization;

namespace Sinter.Models.Gguf;

/// <summary>How each type of GGML is laid out, and how it becomes floats.</summary>
internal static class GgmlTypes
{
    private static readonly Dictionary<GgmlType, Layout> Layouts = new()
    {
        [GgmlType.F32] = Plain(TensorType.Float32),
        [GgmlType.F16] = Plain(TensorType.Float16),
        [GgmlType.BF16] = Plain(TensorType.BFloat16),
        [GgmlType.F64] = Plain(TensorType.Float64),
        [GgmlType.I8] = Plain(TensorType.Int8),
        [GgmlType.I16] = Plain(TensorType.Int16),
        [GgmlType.I32] = Plain(TensorType.Int32),
        [GgmlType.I64] = Plain(TensorType.Int64),
        [GgmlType.Q4_0] = Block<Q4_0>(),
        [GgmlType.Q4_1] = Block<Q4_1>(),
        [GgmlType.Q5_0] = Block<Q5_0>(),
        [GgmlType.Q5_1] = Block<Q5_1>(),
        [GgmlType.Q8_0] = Block<Q8_0>(),
        [GgmlType.Q2_K] = Block<Q2_K>(),
        [GgmlType.Q3_K] = Block<Q3_K>(),
        [GgmlType.Q4_K] = Block<Q4_K>(),
        [GgmlType.Q5_K] = Block<Q5_K>(),
        [GgmlType.Q6_K] = Block<Q6_K>(),
        [GgmlType.Q8_K] = Block<Q8_K>(),
        [GgmlType.IQ4_NL] = Block<IQ4_NL>(),
        [GgmlType.IQ4_XS] = Block<IQ4_XS>(),
    };

    // The numbers that GGML gives to types which Sinter does not read, so that messages can name them.
    private static readonly Dictionary<uint, string> Others = new()
    {
        [9] = "Q8_1",
        [16] = "IQ2_XXS",
        [17] = "IQ2_XS",
        [18] = "IQ3_XXS",
        [19] = "IQ1_S",
        [21] = "IQ3_S",
        [22] = "IQ2_S",
        [29] = "IQ1_M",
        [34] = "TQ1_0",
        [35] = "TQ2_0",
        [39] = "MXFP4",
        [40] = "NVFP4",
    };

    private delegate void Decode(ReadOnlySpan<byte> blocks, Span<float> values);

    /// <summary>The names of all types that can be read.</summary>
    public static string AllNames { get; } = string.Join(", ", Layouts.Keys.Order());

    /// <summary>The name that GGML gives a number, or the number itself where it is not known.</summary>
    public static string NameOf(uint number) => IsKnown(number) ? $"{(GgmlType)number}" : Others.GetValueOrDefault(number, $"{number}");

    /// <summary>Whether the type of a number can be read.</summary>
    public static bool IsKnown(uint number) => Layouts.ContainsKey((GgmlType)number);

    /// <summary>How many values share one block; 1 where the type is not quantized.</summary>
    public static int BlockValues(this GgmlType type) => Layouts[type].Values;

    /// <summary>How many bytes a block takes.</summary>
    public static int BlockBytes(this GgmlType type) => Layouts[type].Bytes;

    /// <summary>Turns blocks, which may lie at any address, into floats; their number is a multiple of the block's.</summary>
    public static unsafe void Read(GgmlType type, byte* source, Span<float> values)
    {
        var layout = Layouts[type];
        if (layout.Decode is not { } decode)
        {
            TensorTypes.Read(layout.Plain, source, values);
            return;
        }

        // A span has at most 2^31 bytes, so a large tensor is decoded in parts.
        const int Part = 1 << 24;
        for (; values.Length > 0; values = values[Math.Min(Part, values.Length)..], source += (long)Part / layout.Values * layout.Bytes)
        {
            var part = values[..Math.Min(Part, values.Length)];
            decode(new ReadOnlySpan<byte>(source, part.Length / layout.Values * layout.Bytes), part);
        }
    }

    private static Layout Plain(TensorType type) => new(1, type.Size(), null, type);

    private static Layout Block<T>()
        where T : IBlockFormat
        => new(T.Values, T.Bytes, Blocks.Decode<T>, default);

    private sealed record Layout(int Values, int Bytes, Decode? Decode, TensorType Plain);
}
