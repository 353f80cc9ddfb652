using System.Runtime.ExceptionServices;

namespace Sinter.Data.Compression;

/// <summary>
/// What all decoders have in common: a stream that is read forwards. Damaged data throw <see cref="InvalidDataException"/> and data that are cut short
/// <see cref="EndOfStreamException"/>, each after all that could be decoded before was given out, and again whenever someone reads on.
/// </summary>
public abstract class DecodingStream : ForwardStream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private ReadOnlyMemory<byte> _ready;
    private Exception? _fault;

    private protected DecodingStream(Stream source, bool leaveOpen)
    {
        _source = source;
        _leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_ready.IsEmpty && !buffer.IsEmpty && !TryDecode())
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    /// <summary>Decodes some more; what it gives is valid until the next call, and empty only at the end of the content.</summary>
    private protected abstract ReadOnlyMemory<byte> DecodeMore();

    /// <summary>Forgets a fault, because the decoder has found a place to go on at.</summary>
    private protected void ForgetFault() => _fault = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryDecode()
    {
        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }

        try
        {
            _ready = DecodeMore();
            return !_ready.IsEmpty;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            _fault = fault;
            throw;
        }
    }
}
