namespace Sinter.Data.Compression;

/// <summary>
/// Decoded content that may not grow beyond all measure. Text reaches 1,000:1 at most where it is a log of the same line, and deflate itself no more than 1,032:1; but zstd and
/// Brotli write any number of zeros in a few bytes, and two layers multiply. So more than 1 GB at over 10,000:1 is refused: below 1 GB nothing is lost by reading
/// on, and no honest file comes near that ratio.
/// </summary>
internal sealed class BoundedStream(Stream content, StartedStream source) : ForwardStream, IResumableStream
{
    internal const long FreeBytes = 1L << 30;
    internal const long MaximumRatio = 10_000;

    private long _bytes;

    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);
        _bytes += count;
        return _bytes > FreeBytes && _bytes / MaximumRatio > source.BytesRead
            ? throw new InvalidDataException($"The content is refused: {source.BytesRead} compressed bytes have become {_bytes} already, more than {MaximumRatio} times as many.")
            : count;
    }

    public bool TryResume(ReadOnlySpan<byte> contentStart, out long lostFrom, out long lostTo)
    {
        (lostFrom, lostTo) = (0, 0);
        return content is IResumableStream resumable && resumable.TryResume(contentStart, out lostFrom, out lostTo);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
