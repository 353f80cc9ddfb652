namespace Sinter.Data.Compression.Bzip2;

/// <summary>
/// Decodes one block: Huffman codes, runs and the move-to-front list give the last column of the sorted rotations; following it from the origin gives the text
/// with its first run-length coding, which <see cref="Read"/> undoes while it gives the bytes out.
/// </summary>
internal sealed class Bzip2Block
{
    private const int MaximumCodes = 6;
    private const int SymbolsInGroup = 50;
    private const int MaximumSelectors = 18002;

    private uint[] _next = new uint[1 << 14];
    private readonly byte[] _selectors = new byte[MaximumSelectors];
    private readonly Bzip2Code[] _codes = [.. Enumerable.Range(0, MaximumCodes).Select(_ => new Bzip2Code())];
    private readonly byte[] _front = new byte[256];
    private int _length;
    private int _given;
    private uint _at;
    private int _previous;
    private int _run;
    private int _repeats;

    /// <summary>Reads a block behind its magic number and checksum.</summary>
    public void Decode(BigEndianBits bits, int capacity)
    {
        if (bits.Take(1) != 0)
        {
            throw Bzip2Stream.Broken("a block is randomised, which bzip2 has not done since 1997");
        }

        var origin = bits.Take(24);
        var symbols = ReadAlphabet(bits);
        ReadCodes(bits, symbols + 2);
        ReadColumn(bits, symbols + 1, capacity);
        if (origin >= _length)
        {
            throw Bzip2Stream.Broken("a block's origin lies outside it");
        }

        Link(origin);
    }

    /// <summary>Gives out some of the block's bytes; 0 when all are.</summary>
    public int Read(Span<byte> output)
    {
        var written = 0;
        var next = _next;
        var (at, given, previous, run) = (_at, _given, _previous, _run);
        while (written < output.Length)
        {
            if (_repeats > 0)
            {
                var count = Math.Min(_repeats, output.Length - written);
                output.Slice(written, count).Fill((byte)previous);
                written += count;
                _repeats -= count;
                continue;
            }

            if (given == _length)
            {
                break;
            }

            at = next[at];
            int value = (byte)at;
            at >>= 8;
            given++;
            if (run == 4)
            {
                // After four equal bytes one says how many more follow.
                _repeats = value;
                run = 0;
                continue;
            }

            run = value == previous ? run + 1 : 1;
            previous = value;
            output[written++] = (byte)value;
        }

        (_at, _given, _previous, _run) = (at, given, previous, run);
        return written;
    }

    private int ReadAlphabet(BigEndianBits bits)
    {
        var ranges = bits.Take(16);
        var symbols = 0;
        for (var range = 0; range < 16; range++)
        {
            if ((ranges & (0x8000 >> range)) == 0)
            {
                continue;
            }

            var members = bits.Take(16);
            for (var i = 0; i < 16; i++)
            {
                if ((members & (0x8000 >> i)) != 0)
                {
                    _front[symbols++] = (byte)((16 * range) + i);
                }
            }
        }

        return symbols > 0 ? symbols : throw Bzip2Stream.Broken("a block uses no bytes");
    }

    private void ReadCodes(BigEndianBits bits, int symbols)
    {
        var codes = (int)bits.Take(3);
        var selectors = (int)bits.Take(15);
        if (codes is < 2 or > MaximumCodes || selectors == 0)
        {
            throw Bzip2Stream.Broken("the header of a block is damaged");
        }

        Span<byte> order = [0, 1, 2, 3, 4, 5];
        for (var i = 0; i < selectors; i++)
        {
            var place = 0;
            while (bits.Take(1) == 1)
            {
                if (++place >= codes)
                {
                    throw Bzip2Stream.Broken("the header of a block is damaged");
                }
            }

            var code = order[place];
            order[..place].CopyTo(order[1..]);
            order[0] = code;

            // Some writers add selectors that are never used.
            if (i < MaximumSelectors)
            {
                _selectors[i] = code;
            }
        }

        _selectors.AsSpan(Math.Min(selectors, MaximumSelectors)).Fill(byte.MaxValue);
        Span<byte> lengths = stackalloc byte[258];
        for (var code = 0; code < codes; code++)
        {
            var length = (int)bits.Take(5);
            for (var symbol = 0; symbol < symbols; symbol++)
            {
                while (true)
                {
                    if (length is < 1 or > Bzip2Code.LongestCode)
                    {
                        throw Bzip2Stream.Broken("the lengths of a block's codes are damaged");
                    }

                    if (bits.Take(1) == 0)
                    {
                        break;
                    }

                    length += bits.Take(1) == 0 ? 1 : -1;
                }

                lengths[symbol] = (byte)length;
            }

            _codes[code].Fill(lengths[..symbols]);
        }

        for (var code = codes; code < MaximumCodes; code++)
        {
            _codes[code].Fill([]);
        }
    }

    private void ReadColumn(BigEndianBits bits, int end, int capacity)
    {
        var length = 0;
        long run = 0;
        var weight = 1;
        for (var group = 0; group < MaximumSelectors; group++)
        {
            if (_selectors[group] >= MaximumCodes)
            {
                break;
            }

            var code = _codes[_selectors[group]];
            for (var i = 0; i < SymbolsInGroup; i++)
            {
                var symbol = code.Read(bits);
                if (symbol < 2)
                {
                    // A run of the first byte of the list, as a number in base 2 with the digits 1 and 2.
                    run += (long)weight << symbol;
                    if (run > capacity - length)
                    {
                        throw TooLong();
                    }

                    weight <<= 1;
                    continue;
                }

                if (run > 0)
                {
                    MakeRoom(length + (int)run);
                    _next.AsSpan(length, (int)run).Fill(_front[0]);
                    length += (int)run;
                    run = 0;
                    weight = 1;
                }

                if (symbol == end)
                {
                    _length = length;
                    return;
                }

                if (length == capacity)
                {
                    throw TooLong();
                }

                var value = _front[symbol - 1];
                _front.AsSpan(0, symbol - 1).CopyTo(_front.AsSpan(1));
                _front[0] = value;
                MakeRoom(length + 1);
                _next[length++] = value;
            }
        }

        throw Bzip2Stream.Broken("a block has no end");
    }

    private void MakeRoom(int length)
    {
        if (length > _next.Length)
        {
            Array.Resize(ref _next, Math.Max(length, 2 * _next.Length));
        }
    }

    /// <summary>Puts beside each byte of the column where the next one stands: the i-th of a byte follows the i-th row that begins with it.</summary>
    private void Link(uint origin)
    {
        Span<int> starts = stackalloc int[256];
        starts.Clear();
        foreach (var value in _next.AsSpan(0, _length))
        {
            starts[(byte)value]++;
        }

        var sum = 0;
        foreach (ref var start in starts)
        {
            (start, sum) = (sum, sum + start);
        }

        for (var i = 0; i < _length; i++)
        {
            _next[starts[(byte)_next[i]]++] |= (uint)i << 8;
        }

        _at = _next[origin] >> 8;
        _given = 0;
        _previous = -1;
        _run = 0;
        _repeats = 0;
    }

    private static InvalidDataException TooLong() => Bzip2Stream.Broken("a block becomes longer than it may");
}
