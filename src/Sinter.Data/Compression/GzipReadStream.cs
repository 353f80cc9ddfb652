using Sinter.Data.Compression.Deflate;

namespace Sinter.Data.Compression;

/// <summary>
/// Reads gzip (RFC 1952): all members one after another, with zero bytes between and behind them passed over; checksums and lengths are compared. The base library's
/// stream takes a file that is cut short, or goes on behind padding, for one that has ended; this one does not.
/// </summary>
public sealed class GzipReadStream : DecodingStream, IResumableStream
{
    private const int LongestField = 1 << 16;
    private const int TrialBytes = 64;

    private readonly BitSource _source;
    private readonly Inflater _inflater;
    private long _memberStart;
    private uint _checksum;
    private uint _length;
    private bool _isInMember;
    private bool _hadMember;
    private ReadOnlyMemory<byte> _trial;

    /// <summary>Reads from a stream.</summary>
    /// <param name="source">The compressed data.</param>
    /// <param name="leaveOpen">Whether the source is left open when this stream is closed.</param>
    public GzipReadStream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen)
    {
        _source = new BitSource(source);
        _inflater = new Inflater(_source);
    }

    /// <inheritdoc/>
    public bool TryResume(ReadOnlySpan<byte> contentStart, out long lostFrom, out long lostTo)
    {
        lostFrom = _memberStart;
        var from = _memberStart + 1;
        while (true)
        {
            _source.GoTo(Math.Max(from, _source.KeptFrom));
            if (!_source.TryFind([0x1F, 0x8B, 8]))
            {
                lostTo = _source.Position;
                return false;
            }

            lostTo = _source.Position;
            from = lostTo + 1;
            try
            {
                BeginMember();
                _trial = _inflater.Decode(TrialBytes);
                if (_trial.Span.StartsWith(contentStart))
                {
                    ForgetFault();
                    return true;
                }
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
            {
                // It only looked like a member.
            }
        }
    }

    private protected override ReadOnlyMemory<byte> DecodeMore()
    {
        while (true)
        {
            if (!_isInMember)
            {
                SkipPadding();
                if (_source.IsAtEnd)
                {
                    return default;
                }

                BeginMember();
            }

            var decoded = _trial.IsEmpty ? _inflater.Decode() : _trial;
            _trial = default;
            _checksum = Crc32.Append(_checksum, decoded.Span);
            _length += (uint)decoded.Length;
            if (_inflater.HasEnded)
            {
                EndMember(canWait: !decoded.IsEmpty);
            }

            if (!decoded.IsEmpty)
            {
                return decoded;
            }
        }
    }

    private void SkipPadding()
    {
        while (_hadMember && !_source.IsAtEnd && (_source.Peek() & 0xFF) == 0)
        {
            _source.Consume(8);
        }
    }

    private void BeginMember()
    {
        _memberStart = _source.Position;
        if (_source.Take(16) != 0x8B1F)
        {
            throw DeflateFault.Of(_hadMember ? "something else follows a complete member" : "it does not begin as gzip does");
        }

        if (_source.Take(8) != 8)
        {
            throw DeflateFault.Of("it is compressed in a way that does not exist");
        }

        var flags = _source.Take(8);
        _source.Take(32);
        _source.Take(16);
        if ((flags & 0xE0) != 0)
        {
            throw DeflateFault.Of("a header uses a feature that does not exist");
        }

        if ((flags & 0x04) != 0)
        {
            for (var left = _source.Take(16); left > 0; left--)
            {
                _source.Take(8);
            }
        }

        SkipText((flags & 0x08) != 0);
        SkipText((flags & 0x10) != 0);
        if ((flags & 0x02) != 0)
        {
            _source.Take(16);
        }

        _inflater.Reset();
        (_checksum, _length) = (0, 0);
        _isInMember = _hadMember = true;
    }

    private void SkipText(bool isThere)
    {
        for (var length = 0; isThere; length++)
        {
            isThere = _source.Take(8) != 0;
            if (length == LongestField)
            {
                throw DeflateFault.Of("a name in a header does not end");
            }
        }
    }

    /// <summary>
    /// Compares before the last bytes are given out: where a member is short, as those of web archives are, nothing damaged leaves this stream. Where only the end of the
    /// file is missing, those bytes are given out first.
    /// </summary>
    private void EndMember(bool canWait)
    {
        if (canWait && !_source.HasBytes(8))
        {
            return;
        }

        _isInMember = false;
        if (_source.Take(32) != _checksum || _source.Take(32) != _length)
        {
            throw DeflateFault.Of("the checksum of a member does not match its content");
        }
    }
}
