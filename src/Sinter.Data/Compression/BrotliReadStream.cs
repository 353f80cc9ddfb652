using System.Buffers;
using System.IO.Compression;

namespace Sinter.Data.Compression;

/// <summary>Reads Brotli (RFC 7932) with the base library's decoder; unlike its stream, it tells content that is cut short from content that has ended.</summary>
public sealed class BrotliReadStream : DecodingStream
{
    private readonly SourceBuffer _source;
    private readonly byte[] _output = new byte[1 << 15];
    private BrotliDecoder _decoder;
    private bool _hasEnded;

    /// <summary>Reads from a stream.</summary>
    /// <param name="source">The compressed data.</param>
    /// <param name="leaveOpen">Whether the source is left open when this stream is closed.</param>
    public BrotliReadStream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen) => _source = new SourceBuffer(source);

    private protected override ReadOnlyMemory<byte> DecodeMore()
    {
        if (_hasEnded)
        {
            return _source.Peek().IsEmpty ? default : throw new InvalidDataException("The Brotli data cannot be read: something else follows the complete content.");
        }

        while (true)
        {
            var ready = _source.Peek();
            var status = _decoder.Decompress(ready, _output, out var consumed, out var written);
            _source.Advance(consumed);
            _hasEnded = status == OperationStatus.Done;
            if (status == OperationStatus.InvalidData)
            {
                throw new InvalidDataException("The Brotli data cannot be read: they are damaged.");
            }

            if (written > 0 || _hasEnded)
            {
                return _output.AsMemory(0, written);
            }

            if (ready.IsEmpty)
            {
                throw new EndOfStreamException("The Brotli data are cut short: they end before their end mark.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _decoder.Dispose();
        base.Dispose(disposing);
    }
}
