namespace Sinter.Data.Reading.Warc;

/// <summary>The chunked transfer encoding of HTTP (RFC 9112, section 7.1).</summary>
internal static class ChunkedBody
{
    private const int LongestSizeLine = 4096;

    /// <summary>Joins the chunks. A body that does not begin with one is given as it is: many crawlers join the chunks and keep the header.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isComplete">False where the chunks break off or are damaged: what lies before is joined, and what follows is added as it is.</param>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, out bool isComplete)
    {
        isComplete = true;
        if (!TryReadSize(body.Span, out _, out _))
        {
            return body;
        }

        var joined = new byte[body.Length];
        var length = 0;
        var rest = body.Span;
        while (TryReadSize(rest, out var size, out var lineLength))
        {
            rest = rest[lineLength..];
            if (size == 0)
            {
                return joined.AsMemory(0, length);
            }

            var taken = (int)Math.Min(size, rest.Length);
            rest[..taken].CopyTo(joined.AsSpan(length));
            length += taken;
            rest = rest[taken..];
            rest = rest.StartsWith("\r\n"u8) ? rest[2..] : rest.StartsWith("\n"u8) ? rest[1..] : rest;
        }

        isComplete = false;
        rest.CopyTo(joined.AsSpan(length));
        return joined.AsMemory(0, length + rest.Length);
    }

    private static bool TryReadSize(ReadOnlySpan<byte> bytes, out long size, out int lineLength)
    {
        size = 0;
        var line = bytes[..Math.Min(bytes.Length, LongestSizeLine)];
        lineLength = line.IndexOf((byte)'\n') + 1;
        var digits = 0;
        while (digits < 8 && digits < lineLength && char.IsAsciiHexDigit((char)line[digits]))
        {
            var digit = line[digits] | 0x20;
            size = (size << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
            digits++;
        }

        // Behind the number there are spaces, an extension, or the end of the line.
        return digits > 0 && line[digits..lineLength].TrimStart((byte)' ') is [(byte)'\r' or (byte)'\n' or (byte)';', ..];
    }
}
