namespace Sinter.Data.Compression.Deflate;

/// <summary>
/// The compressed bytes as bits, lowest first. It keeps the last bytes that were consumed, so that one can go back to look for a place to go on at behind a fault.
/// </summary>
internal sealed class BitSource(Stream stream)
{
    private const int LoadBytes = 32;
    private const int KeptBytes = 1 << 17;
    private byte[] _buffer = new byte[1 << 14];
    private long _bufferStart;
    private int _next;
    private int _end;
    private bool _hasEnded;
    private ulong _bits;
    private int _bitCount;

    /// <summary>The place of the next byte in the stream that is not consumed; bits of a byte that is begun count as consumed.</summary>
    public long Position => _bufferStart + _next - (_bitCount >> 3);

    /// <summary>The place of the first byte that is still kept.</summary>
    public long KeptFrom => _bufferStart;

    /// <summary>Whether no bit is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            Prepare();
            return _hasEnded && Position >= _bufferStart + _end;
        }
    }

    /// <summary>Whether so many whole bytes are left.</summary>
    public bool HasBytes(int count)
    {
        Prepare();
        return Position + count <= _bufferStart + _end;
    }

    /// <summary>Goes to a place that is kept, or lies where the buffer ends.</summary>
    public void GoTo(long position)
    {
        _next = (int)(position - _bufferStart);
        _bits = 0;
        _bitCount = 0;
    }

    /// <summary>
    /// Gives the state to a loop that keeps it in registers; <see cref="Restore"/> takes it back. The loop may load words twice in each round that begins
    /// at <paramref name="safeEnd"/> or before.
    /// </summary>
    public byte[] Lend(out int next, out int safeEnd, out ulong bits, out int bitCount)
    {
        Prepare();
        (next, bits, bitCount) = (_next, _bits, _bitCount);

        safeEnd = _end - (LoadBytes / 2);
        return _buffer;
    }

    public void Restore(int next, ulong bits, int bitCount)
    {
        // A loop loads whole words and counts 56 to 63 bits: what lies above is a part of the next byte that is loaded again.
        (_next, _bits, _bitCount) = (next, bits & ((1UL << bitCount) - 1), bitCount);
    }

    /// <summary>The next bits as a number, at most 32.</summary>
    public uint Take(int count)
    {
        Need(count);
        var value = (uint)(_bits & ((1UL << count) - 1));
        _bits >>= count;
        _bitCount -= count;
        return value;
    }

    /// <summary>The next 16 bits, or more, without consuming them, with zeros behind the end.</summary>
    public uint Peek()
    {
        while (_bitCount < 16)
        {
            LoadByte();
        }

        return (uint)_bits;
    }

    public void Consume(int count)
    {
        _bits >>= count;
        _bitCount -= count;
        CheckEnd();
    }

    /// <summary>Passes over the rest of a byte that was begun.</summary>
    public void Align()
    {
        _bits >>= _bitCount & 7;
        _bitCount &= ~7;
    }

    /// <summary>Copies whole bytes, once aligned; fewer only at the end.</summary>
    public int Read(Span<byte> bytes)
    {
        GoTo(Position);
        Prepare();
        var count = Math.Min(bytes.Length, _end - _next);
        if (count <= 0)
        {
            return 0;
        }

        _buffer.AsSpan(_next, count).CopyTo(bytes);
        _next += count;
        return count;
    }

    /// <summary>The place of the next occurrence at or behind the current one, which becomes the current one; false where the stream ends first.</summary>
    public bool TryFind(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            Prepare();
            var ready = _buffer.AsSpan(_next, Math.Max(0, _end - _next));
            var at = ready.IndexOf(bytes);
            if (at >= 0)
            {
                _next += at;
                return true;
            }

            if (_hasEnded)
            {
                _next = _end;
                return false;
            }

            _next += Math.Max(0, ready.Length - bytes.Length + 1);
            Fill();
        }
    }

    private void Need(int count)
    {
        while (_bitCount < count)
        {
            LoadByte();
        }

        CheckEnd(count);
    }

    private void LoadByte()
    {
        if (_next >= _end)
        {
            Prepare();
        }

        var value = _next < _end ? _buffer[_next] : (byte)0;
        _next++;
        _bits |= (ulong)value << _bitCount;
        _bitCount += 8;
    }

    private void CheckEnd(int count = 0)
    {
        if (_hasEnded && (8L * (_next - _end)) - _bitCount + count > 0)
        {
            throw DeflateFault.CutShort();
        }
    }

    /// <summary>Sees to it that there are enough bytes for a while, or that the stream has ended.</summary>
    private void Prepare()
    {
        while (!_hasEnded && _end - _next < 2 * LoadBytes)
        {
            Fill();
        }
    }

    private void Fill()
    {
        if (_end == _buffer.Length && _end < 2 * KeptBytes)
        {
            Array.Resize(ref _buffer, 2 * _end);
        }
        else if (_end == _buffer.Length)
        {
            var keptFrom = Math.Max(0, Math.Min(_next, _end) - KeptBytes);
            _buffer.AsSpan(keptFrom, _end - keptFrom).CopyTo(_buffer);
            _bufferStart += keptFrom;
            _next -= keptFrom;
            _end -= keptFrom;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _hasEnded = read == 0;
    }
}
