namespace Sinter.Data.Compression.Bzip2;

/// <summary>One of the Huffman codes of a block: codes of up to 20 bits, the short ones by one look-up.</summary>
internal sealed class Bzip2Code
{
    public const int LongestCode = 20;
    private const int RootBits = 10;

    // The symbol and, in the low 5 bits, the length of its code; 0 where the code is longer.
    private readonly ushort[] _root = new ushort[1 << RootBits];
    private readonly ushort[] _symbols = new ushort[258];
    private readonly int[] _limits = new int[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];

    public void Fill(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_root);
        var code = 0;
        var index = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            _offsets[length] = index - code;
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length)
                {
                    continue;
                }

                if (code >= 1 << length)
                {
                    throw Bzip2Stream.Broken("a Huffman code is damaged");
                }

                if (length <= RootBits)
                {
                    _root.AsSpan(code << (RootBits - length), 1 << (RootBits - length)).Fill((ushort)((symbol << 5) | length));
                }

                _symbols[index++] = (ushort)symbol;
                code++;
            }

            // Codes of this length are below the limit, once shifted up to the greatest length.
            _limits[length] = code << (LongestCode - length);
            code <<= 1;
        }
    }

    public int Read(BigEndianBits bits)
    {
        var peeked = (int)bits.Peek(LongestCode);
        int cell = _root[peeked >> (LongestCode - RootBits)];
        if (cell != 0)
        {
            bits.Consume(cell & 31);
            return cell >> 5;
        }

        var length = RootBits + 1;
        while (length <= LongestCode && peeked >= _limits[length])
        {
            length++;
        }

        if (length > LongestCode)
        {
            throw Bzip2Stream.Broken("a code occurs that does not exist");
        }

        bits.Consume(length);
        return _symbols[(peeked >> (LongestCode - length)) + _offsets[length]];
    }
}
