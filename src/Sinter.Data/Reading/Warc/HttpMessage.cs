using System.Buffers.Text;
using System.Text;
using Sinter.Data.Compression;

namespace Sinter.Data.Reading.Warc;

/// <summary>An HTTP response as a crawler stored it.</summary>
/// <param name="Status">The status; 0 where there is no status line.</param>
/// <param name="Type">The content type.</param>
/// <param name="Body">The body with its encodings undone.</param>
/// <param name="Damage">What of the encodings was damaged, so that the body may end too early; null where nothing was.</param>
internal readonly record struct HttpMessage(int Status, MediaType Type, ReadOnlyMemory<byte> Body, string? Damage)
{
    private const int MaximumEncodings = 3;

    /// <summary>Whether the bytes begin as a response does.</summary>
    public static bool IsResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/"u8);

    /// <summary>Reads a response whose header is complete; the body is decoded only where the status is 200 and the type is text.</summary>
    /// <param name="bytes">The response.</param>
    /// <param name="maximumBytes">The most bytes that the body may become.</param>
    public static HttpMessage Parse(ReadOnlyMemory<byte> bytes, int maximumBytes)
    {
        var headerLength = HeaderFields.Length(bytes.Span);
        if (headerLength < 0)
        {
            throw new InvalidDataException("The HTTP response has a header without an end.");
        }

        var header = bytes.Span[..headerLength];
        var statusLine = header[..header.IndexOf((byte)'\n')];
        var space = statusLine.IndexOf((byte)' ');
        var status = space >= 0 && Utf8Parser.TryParse(statusLine[(space + 1)..].TrimStart((byte)' '), out int number, out _) && number is >= 100 and < 1000 ? number : 0;
        var fields = new HeaderFields(header[(statusLine.Length + 1)..]);
        var type = MediaType.Parse(fields.Text("Content-Type"u8));
        var body = bytes[headerLength..];
        if (status != 200 || (type.Name.Length > 0 && !type.IsText))
        {
            return new HttpMessage(status, type, body, null);
        }

        string? damage = null;
        if (Ascii.EqualsIgnoreCase(fields.Find("Transfer-Encoding"u8), "chunked"u8))
        {
            body = ChunkedBody.Decode(body, out var isComplete);
            damage = isComplete ? null : "chunks";
        }

        var encodings = (fields.Text("Content-Encoding"u8) ?? "").Split(',', MaximumEncodings + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (encodings.Length > MaximumEncodings)
        {
            throw new InvalidDataException("The HTTP response has more content encodings than anyone would use.");
        }

        foreach (var encoding in encodings.AsEnumerable().Reverse())
        {
            body = Undo(encoding.ToLowerInvariant(), body, maximumBytes, ref damage);
        }

        return new HttpMessage(status, type, body, damage);
    }

    private static ReadOnlyMemory<byte> Undo(string encoding, ReadOnlyMemory<byte> body, int maximumBytes, ref string? damage)
    {
        var kind = ContentDecoder.KindOf(body.Span, "");
        var source = new MemoryStream(body.ToArray(), writable: false);
        switch (encoding)
        {
            // Crawlers often store the decoded body and keep the header: bytes that do not begin so are taken as they are.
            case "gzip" or "x-gzip":
                return kind == CompressionKind.Gzip ? ReadAll(new GzipReadStream(source), maximumBytes, ref damage) : body;
            case "zstd":
                return kind == CompressionKind.Zstd ? ReadAll(new ZstdStream(source), maximumBytes, ref damage) : body;
            case "deflate":
                return LooksLikeText(body.Span) ? body : ReadAll(new ZlibReadStream(source), maximumBytes, ref damage);
            case "br":
                return LooksLikeText(body.Span) ? body : ReadAll(new BrotliReadStream(source), maximumBytes, ref damage);
            default:
                return body;
        }
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> body)
    {
        var start = body[..Math.Min(body.Length, 256)];
        return !start.ContainsAnyInRange((byte)0, (byte)8) && !start.ContainsAnyInRange((byte)14, (byte)26) && !start.ContainsAnyInRange((byte)0x7F, (byte)0xFF);
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream decoder, int maximumBytes, ref string? damage)
    {
        using (decoder)
        {
            var output = new MemoryStream();
            var buffer = new byte[1 << 14];
            try
            {
                for (int read; (read = decoder.Read(buffer)) > 0;)
                {
                    if (output.Length + read > maximumBytes)
                    {
                        throw new IOException($"The body of the HTTP response becomes longer than {maximumBytes} bytes, the limit for a record.");
                    }

                    output.Write(buffer, 0, read);
                }
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException && output.Length > 0)
            {
                damage = "content encoding";
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException)
            {
                throw new InvalidDataException(fault.Message, fault);
            }

            return output.GetBuffer().AsMemory(0, (int)output.Length);
        }
    }
}
