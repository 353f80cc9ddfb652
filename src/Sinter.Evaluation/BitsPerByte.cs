namespace Sinter.Evaluation;

/// <summary>
/// The measure that compares language models whatever their tokenizers: how many bits a model needs for a byte of text.
/// Summed cross-entropy in nats, divided by ln 2 and by the length of the text in UTF-8 bytes. Less is better; 8 is no model at all.
/// </summary>
public static class BitsPerByte
{
    /// <summary>The measure from a sum over all scored tokens.</summary>
    /// <param name="nats">The sum of −ln p(token), in nats.</param>
    /// <param name="utf8Bytes">The bytes of the text that these tokens spell.</param>
    public static double FromNats(double nats, long utf8Bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(utf8Bytes);
        return nats / (Math.Log(2) * utf8Bytes);
    }

    /// <summary>The measure of a compressed text.</summary>
    /// <param name="compressedBytes">The size after compression, in bytes.</param>
    /// <param name="utf8Bytes">The size before.</param>
    public static double FromCompressed(long compressedBytes, long utf8Bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(utf8Bytes);
        return 8.0 * compressedBytes / utf8Bytes;
    }
}
