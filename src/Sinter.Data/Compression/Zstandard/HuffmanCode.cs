namespace Sinter.Data.Compression.Zstandard;

/// <summary>A Huffman code for the literals of one block, with codes of at most 11 bits, and its description (RFC 8878, section 4.2).</summary>
internal sealed unsafe class HuffmanCode
{
    private const int MaximumWeightLog = 6;

    private readonly uint[] _frequencies = new uint[256];
    private readonly byte[] _lengths = new byte[256];
    private readonly ushort[] _codes = new ushort[256];
    private readonly FseEncodingTable _weightTable = new(MaximumWeightLog, HuffmanTable.MaximumBits + 1);
    private readonly ulong[] _sorted = new ulong[256];
    private readonly uint[] _nodes = new uint[512];
    private readonly ushort[] _parents = new ushort[512];
    private int _lastSymbol;

    /// <summary>Makes the code for some bytes that are not all the same, and gives how many bits they take in it.</summary>
    public long Build(ReadOnlySpan<int> frequencies)
    {
        for (var symbol = 0; symbol < 256; symbol++)
        {
            _frequencies[symbol] = (uint)frequencies[symbol];
        }

        // Codes that come out too long are made anew from flatter frequencies.
        while (BuildLengths() > HuffmanTable.MaximumBits)
        {
            foreach (ref var frequency in _frequencies.AsSpan())
            {
                frequency = (frequency + 1) / 2;
            }
        }

        AssignCodes();
        long bits = 0;
        for (var symbol = 0; symbol < 256; symbol++)
        {
            bits += (long)frequencies[symbol] * _lengths[symbol];
        }

        return bits;
    }

    /// <summary>Writes the description, and gives its length in bytes; 0 where there is no way to write it.</summary>
    public int WriteDescription(byte* output)
    {
        Span<byte> weights = stackalloc byte[_lastSymbol];
        var longest = _lengths.Max();
        for (var symbol = 0; symbol < weights.Length; symbol++)
        {
            weights[symbol] = (byte)(_lengths[symbol] == 0 ? 0 : longest + 1 - _lengths[symbol]);
        }

        var packed = WritePackedWeights(weights, output + 1);
        if (packed > 0 && (packed < (weights.Length + 1) / 2 || weights.Length > 128))
        {
            output[0] = (byte)packed;
            return 1 + packed;
        }

        if (weights.Length > 128)
        {
            return 0;
        }

        output[0] = (byte)(127 + weights.Length);
        for (var i = 0; i < weights.Length; i += 2)
        {
            output[1 + (i / 2)] = (byte)((weights[i] << 4) | (i + 1 < weights.Length ? weights[i + 1] : 0));
        }

        return 1 + ((weights.Length + 1) / 2);
    }

    /// <summary>Writes some bytes as one stream, and gives its length.</summary>
    public int Encode(ReadOnlySpan<byte> bytes, byte* output)
    {
        var writer = new BackwardBitWriter(output);
        fixed (ushort* codes = _codes)
        fixed (byte* lengths = _lengths)
        fixed (byte* first = bytes)
        {
            var at = first + bytes.Length;
            for (var odd = bytes.Length & 3; odd > 0; odd--)
            {
                var symbol = *--at;
                writer.Add(codes[symbol], lengths[symbol]);
            }

            writer.Flush();
            while (at > first)
            {
                at -= 4;
                writer.Add(codes[at[3]], lengths[at[3]]);
                writer.Add(codes[at[2]], lengths[at[2]]);
                writer.Add(codes[at[1]], lengths[at[1]]);
                writer.Add(codes[at[0]], lengths[at[0]]);
                writer.Flush();
            }
        }

        return writer.End();
    }

    /// <summary>The weights as two interleaved states write them; 0 where they are too long so, or all the same.</summary>
    private int WritePackedWeights(ReadOnlySpan<byte> weights, byte* output)
    {
        Span<int> frequencies = stackalloc int[HuffmanTable.MaximumBits + 1];
        frequencies.Clear();
        foreach (var weight in weights)
        {
            frequencies[weight]++;
        }

        var used = frequencies[..(frequencies.LastIndexOfAnyExcept(0) + 1)];
        var distinct = used.Length - used.Count(0);
        if (distinct < 2 || weights.Length < 3)
        {
            return 0;
        }

        var log = FseCounts.Log(weights.Length, distinct, MaximumWeightLog);
        Span<short> states = stackalloc short[used.Length];
        FseCounts.Share(used, weights.Length, log, states);
        var length = FseDistribution.Write(states, log, new Span<byte>(output, 64));
        _weightTable.Fill(states, log);
        var writer = new BackwardBitWriter(output + length);
        var last = weights.Length - 1;
        var state = _weightTable.Begin(weights[last]);
        var other = _weightTable.Begin(weights[last - 1]);
        for (var i = last - 2; i >= 0; i--)
        {
            (state, other) = (other, _weightTable.Encode(state, weights[i], ref writer));
            writer.Flush();
        }

        // `other` wrote weight 0, or holds it, so it must be read first.
        writer.Add((uint)(state - (1 << log)), log);
        writer.Add((uint)(other - (1 << log)), log);
        length += writer.End();
        return length < 128 ? length : 0;
    }

    /// <summary>Huffman's tree over the symbols in the order of their frequency; gives the greatest depth.</summary>
    private int BuildLengths()
    {
        var count = 0;
        for (var symbol = 0; symbol < 256; symbol++)
        {
            if (_frequencies[symbol] > 0)
            {
                _sorted[count++] = ((ulong)_frequencies[symbol] << 8) | (uint)symbol;
                _lastSymbol = symbol;
            }
        }

        _sorted.AsSpan(0, count).Sort();
        for (var i = 0; i < count; i++)
        {
            _nodes[i] = (uint)(_sorted[i] >> 8);
        }

        // Leaves come sorted and sums grow, so the two lightest nodes are always at the head of one of two queues.
        var leaf = 0;
        var inner = count;
        for (var made = count; made < (2 * count) - 1; made++)
        {
            _nodes[made] = 0;
            for (var child = 0; child < 2; child++)
            {
                var lightest = leaf < count && (inner == made || _nodes[leaf] <= _nodes[inner]) ? leaf++ : inner++;
                _nodes[made] += _nodes[lightest];
                _parents[lightest] = (ushort)made;
            }
        }

        // From the root down, the sums are no more needed, and the depths take their places.
        Array.Clear(_lengths);
        var root = (2 * count) - 2;
        _nodes[root] = 0;
        uint deepest = 0;
        for (var node = root - 1; node >= 0; node--)
        {
            _nodes[node] = _nodes[_parents[node]] + 1;
            deepest = Math.Max(deepest, _nodes[node]);
            if (node < count)
            {
                _lengths[(byte)_sorted[node]] = (byte)_nodes[node];
            }
        }

        return (int)deepest;
    }

    /// <summary>Codes in the order of the decoding table: the longest first, and within a length by symbol.</summary>
    private void AssignCodes()
    {
        var code = 0;
        for (var length = HuffmanTable.MaximumBits; length > 0; length--)
        {
            for (var symbol = 0; symbol <= _lastSymbol; symbol++)
            {
                if (_lengths[symbol] == length)
                {
                    _codes[symbol] = (ushort)code++;
                }
            }

            code >>= 1;
        }
    }
}
