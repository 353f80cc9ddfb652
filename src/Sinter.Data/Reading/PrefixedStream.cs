using System.Runtime.ExceptionServices;

namespace Sinter.Data.Reading;

/// <summary>
/// A stream of which the start was read already: it gives that start again, then the rest. It owns the rest. Where reading the start met a fault,
/// the same fault comes again behind what could be read.
/// </summary>
internal sealed class PrefixedStream : ReadOnlyStream
{
    private readonly byte[] _start;
    private readonly Stream _rest;
    private readonly Exception? _fault;
    private int _given;

    private PrefixedStream(byte[] start, Stream rest, Exception? fault)
    {
        _start = start;
        _rest = rest;
        _fault = fault;
    }

    /// <summary>Looks at up to so many bytes of a stream; what is given reads from the same place on.</summary>
    public static Stream Peek(Stream content, int count, out byte[] start)
    {
        start = new byte[count];
        var filled = 0;
        Exception? fault = null;
        try
        {
            while (filled < count && content.Read(start, filled, count - filled) is var read and > 0)
            {
                filled += read;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            fault = broken;
        }

        start = start[..filled];
        if (!content.CanSeek)
        {
            return new PrefixedStream(start, content, fault);
        }

        content.Position -= filled;
        return content;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == _start.Length)
        {
            if (_fault is not null)
            {
                ExceptionDispatchInfo.Throw(_fault);
            }

            return _rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _start.Length - _given);
        _start.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
