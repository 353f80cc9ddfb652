namespace Sinter.Data.Compression;

/// <summary>A stream that is read in large pieces and given out in small ones. It owns nothing but its buffer.</summary>
internal sealed class SourceBuffer(Stream stream, int size = 1 << 16)
{
    private readonly byte[] _buffer = new byte[size];
    private int _start;
    private int _end;

    /// <summary>How many bytes were given out.</summary>
    public long Position { get; private set; }

    /// <summary>What lies ready; at least one byte unless the stream has ended.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = stream.Read(_buffer);
        }

        return _buffer.AsSpan(_start, _end - _start);
    }

    /// <summary>What lies ready, with at least <paramref name="count"/> bytes unless the stream ends before; at most the size of the buffer.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                break;
            }

            _end += read;
        }

        return _buffer.AsSpan(_start, _end - _start);
    }

    /// <summary>Passes over bytes that <see cref="Peek()"/> gave.</summary>
    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Fills the span as far as the stream goes, and gives how many bytes that were.</summary>
    public int Read(Span<byte> bytes)
    {
        var filled = 0;
        while (filled < bytes.Length)
        {
            var ready = Peek();
            if (ready.IsEmpty)
            {
                break;
            }

            var taken = Math.Min(ready.Length, bytes.Length - filled);
            ready[..taken].CopyTo(bytes[filled..]);
            Advance(taken);
            filled += taken;
        }

        return filled;
    }

    /// <summary>Passes over so many bytes; false where the stream ends before.</summary>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            var ready = Peek();
            if (ready.IsEmpty)
            {
                return false;
            }

            var taken = (int)Math.Min(ready.Length, count);
            Advance(taken);
            count -= taken;
        }

        return true;
    }
}
