using Sinter.Data.Compression;

namespace Sinter.Data.Reading.Warc;

/// <summary>The content of an archive in a buffer that grows to one record. A stream that breaks off is noted (<see cref="Fault"/>), and what came before can still be used.</summary>
internal sealed class ArchiveInput(Stream content)
{
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>The number of the next record, from 1.</summary>
    public long Number { get; set; } = 1;

    /// <summary>How many bytes were passed.</summary>
    public long Position { get; private set; }

    /// <summary>What ended the stream too early; null where it ended as it should or has not ended.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>What lies ready.</summary>
    public ReadOnlySpan<byte> Ready => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Sees to it that so many bytes lie ready; false where the stream ends before.</summary>
    public bool TryFill(int count)
    {
        while (_end - _start < count)
        {
            if (_hasEnded)
            {
                return false;
            }

            MakeRoom(count);
            try
            {
                var read = content.Read(_buffer, _end, _buffer.Length - _end);
                _end += read;
                _hasEnded = read == 0;
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
            {
                (Fault, _hasEnded) = (fault, true);
            }
        }

        return true;
    }

    /// <summary>Passes bytes that lie ready.</summary>
    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Passes so many bytes without holding them; false where the stream ends before.</summary>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            if (!TryFill(1))
            {
                return false;
            }

            var passed = (int)Math.Min(count, Ready.Length);
            Advance(passed);
            count -= passed;
        }

        return true;
    }

    /// <summary>Passes all line ends and gives whether anything follows.</summary>
    public bool TrySkipLineEnds()
    {
        while (TryFill(1))
        {
            var text = Ready.IndexOfAnyExcept((byte)'\r', (byte)'\n');
            if (text >= 0)
            {
                Advance(text);
                return true;
            }

            Advance(Ready.Length);
        }

        return false;
    }

    /// <summary>After a <see cref="Fault"/>: goes on at the next part that can be decoded and begins as given, where the compression allows it.</summary>
    public bool TryResume(ReadOnlySpan<byte> contentStart, out long lostFrom, out long lostTo)
    {
        (lostFrom, lostTo) = (0, 0);
        if (content is not IResumableStream resumable || !resumable.TryResume(contentStart, out lostFrom, out lostTo))
        {
            return false;
        }

        Advance(Ready.Length);
        (_start, _end, _hasEnded, Fault) = (0, 0, false, null);
        return true;
    }

    private void MakeRoom(int count)
    {
        if (_start > 0 && (count > _buffer.Length - _start || _end == _buffer.Length))
        {
            Ready.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (count > _buffer.Length)
        {
            // Only as the bytes come, so that a length that lies costs nothing.
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, (int)Math.Min(int.MaxValue / 2, 2L * _buffer.Length));
            }
        }
    }
}
