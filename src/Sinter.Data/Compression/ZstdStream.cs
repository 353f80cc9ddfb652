using System.Buffers.Binary;
using Sinter.Data.Compression.Zstandard;

namespace Sinter.Data.Compression;

/// <summary>
/// Reads Zstandard (RFC 8878): all frames one after another, passing over skippable ones; sizes and checksums are compared. Dictionaries are not read. The memory
/// grows with the content up to one and a half times the window of a frame, which may be 128 MB.
/// </summary>
public sealed class ZstdStream : DecodingStream
{
    private readonly SourceBuffer _input;
    private readonly BlockDecoder _decoder = new();
    private readonly ContentHash _hash = new();
    private readonly byte[] _block = new byte[BlockDecoder.MarginBytes + BlockDecoder.MaximumBlockBytes];

    // What was decoded, as far back as the window reaches.
    private byte[] _output = [];
    private int _decoded;

    private FrameHeader _frame;
    private long _frameBytes;
    private bool _isInFrame;
    private bool _wasLast;

    /// <summary>Reads from a stream.</summary>
    /// <param name="source">The compressed data.</param>
    /// <param name="leaveOpen">Whether the source is left open when this stream is closed.</param>
    public ZstdStream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen) => _input = new SourceBuffer(source);

    private protected override ReadOnlyMemory<byte> DecodeMore()
    {
        while (true)
        {
            if (_wasLast)
            {
                EndFrame();
            }
            else if (_isInFrame)
            {
                var written = DecodeBlock();
                if (written > 0)
                {
                    return _output.AsMemory(_decoded - written, written);
                }
            }
            else if (!TryBeginFrame())
            {
                return default;
            }
        }
    }

    /// <summary>Reads a header; false at the end of the source. After a skippable frame no frame has begun yet.</summary>
    private bool TryBeginFrame()
    {
        Span<byte> header = stackalloc byte[FrameHeader.MaximumBytes];
        var read = _input.Read(header[..4]);
        if (read == 0)
        {
            return false;
        }

        if (read < 4)
        {
            throw ZstdFault.CutShort();
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if ((magic & FrameHeader.SkippableMask) == FrameHeader.SkippableMagic)
        {
            Fill(header[..4]);
            return _input.TrySkip(BinaryPrimitives.ReadUInt32LittleEndian(header)) ? true : throw ZstdFault.CutShort();
        }

        if (magic != FrameHeader.Magic)
        {
            throw ZstdFault.Of("no frame begins where one should");
        }

        Fill(header[..1]);
        var length = FrameHeader.Length(header[0]);
        Fill(header[1..length]);
        _frame = FrameHeader.Read(header[..length]);
        _decoder.Reset();
        _hash.Reset();
        _decoded = 0;
        _frameBytes = 0;
        _isInFrame = true;
        return true;
    }

    private unsafe int DecodeBlock()
    {
        Span<byte> header = stackalloc byte[BlockHeader.Bytes];
        Fill(header);
        var block = BlockHeader.Read(header);
        var stored = _block.AsSpan(BlockDecoder.MarginBytes, block.StoredBytes);
        Fill(stored);
        MakeRoom();
        var start = _decoded;
        int written;
        switch (block.Kind)
        {
            case BlockKind.Stored:
                stored.CopyTo(_output.AsSpan(start));
                written = block.Size;
                break;
            case BlockKind.Repeated:
                _output.AsSpan(start, block.Size).Fill(stored[0]);
                written = block.Size;
                break;
            default:
                fixed (byte* content = _block)
                fixed (byte* output = _output)
                {
                    written = _decoder.Decode(
                        content + BlockDecoder.MarginBytes, block.Size, output + start, BlockDecoder.MaximumBlockBytes, _output.Length - start, start, _frame.WindowBytes);
                }

                break;
        }

        _frameBytes += written;
        if (_frame.ContentBytes >= 0 && _frameBytes > _frame.ContentBytes)
        {
            throw WrongSize();
        }

        if (_frame.HasChecksum)
        {
            _hash.Append(_output.AsSpan(start, written));
        }

        _decoded += written;
        _wasLast = block.IsLast;
        return written;
    }

    private void EndFrame()
    {
        _isInFrame = _wasLast = false;
        if (_frame.ContentBytes >= 0 && _frameBytes != _frame.ContentBytes)
        {
            throw WrongSize();
        }

        if (_frame.HasChecksum)
        {
            Span<byte> checksum = stackalloc byte[4];
            Fill(checksum);
            if (BinaryPrimitives.ReadUInt32LittleEndian(checksum) != _hash.Checksum)
            {
                throw ZstdFault.Of("the checksum of a frame does not match its content");
            }
        }
    }

    private InvalidDataException WrongSize() => ZstdFault.Of($"a frame holds other than the {_frame.ContentBytes} bytes that its header says");

    /// <summary>Makes room for one more block: more memory as the content grows, and once the window is full, what lies before it goes.</summary>
    private void MakeRoom()
    {
        var needed = _decoded + BlockDecoder.MaximumBlockBytes + WideCopy.Slack;
        if (needed <= _output.Length)
        {
            return;
        }

        var window = (int)_frame.WindowBytes;
        var most = window + Math.Max(window / 2, 4 * BlockDecoder.MaximumBlockBytes) + WideCopy.Slack;
        if (needed <= most)
        {
            Array.Resize(ref _output, Math.Min(most, Math.Max(needed, 2 * _output.Length)));
            return;
        }

        _output.AsSpan(_decoded - window, window).CopyTo(_output);
        _decoded = window;
    }

    private void Fill(Span<byte> bytes)
    {
        if (_input.Read(bytes) < bytes.Length)
        {
            throw ZstdFault.CutShort();
        }
    }
}
