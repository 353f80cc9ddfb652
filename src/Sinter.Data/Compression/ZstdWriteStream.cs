using System.Buffers;
using System.Buffers.Binary;
using Sinter.Data.Compression.Zstandard;

namespace Sinter.Data.Compression;

/// <summary>
/// Writes one frame of Zstandard (RFC 8878) with a checksum, about as small as <c>zstd -2</c> makes it. It holds up to 4 MB of what was written.
/// The frame is complete when the stream is closed; the same bytes in always give the same bytes out, unless <see cref="Flush"/> is called between them.
/// </summary>
public sealed class ZstdWriteStream : Stream
{
    private const int BufferBytes = 2 * MatchFinder.WindowBytes;

    private readonly Stream _destination;
    private readonly bool _leaveOpen;
    private readonly long? _contentBytes;
    private readonly BlockEncoder _encoder = new();
    private readonly ContentHash _hash = new();
    private readonly ArrayBufferWriter<byte> _output = new(2 * BlockDecoder.MaximumBlockBytes);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);

    // The bytes before _start are the window, those from there to _end wait for their block.
    private int _start;
    private int _end;
    private long _written;
    private bool _isClosed;

    /// <summary>Writes to a stream.</summary>
    /// <param name="destination">Where the compressed data go.</param>
    /// <param name="leaveOpen">Whether the destination is left open when this stream is closed.</param>
    /// <param name="contentBytes">How many bytes will be written, where that is known: it then stands in the frame. Closing throws <see cref="IOException"/> where it was not so.</param>
    public ZstdWriteStream(Stream destination, bool leaveOpen = false, long? contentBytes = null)
    {
        _destination = destination;
        _leaveOpen = leaveOpen;
        _contentBytes = contentBytes;
        _encoder.Reset(int.MaxValue);
        _output.Advance(FrameWriter.WriteHeader(_output.GetSpan(FrameWriter.MaximumHeaderBytes), contentBytes));
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_isClosed;

    /// <summary>Not known: throws <see cref="NotSupportedException"/>.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not known: throws <see cref="NotSupportedException"/>.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _written += buffer.Length;
        _hash.Append(buffer);
        while (!buffer.IsEmpty)
        {
            if (_end - _start == BlockDecoder.MaximumBlockBytes)
            {
                WriteBlock(isLast: false);
            }

            MakeRoom();
            var taken = Math.Min(buffer.Length, _start + BlockDecoder.MaximumBlockBytes - _end);
            buffer[..taken].CopyTo(_buffer.AsSpan(_end));
            _end += taken;
            buffer = buffer[taken..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <summary>Ends the block that is being filled, so that all that was written can be read.</summary>
    public override void Flush()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_end > _start)
        {
            WriteBlock(isLast: false);
        }

        WriteOutput();
        _destination.Flush();
    }

    /// <summary>Not possible: throws <see cref="NotSupportedException"/>.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not possible: throws <see cref="NotSupportedException"/>.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not possible: throws <see cref="NotSupportedException"/>.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            try
            {
                WriteBlock(isLast: true);
                BinaryPrimitives.WriteUInt32LittleEndian(_output.GetSpan(4), _hash.Checksum);
                _output.Advance(4);
                WriteOutput();
                if (_contentBytes is { } expected && expected != _written)
                {
                    throw new IOException($"{_written} bytes were written to a zstd frame whose header says {expected}.");
                }
            }
            finally
            {
                if (!_leaveOpen)
                {
                    _destination.Dispose();
                }
            }
        }

        base.Dispose(disposing);
    }

    private unsafe void WriteBlock(bool isLast)
    {
        fixed (byte* data = _buffer)
        {
            _encoder.Write(data, _start, _end, isLast, _output);
        }

        _start = _end;
        if (_output.WrittenCount >= BlockDecoder.MaximumBlockBytes)
        {
            WriteOutput();
        }
    }

    private void WriteOutput()
    {
        _destination.Write(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    /// <summary>Lets go of what no match can reach any more, where there is not room for a whole block.</summary>
    private void MakeRoom()
    {
        if (_start + BlockDecoder.MaximumBlockBytes <= BufferBytes)
        {
            return;
        }

        var by = _start - MatchFinder.WindowBytes;
        _buffer.AsSpan(by, _end - by).CopyTo(_buffer);
        _encoder.Rebase(by);
        _start -= by;
        _end -= by;
    }
}
