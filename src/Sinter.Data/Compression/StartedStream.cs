namespace Sinter.Data.Compression;

/// <summary>A stream whose first bytes can be looked at before it is read, and that counts what was read.</summary>
internal sealed class StartedStream(Stream source) : ForwardStream, IResumableStream
{
    private byte[] _start = [];
    private int _given;

    /// <summary>How many bytes of the source were given out.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The first bytes, at most so many; to be asked for once, before anything is read. A fault among them is left to who reads them.</summary>
    public ReadOnlySpan<byte> Start(int count)
    {
        var start = new byte[count];
        var length = 0;
        try
        {
            for (int read; length < count && (read = source.Read(start, length, count - length)) > 0;)
            {
                length += read;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            // The source throws it again when it is read on.
        }

        _start = start[..length];
        return _start;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _start.Length - _given);
        if (count > 0)
        {
            _start.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
        }
        else
        {
            count = source.Read(buffer);
        }

        BytesRead += count;
        return count;
    }

    public bool TryResume(ReadOnlySpan<byte> contentStart, out long lostFrom, out long lostTo)
    {
        (lostFrom, lostTo) = (0, 0);
        return source is IResumableStream resumable && resumable.TryResume(contentStart, out lostFrom, out lostTo);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
