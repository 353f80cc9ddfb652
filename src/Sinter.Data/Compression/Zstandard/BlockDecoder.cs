using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>
/// Decodes the compressed blocks of one frame after another (RFC 8878, section 3.1.1.2.3). It holds what lives from block to block: the tables and the last three
/// offsets. Input and output are pointers; every length that a block claims is checked before it is used.
/// </summary>
internal sealed unsafe class BlockDecoder
{
    /// <summary>The most bytes that a block may hold or become.</summary>
    public const int MaximumBlockBytes = 128 << 10;

    /// <summary>How many bytes before a block's content must be readable; see <see cref="BackwardBits"/>. Every frame has as many before its first block.</summary>
    public const int MarginBytes = 8;

    private readonly byte[] _literals = GC.AllocateUninitializedArray<byte>(MaximumBlockBytes + WideCopy.Slack);
    private readonly HuffmanTable _huffman = new();

    private readonly FseTable _literalLengths = new(
        SequenceCodes.MaximumLiteralLengthLog,
        SequenceCodes.DefaultLiteralLengthLog,
        static () => SequenceCodes.DefaultLiteralLengths,
        static () => SequenceCodes.LiteralLengthBases,
        static () => SequenceCodes.LiteralLengthBits);

    private readonly FseTable _offsets = new(
        SequenceCodes.MaximumOffsetLog,
        SequenceCodes.DefaultOffsetLog,
        static () => SequenceCodes.DefaultOffsets,
        static () => SequenceCodes.OffsetBases,
        static () => SequenceCodes.OffsetBits);

    private readonly FseTable _matchLengths = new(
        SequenceCodes.MaximumMatchLengthLog,
        SequenceCodes.DefaultMatchLengthLog,
        static () => SequenceCodes.DefaultMatchLengths,
        static () => SequenceCodes.MatchLengthBases,
        static () => SequenceCodes.MatchLengthBits);

    private uint _offset1;
    private uint _offset2;
    private uint _offset3;
    private int _literalCount;

    /// <summary>Begins a frame.</summary>
    public void Reset()
    {
        _huffman.Reset();
        _literalLengths.Reset();
        _offsets.Reset();
        _matchLengths.Reset();
        (_offset1, _offset2, _offset3) = (1, 4, 8);
    }

    /// <summary>Decodes a block, and gives the number of bytes that it became.</summary>
    /// <param name="block">The content of the block; <see cref="MarginBytes"/> bytes before it are readable.</param>
    /// <param name="length">Its length.</param>
    /// <param name="output">Where its first byte goes.</param>
    /// <param name="capacity">The most bytes that the block may become.</param>
    /// <param name="room">How many bytes there may be overwritten, with those behind the block.</param>
    /// <param name="history">How many bytes before <paramref name="output"/> a match may reach back to.</param>
    /// <param name="window">The greatest offset of the frame.</param>
    public int Decode(byte* block, int length, byte* output, int capacity, int room, int history, long window)
    {
        var literalBytes = ReadLiterals(block, length);
        return RunSequences(block + literalBytes, length - literalBytes, output, capacity, room, history, window);
    }

    private int ReadLiterals(byte* block, int length)
    {
        if (length < 2)
        {
            throw ZstdFault.Of("a block is too short");
        }

        var kind = block[0] & 3;
        var form = (block[0] >> 2) & 3;
        return kind < 2 ? ReadPlainLiterals(block, length, kind, form) : ReadPackedLiterals(block, length, kind, form);
    }

    private int ReadPlainLiterals(byte* block, int length, int kind, int form)
    {
        var header = form == 3 ? 3 : form == 1 ? 2 : 1;
        if (length < header)
        {
            throw ZstdFault.Of("a block is too short");
        }

        var count = form switch
        {
            1 => (block[0] >> 4) | (block[1] << 4),
            3 => (block[0] >> 4) | (block[1] << 4) | (block[2] << 12),
            _ => block[0] >> 3,
        };
        var stored = kind == 0 ? count : 1;
        if (count > MaximumBlockBytes || header + stored > length)
        {
            throw ZstdFault.Of("the literals of a block are longer than the block");
        }

        _literalCount = count;
        if (kind == 0)
        {
            new ReadOnlySpan<byte>(block + header, count).CopyTo(_literals);
        }
        else
        {
            _literals.AsSpan(0, count).Fill(block[header]);
        }

        return header + stored;
    }

    private int ReadPackedLiterals(byte* block, int length, int kind, int form)
    {
        var header = form < 2 ? 3 : form + 2;
        if (length < header)
        {
            throw ZstdFault.Of("a block is too short");
        }

        ulong bits = 0;
        for (var i = 0; i < header; i++)
        {
            bits |= (ulong)block[i] << (8 * i);
        }

        var width = form < 2 ? 10 : form == 2 ? 14 : 18;
        var count = (int)((bits >> 4) & ((1u << width) - 1));
        var packed = (int)((bits >> (4 + width)) & ((1u << width) - 1));
        if (count > MaximumBlockBytes || header + packed > length)
        {
            throw ZstdFault.Of("the literals of a block are longer than the block");
        }

        var described = 0;
        if (kind == 2)
        {
            described = _huffman.Read(block + header, packed);
        }
        else if (!_huffman.IsSet)
        {
            throw ZstdFault.Of("a block wants the table of an earlier block, and there is none");
        }

        _literalCount = count;
        fixed (byte* literals = _literals)
        {
            var streams = block + header + described;
            if (form == 0)
            {
                _huffman.Decode(streams, packed - described, literals, count);
            }
            else
            {
                _huffman.DecodeFour(streams, packed - described, literals, count);
            }
        }

        return header + packed;
    }

    private int RunSequences(byte* bytes, int length, byte* output, int capacity, int room, int history, long window)
    {
        var used = ReadCount(bytes, length, out var count);
        if (count == 0)
        {
            if (used != length)
            {
                throw ZstdFault.Of("a block without sequences goes on behind them");
            }

            return CopyRest(0, output, output, capacity);
        }

        if (used == length || (bytes[used] & 3) != 0)
        {
            throw ZstdFault.Of("the header of the sequences is damaged");
        }

        var modes = bytes[used++];
        used += _literalLengths.Read(modes >> 6, new ReadOnlySpan<byte>(bytes + used, length - used));
        used += _offsets.Read((modes >> 4) & 3, new ReadOnlySpan<byte>(bytes + used, length - used));
        used += _matchLengths.Read((modes >> 2) & 3, new ReadOnlySpan<byte>(bytes + used, length - used));
        fixed (FseCell* literalLengthCells = _literalLengths.Cells, offsetCells = _offsets.Cells, matchLengthCells = _matchLengths.Cells)
        fixed (byte* literals = _literals)
        {
            return RunSequences(bytes + used, length - used, count, literalLengthCells, offsetCells, matchLengthCells, literals, output, capacity, room, history, window);
        }
    }

    private static int ReadCount(byte* bytes, int length, out int count)
    {
        var used = length == 0 || bytes[0] < 128 ? 1 : bytes[0] < 255 ? 2 : 3;
        if (used > length)
        {
            throw ZstdFault.Of("the header of the sequences is damaged");
        }

        count = used switch
        {
            1 => bytes[0],
            2 => ((bytes[0] - 128) << 8) + bytes[1],
            _ => bytes[1] + (bytes[2] << 8) + 0x7F00,
        };
        return used;
    }

    // A method of its own, so that its loop has all registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RunSequences(
        byte* bits,
        int length,
        int count,
        FseCell* literalLengthCells,
        FseCell* offsetCells,
        FseCell* matchLengthCells,
        byte* literals,
        byte* output,
        int capacity,
        int room,
        int history,
        long window)
    {
        var left = BackwardBits.Begin(bits, length);
        var load = BackwardBits.Load(bits, left);
        var literalLengthState = Take(ref load, ref left, _literalLengths.Log);
        var offsetState = Take(ref load, ref left, _offsets.Log);
        var matchLengthState = Take(ref load, ref left, _matchLengths.Log);
        var offset1 = _offset1;
        var offset2 = _offset2;
        var offset3 = _offset3;
        var at = output;
        var end = output + capacity;
        var roomEnd = output + room;
        var literal = literals;
        var literalEnd = literals + _literalCount;
        for (var i = count; i > 0; i--)
        {
            if (left < 0)
            {
                throw ZstdFault.Of("the bits of the sequences end too early");
            }

            var literalLengthCell = literalLengthCells[literalLengthState];
            var offsetCell = offsetCells[offsetState];
            var matchLengthCell = matchLengthCells[matchLengthState];

            // An offset and a match length have at most 47 extra bits, a literal length and the three next states at most 42: two loads always do.
            load = BackwardBits.Load(bits, left);
            var extraBits = offsetCell.ExtraBits + matchLengthCell.ExtraBits;
            var value = offsetCell.Base + Take(ref load, ref left, offsetCell.ExtraBits);
            var matchLength = matchLengthCell.Base + Take(ref load, ref left, matchLengthCell.ExtraBits);
            if (extraBits > BackwardBits.LoadedBits - 42)
            {
                if (left < 0)
                {
                    throw ZstdFault.Of("the bits of the sequences end too early");
                }

                load = BackwardBits.Load(bits, left);
            }

            var literalLength = literalLengthCell.Base + Take(ref load, ref left, literalLengthCell.ExtraBits);
            if (i > 1)
            {
                literalLengthState = literalLengthCell.NextState + Take(ref load, ref left, literalLengthCell.StateBits);
                matchLengthState = matchLengthCell.NextState + Take(ref load, ref left, matchLengthCell.StateBits);
                offsetState = offsetCell.NextState + Take(ref load, ref left, offsetCell.StateBits);
            }

            uint offset;
            if (value > 3)
            {
                offset = value - 3;
                offset3 = offset2;
                offset2 = offset1;
                offset1 = offset;
            }
            else
            {
                // One of the last three offsets; without literals the first of them would make one match of two, so the meanings move up by one.
                var index = literalLength == 0 ? value + 1 : value;
                if (index == 1)
                {
                    offset = offset1;
                }
                else
                {
                    offset = index == 2 ? offset2 : index == 3 ? offset3 : offset1 - 1;
                    offset3 = index == 2 ? offset3 : offset2;
                    offset2 = offset1;
                    offset1 = offset;
                }
            }

            if (literalLength > literalEnd - literal || literalLength + (long)matchLength > end - at)
            {
                throw TooLong(literalLength > literalEnd - literal);
            }

            // Offset 0 becomes a huge one here.
            if (offset - 1 >= Math.Min(window, history + (at - output) + literalLength))
            {
                throw ZstdFault.Of("a match begins before the start of the data");
            }

            if (literalLength + (long)matchLength + WideCopy.Slack <= roomEnd - at)
            {
                WideCopy.Forward(at, literal, literalLength);
                at += literalLength;
                literal += literalLength;
                WideCopy.Match(at, offset, matchLength);
                at += matchLength;
            }
            else
            {
                Buffer.MemoryCopy(literal, at, literalLength, literalLength);
                at += literalLength;
                literal += literalLength;
                for (var stop = at + matchLength; at < stop; at++)
                {
                    *at = *(at - offset);
                }
            }
        }

        if (left != 0)
        {
            throw ZstdFault.Of("the bits of the sequences do not end where they should");
        }

        (_offset1, _offset2, _offset3) = (offset1, offset2, offset3);
        return CopyRest((int)(literal - literals), output, at, capacity);
    }

    private static InvalidDataException TooLong(bool inLiterals) =>
        inLiterals ? ZstdFault.Of("a sequence wants more literals than the block has") : ZstdFault.Of("a block becomes longer than it may");

    private int CopyRest(int literal, byte* output, byte* at, int capacity)
    {
        var rest = _literals.AsSpan(literal, _literalCount - literal);
        var written = (int)(at - output);
        if (rest.Length > capacity - written)
        {
            throw TooLong(inLiterals: false);
        }

        rest.CopyTo(new Span<byte>(at, capacity - written));
        return written + rest.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Take(ref ulong load, ref int left, int count)
    {
        var value = BackwardBits.Top(load, count);
        load <<= count;
        left -= count;
        return value;
    }
}
