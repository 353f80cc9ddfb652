using Sinter.Data.Compression.Deflate;

namespace Sinter.Data.Compression;

/// <summary>
/// Reads what HTTP calls <c>deflate</c>: a deflate stream with the two bytes of zlib (RFC 1950) before it, or, as many servers sent it, without. The checksum behind it
/// is not compared, as those servers had none.
/// </summary>
public sealed class ZlibReadStream : DecodingStream
{
    private readonly BitSource _source;
    private readonly Inflater _inflater;
    private bool _hasBegun;

    /// <summary>Reads from a stream.</summary>
    /// <param name="source">The compressed data.</param>
    /// <param name="leaveOpen">Whether the source is left open when this stream is closed.</param>
    public ZlibReadStream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen)
    {
        _source = new BitSource(source);
        _inflater = new Inflater(_source);
    }

    private protected override ReadOnlyMemory<byte> DecodeMore()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _inflater.Reset();
            var start = _source.Peek();
            if ((start & 0x0F) == 8 && (((start & 0xFF) << 8) | ((start >> 8) & 0xFF)) % 31 == 0)
            {
                _source.Take(16);
            }
        }

        return _inflater.Decode();
    }
}
