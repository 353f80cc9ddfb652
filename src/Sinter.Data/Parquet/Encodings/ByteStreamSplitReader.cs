namespace Sinter.Data.Parquet;

/// <summary>Puts values together whose first bytes, second bytes and so on were written as streams of their own (BYTE_STREAM_SPLIT).</summary>
internal static class ByteStreamSplitReader
{
    /// <summary>The values as plain ones.</summary>
    public static byte[] Join(ReadOnlySpan<byte> source, int width, int count)
    {
        if (width == 0 || (long)width * count > source.Length)
        {
            throw PlainReader.Ended();
        }

        var plain = new byte[width * count];
        for (var i = 0; i < width; i++)
        {
            var stream = source.Slice(i * count, count);
            for (int j = 0, at = i; j < stream.Length; j++, at += width)
            {
                plain[at] = stream[j];
            }
        }

        return plain;
    }
}
