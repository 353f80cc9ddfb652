namespace Sinter.Data.Compression.Bzip2;

/// <summary>Bits that are read highest first.</summary>
internal sealed class BigEndianBits(SourceBuffer source)
{
    private ulong _bits;
    private int _count;

    /// <summary>The next bits as a number, at most 32.</summary>
    public uint Take(int count)
    {
        var value = Peek(count);
        Consume(count);
        return value;
    }

    /// <summary>The next bits without consuming them, at most 32; zeros behind the end.</summary>
    public uint Peek(int count)
    {
        if (_count < count)
        {
            Load();
        }

        return (uint)(_bits >> 1 >> (63 - count));
    }

    /// <summary>Passes over bits.</summary>
    public void Consume(int count)
    {
        if (_count < count)
        {
            Load();
            if (_count < count)
            {
                throw new EndOfStreamException("The bzip2 data are cut short: they end before their end mark.");
            }
        }

        _bits <<= count;
        _count -= count;
    }

    /// <summary>Passes over the rest of a byte that was begun.</summary>
    public void Align()
    {
        _bits <<= _count & 7;
        _count &= ~7;
    }

    /// <summary>The next byte, once aligned; -1 at the end.</summary>
    public int PeekByte() => Peek(8) is var value && _count >= 8 ? (int)value : -1;

    private void Load()
    {
        while (_count <= 56)
        {
            var ready = source.Peek();
            if (ready.IsEmpty)
            {
                return;
            }

            var taken = Math.Min(ready.Length, (64 - _count) >> 3);
            foreach (var value in ready[..taken])
            {
                _bits |= (ulong)value << (56 - _count);
                _count += 8;
            }

            source.Advance(taken);
        }
    }
}
