using System.Buffers;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Lines that are made as they are read, so that no disk holds them.</summary>
/// <param name="writeLine">Writes the line of a number, from 0, with its line feed.</param>
/// <param name="bytes">It ends with the first line that reaches so many bytes.</param>
internal sealed class LineStream(Action<long, ArrayBufferWriter<byte>> writeLine, long bytes) : Stream
{
    private const int BytesAhead = 1 << 16;

    private readonly ArrayBufferWriter<byte> _lines = new(BytesAhead);
    private long _made;
    private long _number;
    private int _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_read == _lines.WrittenCount)
        {
            _lines.ResetWrittenCount();
            _read = 0;
            while (_lines.WrittenCount < BytesAhead && _made + _lines.WrittenCount < bytes)
            {
                writeLine(_number++, _lines);
            }

            _made += _lines.WrittenCount;
        }

        var ready = _lines.WrittenSpan[_read..];
        var count = Math.Min(ready.Length, buffer.Length);
        ready[..count].CopyTo(buffer);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
