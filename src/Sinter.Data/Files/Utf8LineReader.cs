namespace Sinter.Data;

/// <summary>
/// Reads a stream line by line as bytes, without making strings. A line ends at LF or CR LF or with the stream; a UTF-8 mark at the start is skipped.
/// A line longer than the limit is a fault, so that a hostile file cannot fill the memory.
/// </summary>
public sealed class Utf8LineReader(Stream stream, string name, int maximumLineBytes)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The next line; its memory is valid until the next call. False at the end of the stream.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (length >= 0 || (_ended && _end > _start))
            {
                var lineEnd = length >= 0 ? searched + length : _end;
                line = Take(lineEnd);
                _start = length >= 0 ? lineEnd + 1 : _end;
                return true;
            }

            if (_ended)
            {
                line = default;
                return false;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private ReadOnlyMemory<byte> Take(int lineEnd)
    {
        LineNumber++;
        var line = _buffer.AsMemory(_start, lineEnd - _start);
        if (LineNumber == 1 && line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= maximumLineBytes)
            {
                throw new InvalidDataException($"Line {LineNumber + 1} of '{name}' is longer than {maximumLineBytes} bytes, the limit for one line.");
            }

            Array.Resize(ref _buffer, (int)Math.Min(maximumLineBytes, _buffer.Length * 2L));
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
    }
}
