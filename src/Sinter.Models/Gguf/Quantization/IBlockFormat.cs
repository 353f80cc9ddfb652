using System.Buffers.Binary;

namespace Sinter.Models.Gguf.Quantization;

/// <summary>
/// A quantized type of GGML: a row of values is cut into blocks of one length, and each block becomes a few bytes: one or two scales and small integers. An
/// implementation says how one block is laid out, and knows nothing of tensors or files.
/// </summary>
internal interface IBlockFormat
{
    /// <summary>How many values a block holds.</summary>
    static abstract int Values { get; }

    /// <summary>How many bytes a block takes.</summary>
    static abstract int Bytes { get; }

    /// <summary>Turns one block back into floats.</summary>
    /// <param name="block"><see cref="Bytes"/> bytes.</param>
    /// <param name="values"><see cref="Values"/> values, all of which are set.</param>
    static abstract void Decode(ReadOnlySpan<byte> block, Span<float> values);
}

/// <summary>A block format that floats can be written in.</summary>
internal interface IWritableBlockFormat : IBlockFormat
{
    /// <summary>Rounds the values of one block.</summary>
    /// <param name="values">As many finite values as a block holds.</param>
    /// <param name="block">As many bytes as a block takes, all of which are set.</param>
    static abstract void Encode(ReadOnlySpan<float> values, Span<byte> block);
}

/// <summary>Turns whole tensors from blocks into floats and back.</summary>
internal static class Blocks
{
    /// <summary>Decodes as many blocks as the values take.</summary>
    public static void Decode<T>(ReadOnlySpan<byte> blocks, Span<float> values)
        where T : IBlockFormat
    {
        for (; values.Length > 0; values = values[T.Values..], blocks = blocks[T.Bytes..])
        {
            T.Decode(blocks[..T.Bytes], values[..T.Values]);
        }
    }

    /// <summary>Encodes values, whose number is a multiple of the length of a block.</summary>
    public static void Encode<T>(ReadOnlySpan<float> values, Span<byte> blocks)
        where T : IWritableBlockFormat
    {
        for (; values.Length > 0; values = values[T.Values..], blocks = blocks[T.Bytes..])
        {
            T.Encode(values[..T.Values], blocks[..T.Bytes]);
        }
    }

    /// <summary>The 16-bit float at a place of a block.</summary>
    public static float Half(ReadOnlySpan<byte> block, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(block[at..]);
}
