namespace Sinter.Data.Compression.Deflate;

/// <summary>
/// A decoding table of deflate (RFC 1951, section 3.2): one look-up for short codes, a second one for long codes. A cell holds, from its low bits up, the bits to
/// consume with all extra bits (8), the bits of the code itself (4), and from bit 15 a value of 15 bits; the two highest bits say what it is.
/// </summary>
internal sealed class InflateTable
{
    /// <summary>The code stands for a byte.</summary>
    public const uint Literal = 1u << 31;

    /// <summary>The code stands for no plain value: the end of a block, a second table (which consumes no bits), or nothing at all (which has neither).</summary>
    public const uint Special = 1u << 30;

    private const int LongestCode = 15;
    private readonly int _rootBits;
    private readonly uint[] _cells;

    /// <summary>Makes room for a table.</summary>
    /// <param name="rootBits">The length of codes up to which one look-up does.</param>
    /// <param name="symbols">How many symbols there are.</param>
    public InflateTable(int rootBits, int symbols)
    {
        _rootBits = rootBits;
        _cells = new uint[(1 << rootBits) + (symbols << (LongestCode - rootBits))];
    }

    public uint[] Cells => _cells;

    /// <summary>The value of a cell.</summary>
    public static uint Value(uint cell) => (cell >> 15) & 0x7FFF;

    /// <summary>A cell for a symbol, without the length of its code.</summary>
    public static uint Cell(uint kind, int value, int extraBits) => kind | ((uint)value << 15) | (uint)extraBits;

    /// <summary>Builds the table.</summary>
    /// <param name="lengths">The length of each symbol's code; 0 where it has none.</param>
    /// <param name="symbols">The cell of each symbol.</param>
    /// <param name="mayBeIncomplete">Whether a single code, or none, may leave others unused.</param>
    public void Fill(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, bool mayBeIncomplete)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        counts.Clear();
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        var used = lengths.Length - counts[0];
        counts[0] = 0;
        Span<int> next = stackalloc int[LongestCode + 2];
        next.Clear();
        var left = 1;
        var longest = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            left = (left << 1) - counts[length];
            if (left < 0)
            {
                throw DeflateFault.Of("a Huffman code is damaged");
            }

            next[length + 1] = (next[length] + counts[length]) << 1;
            longest = counts[length] > 0 ? length : longest;
        }

        if (left > 0 && !(mayBeIncomplete && used <= 1))
        {
            throw DeflateFault.Of("a Huffman code is damaged");
        }

        if (left > 0)
        {
            _cells.AsSpan(0, 1 << _rootBits).Fill(Special);
        }

        var secondBits = Math.Max(0, longest - _rootBits);
        var secondStart = 1 << _rootBits;
        Span<int> seconds = stackalloc int[1 << _rootBits];
        seconds.Clear();
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
            {
                continue;
            }

            var code = Reverse(next[length]++, length);
            var cell = symbols[symbol] + (uint)length + ((uint)length << 8);
            if (length <= _rootBits)
            {
                for (var index = code; index < 1 << _rootBits; index += 1 << length)
                {
                    _cells[index] = cell;
                }

                continue;
            }

            var root = code & ((1 << _rootBits) - 1);
            if (seconds[root] == 0)
            {
                seconds[root] = secondStart;
                _cells[root] = Cell(Special, secondStart, 0) | ((uint)secondBits << 8);
                secondStart += 1 << secondBits;
            }

            for (var index = code >> _rootBits; index < 1 << secondBits; index += 1 << (length - _rootBits))
            {
                _cells[seconds[root] + index] = cell;
            }
        }
    }

    private static int Reverse(int code, int length)
    {
        var reversed = 0;
        for (var i = 0; i < length; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }

        return reversed;
    }
}
