namespace Sinter.Tensors;

/// <summary>
/// Numbers in four bits each, for frozen weights: the 16 levels that numbers of a normal distribution fill alike (NF4; Dettmers et al. 2023, QLoRA, appendix E), times a scale for each
/// block of 64 numbers, its largest magnitude. The scales lie in 8 bits themselves, 256 of them sharing an offset and a step (double quantization), so that a number takes 0.516 bytes.
/// </summary>
/// <remarks>
/// What is stored, for n numbers in b = n / 64 blocks (the last filled up with zeros) and g = b / 256 groups: 32 b bytes of codes, where byte j of a block holds in its low
/// half the code of number j and in its high half that of number j + 32; 8 g bytes, the offset and the step of each group as floats; b bytes of scales. It is a format of memory, not of
/// files. Bytes that are all 0 stand for zeros.
/// </remarks>
public static class NormalFloat4
{
    /// <summary>Numbers that share a scale.</summary>
    public const int BlockSize = 64;

    /// <summary>Numbers that share an offset and a step of scales: what is written at once begins at a multiple of this.</summary>
    public const int GroupSize = BlockSize * NormalFloat4Blocks.BlocksOfGroup;

    /// <summary>The numbers that a code stands for where the scale is 1, from -1 to 1; code 7 is 0.</summary>
    public static ReadOnlySpan<float> Levels =>
    [
        -1, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f, -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0,
        0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f, 0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1,
    ];

    /// <summary>Bytes that so many numbers take.</summary>
    public static long Bytes(long count) => NormalFloat4Blocks.Bytes(count);

    /// <summary>Stores numbers, each as the nearest level of its block.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="stored">Where they go: <see cref="Bytes"/> of their count.</param>
    /// <exception cref="ArgumentException">The destination has another length, or a number is not finite.</exception>
    public static void Quantize(ReadOnlySpan<float> values, Span<byte> stored) => Quantize(values, stored, values.Length, 0);

    /// <summary>Stores a part of many numbers, one that begins at a multiple of <see cref="GroupSize"/> and ends at one or with them.</summary>
    /// <param name="values">The part.</param>
    /// <param name="stored">Where all numbers are stored.</param>
    /// <param name="count">How many there are in all.</param>
    /// <param name="first">The place of the part's first number among them.</param>
    /// <exception cref="ArgumentException">The part does not fit, or a number is not finite.</exception>
    public static unsafe void Quantize(ReadOnlySpan<float> values, Span<byte> stored, long count, long first)
    {
        CheckPart(stored.Length, count, first, values.Length);
        if (first % GroupSize != 0 || (values.Length % GroupSize != 0 && first + values.Length != count))
        {
            throw new ArgumentException($"Numbers {first} to {first + values.Length} of {count} cannot be stored by themselves: what is stored at once begins and ends at a multiple of {GroupSize}.", nameof(first));
        }

        fixed (float* from = values)
        fixed (byte* to = stored)
        {
            new NormalFloat4Blocks(to, count).Quantize(first, values.Length, from);
        }
    }

    /// <summary>Reads all numbers.</summary>
    /// <param name="stored">What was stored.</param>
    /// <param name="values">Where the numbers go: as many as were stored.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Dequantize(ReadOnlySpan<byte> stored, Span<float> values) => Dequantize(stored, values, values.Length, 0);

    /// <summary>Reads any part of many numbers.</summary>
    /// <param name="stored">What was stored.</param>
    /// <param name="values">Where the part goes.</param>
    /// <param name="count">How many numbers there are in all.</param>
    /// <param name="first">The place of the part's first number among them.</param>
    /// <exception cref="ArgumentException">The part does not fit.</exception>
    public static unsafe void Dequantize(ReadOnlySpan<byte> stored, Span<float> values, long count, long first)
    {
        CheckPart(stored.Length, count, first, values.Length);
        fixed (byte* from = stored)
        fixed (float* to = values)
        {
            new NormalFloat4Blocks(from, count).Dequantize(first, values.Length, to);
        }
    }

    private static void CheckPart(long stored, long count, long first, long length)
    {
        if (count < 0 || first < 0 || length > count - first || stored != Bytes(count))
        {
            throw new ArgumentException($"Numbers {first} to {first + length} of {count} were wanted in {stored} bytes; {count} numbers take {(count < 0 ? 0 : Bytes(count))}.");
        }
    }
}
