namespace Sinter.Data.FastText;

/// <summary>Cuts a stream into blocks of whole lines.</summary>
internal static class LineBlocks
{
    private const int BlockBytes = 1 << 18;

    /// <summary>The blocks in order, each an array of its own; the last line needs no line feed.</summary>
    public static IEnumerable<byte[]> Read(Stream stream)
    {
        var buffer = new byte[BlockBytes];
        var filled = 0;
        while (true)
        {
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            if (read == 0)
            {
                break;
            }

            var end = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end > 0 && filled >= BlockBytes / 2)
            {
                yield return buffer[..end];
                buffer.AsSpan(end, filled - end).CopyTo(buffer);
                filled -= end;
            }
            else if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, checked(buffer.Length * 2));
            }
        }

        if (filled > 0)
        {
            yield return buffer[..filled];
        }
    }
}
