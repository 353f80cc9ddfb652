namespace Sinter.Data.Compression.Zstandard;

/// <summary>Writes the literals section of a block: Huffman coded where that is shorter, else as they are.</summary>
internal sealed unsafe class LiteralsWriter
{
    // Below this a code's description costs more than the code saves.
    private const int LeastCoded = 48;
    private const int LeastInFour = 256;

    private readonly HuffmanCode _code = new();
    private readonly int[] _frequencies = new int[4 * 256];

    /// <summary>Writes the section, and gives its length.</summary>
    public int Write(ReadOnlySpan<byte> literals, byte* output)
    {
        if (literals.Length > 4 && !literals.ContainsAnyExcept(literals[0]))
        {
            var header = WritePlainHeader(literals.Length, kind: 1, output);
            output[header] = literals[0];
            return header + 1;
        }

        var coded = literals.Length >= LeastCoded ? WriteCoded(literals, output) : 0;
        if (coded > 0)
        {
            return coded;
        }

        var plain = WritePlainHeader(literals.Length, kind: 0, output);
        literals.CopyTo(new Span<byte>(output + plain, literals.Length));
        return plain + literals.Length;
    }

    private static int WritePlainHeader(int count, int kind, byte* output)
    {
        if (count < 32)
        {
            output[0] = (byte)(kind | (count << 3));
            return 1;
        }

        if (count < 4096)
        {
            var value = kind | (1 << 2) | (count << 4);
            (output[0], output[1]) = ((byte)value, (byte)(value >> 8));
            return 2;
        }

        var wide = kind | (3 << 2) | (count << 4);
        (output[0], output[1], output[2]) = ((byte)wide, (byte)(wide >> 8), (byte)(wide >> 16));
        return 3;
    }

    private int WriteCoded(ReadOnlySpan<byte> literals, byte* output)
    {
        var bits = _code.Build(Count(literals));
        if (bits / 8 > literals.Length - (literals.Length >> 6) - 16)
        {
            return 0;
        }

        var isFour = literals.Length >= LeastInFour;
        var width = !isFour || literals.Length < 1024 ? 10 : literals.Length < 16384 ? 14 : 18;
        var header = width == 10 ? 3 : width == 14 ? 4 : 5;
        var length = _code.WriteDescription(output + header);
        if (length == 0)
        {
            return 0;
        }

        length += isFour ? WriteFour(literals, output + header + length) : _code.Encode(literals, output + header + length);
        if (length >= literals.Length)
        {
            return 0;
        }

        var form = isFour ? (ulong)(header - 2) : 0;
        var value = 2 | (form << 2) | ((ulong)literals.Length << 4) | ((ulong)length << (4 + width));
        for (var i = 0; i < header; i++)
        {
            output[i] = (byte)(value >> (8 * i));
        }

        return header + length;
    }

    private int WriteFour(ReadOnlySpan<byte> literals, byte* output)
    {
        var quarter = (literals.Length + 3) / 4;
        var length = 6;
        for (var i = 0; i < 4; i++)
        {
            var part = i < 3 ? literals.Slice(i * quarter, quarter) : literals[(3 * quarter)..];
            var written = _code.Encode(part, output + length);
            length += written;
            if (i < 3)
            {
                (output[2 * i], output[(2 * i) + 1]) = ((byte)written, (byte)(written >> 8));
            }
        }

        return length;
    }

    /// <summary>Four counters a symbol, so that a run of one byte does not wait for its own last count.</summary>
    private Span<int> Count(ReadOnlySpan<byte> literals)
    {
        Array.Clear(_frequencies);
        fixed (int* first = _frequencies)
        fixed (byte* bytes = literals)
        {
            var second = first + 256;
            var third = first + 512;
            var fourth = first + 768;
            var i = 0;
            for (; i + 4 <= literals.Length; i += 4)
            {
                first[bytes[i]]++;
                second[bytes[i + 1]]++;
                third[bytes[i + 2]]++;
                fourth[bytes[i + 3]]++;
            }

            for (; i < literals.Length; i++)
            {
                first[bytes[i]]++;
            }

            for (var symbol = 0; symbol < 256; symbol++)
            {
                first[symbol] += second[symbol] + third[symbol] + fourth[symbol];
            }
        }

        return _frequencies.AsSpan(0, 256);
    }
}
