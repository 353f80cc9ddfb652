using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Sinter.Data.Compression.Deflate;

/// <summary>
/// Decodes deflate (RFC 1951), one stream after another from the same source. Unlike the base library's, it says where a stream ends and that one was cut short, on which
/// reading of concatenated and damaged archives depends.
/// </summary>
internal sealed class Inflater(BitSource source)
{
    private const int WindowBytes = 1 << 15;
    private const int ChunkBytes = 1 << 15;
    private const int LongestMatch = 258;
    private const int LiteralRootBits = 11;
    private const int DistanceRootBits = 9;
    private const int LengthRootBits = 7;

    private static readonly uint[] LiteralSymbols = MakeLiteralSymbols();
    private static readonly uint[] DistanceSymbols = MakeDistanceSymbols();
    private static readonly uint[] LengthSymbols = [.. Enumerable.Range(0, 19).Select(symbol => InflateTable.Cell(InflateTable.Literal, symbol, 0))];

    private readonly byte[] _output = new byte[WindowBytes + ChunkBytes + LongestMatch + WideCopy.Slack];
    private readonly InflateTable _literals = new(LiteralRootBits, 288);
    private readonly InflateTable _distances = new(DistanceRootBits, 32);
    private readonly InflateTable _lengths = new(LengthRootBits, 19);
    private int _written;
    private int _storedLeft;
    private State _state;
    private bool _isLast;
    private Exception? _fault;

    private enum State
    {
        BlockHeader,
        Stored,
        Coded,
        Ended,
    }

    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Whether all of the stream was given out.</summary>
    public bool HasEnded => _state == State.Ended;

    /// <summary>Begins another stream.</summary>
    public void Reset()
    {
        _state = State.BlockHeader;
        _isLast = false;
        _written = 0;
        _fault = null;
    }

    /// <summary>Decodes some more, valid until the next call; empty at the end of the stream. A fault comes when what lies before it was given out.</summary>
    /// <param name="most">About how many bytes to decode at most.</param>
    public ReadOnlyMemory<byte> Decode(int most = ChunkBytes)
    {
        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }

        if (_written > WindowBytes)
        {
            _output.AsSpan(_written - WindowBytes, WindowBytes).CopyTo(_output);
            _written = WindowBytes;
        }

        var start = _written;
        var stop = start + most;
        try
        {
            while (_written < stop && _state != State.Ended)
            {
                Step(stop);
            }
        }
        catch (Exception fault) when (_written > start && fault is InvalidDataException or EndOfStreamException)
        {
            _fault = fault;
        }

        return _output.AsMemory(start, _written - start);
    }

    private void Step(int stop)
    {
        switch (_state)
        {
            case State.BlockHeader when _isLast:
                source.Align();
                _state = State.Ended;
                break;
            case State.BlockHeader:
                BeginBlock();
                break;
            case State.Stored:
                CopyStored(stop);
                break;
            default:
                DecodeCoded(stop);
                break;
        }
    }

    private void BeginBlock()
    {
        _isLast = source.Take(1) == 1;
        switch (source.Take(2))
        {
            case 0:
                source.Align();
                _storedLeft = (int)source.Take(16);
                if (source.Take(16) != (ushort)~_storedLeft)
                {
                    throw DeflateFault.Of("the length of a stored block is damaged");
                }

                _state = State.Stored;
                break;
            case 1:
                ReadFixedCodes();
                _state = State.Coded;
                break;
            case 2:
                ReadCodes();
                _state = State.Coded;
                break;
            default:
                throw DeflateFault.Of("a block is of a kind that does not exist");
        }
    }

    private void CopyStored(int stop)
    {
        if (_storedLeft == 0)
        {
            _state = State.BlockHeader;
            return;
        }

        var read = source.Read(_output.AsSpan(_written, Math.Min(_storedLeft, stop - _written)));
        if (read == 0)
        {
            throw DeflateFault.CutShort();
        }

        _written += read;
        _storedLeft -= read;
    }

    private void ReadFixedCodes()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        _literals.Fill(lengths, LiteralSymbols, mayBeIncomplete: false);
        lengths[..32].Fill(5);
        _distances.Fill(lengths[..32], DistanceSymbols, mayBeIncomplete: false);
    }

    private void ReadCodes()
    {
        var literals = (int)source.Take(5) + 257;
        var distances = (int)source.Take(5) + 1;
        var ordered = (int)source.Take(4) + 4;
        if (literals > 286 || distances > 30)
        {
            throw DeflateFault.Of("a block has more codes than there are");
        }

        Span<byte> lengths = stackalloc byte[286 + 30];
        lengths.Clear();
        for (var i = 0; i < ordered; i++)
        {
            lengths[LengthOrder[i]] = (byte)source.Take(3);
        }

        _lengths.Fill(lengths[..19], LengthSymbols, mayBeIncomplete: false);
        lengths.Clear();
        for (var i = 0; i < literals + distances;)
        {
            var cell = _lengths.Cells[source.Peek() & ((1 << LengthRootBits) - 1)];
            source.Consume((int)cell & 0xFF);
            var symbol = InflateTable.Value(cell);
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }

            var repeat = symbol == 16 ? 3 + (int)source.Take(2) : symbol == 17 ? 3 + (int)source.Take(3) : 11 + (int)source.Take(7);
            if (repeat > literals + distances - i || (symbol == 16 && i == 0))
            {
                throw DeflateFault.Of("the lengths of a block's codes are damaged");
            }

            lengths.Slice(i, repeat).Fill(symbol == 16 ? lengths[i - 1] : (byte)0);
            i += repeat;
        }

        if (lengths[256] == 0)
        {
            throw DeflateFault.Of("a block has no end");
        }

        _literals.Fill(lengths[..literals], LiteralSymbols, mayBeIncomplete: true);
        _distances.Fill(lengths.Slice(literals, distances), DistanceSymbols, mayBeIncomplete: true);
    }

    private void DecodeCoded(int stop)
    {
        var buffer = source.Lend(out var next, out var safeEnd, out var bits, out var bitCount);
        if (next > safeEnd)
        {
            DecodeOne();
            return;
        }

        var end = RunCoded(buffer, ref next, safeEnd, ref bits, ref bitCount, stop);
        source.Restore(next, bits, bitCount);
        switch (end)
        {
            case End.OfBlock:
                _state = State.BlockHeader;
                break;
            case End.BadCode:
                throw BadCode();
            case End.BadDistance:
                throw BadDistance();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe End RunCoded(byte[] buffer, ref int nextByte, int safeEnd, ref ulong bitsLeft, ref int bitsCount, int stop)
    {
        var end = End.OfRoom;
        var bits = bitsLeft;
        var count = bitsCount;
        fixed (byte* input = buffer, output = _output)
        fixed (uint* literals = _literals.Cells, distances = _distances.Cells)
        {
            var next = input + nextByte;
            var last = input + safeEnd;
            var at = output + _written;
            var until = output + stop;
            while (next <= last && at < until)
            {
                Refill(ref next, ref bits, ref count);
                var cell = Look(literals, LiteralRootBits, bits);

                // After a refill there are bits for three literals, or for a literal and a length.
                if ((int)cell < 0)
                {
                    bits >>= (int)cell & 0xFF;
                    count -= (int)cell & 0xFF;
                    *at++ = (byte)(cell >> 15);
                    cell = Look(literals, LiteralRootBits, bits);
                    if ((int)cell < 0)
                    {
                        bits >>= (int)cell & 0xFF;
                        count -= (int)cell & 0xFF;
                        *at++ = (byte)(cell >> 15);
                        continue;
                    }
                }

                var consumed = (int)cell & 0xFF;
                if ((cell & InflateTable.Special) != 0)
                {
                    bits >>= consumed;
                    count -= consumed;
                    end = consumed > 0 ? End.OfBlock : End.BadCode;
                    break;
                }

                var length = InflateTable.Value(cell) + Extra(cell, bits);
                bits >>= consumed;
                count -= consumed;
                if (count < 28)
                {
                    Refill(ref next, ref bits, ref count);
                }

                cell = Look(distances, DistanceRootBits, bits);
                if ((cell & InflateTable.Special) != 0)
                {
                    end = End.BadCode;
                    break;
                }

                var distance = InflateTable.Value(cell) + Extra(cell, bits);
                bits >>= (int)cell & 0xFF;
                count -= (int)cell & 0xFF;
                if (distance - 1 >= (ulong)(at - output) || length == 0)
                {
                    end = End.BadDistance;
                    break;
                }

                WideCopy.Match(at, distance, length);
                at += length;
            }

            nextByte = (int)(next - input);
            _written = (int)(at - output);
        }

        (bitsLeft, bitsCount) = (bits, count);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Refill(ref byte* next, ref ulong bits, ref int count)
    {
        bits |= *(ulong*)next << count;
        next += (63 - count) >> 3;
        count |= 56;
    }

    /// <summary>The cell of the next code, from the second table where it is long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe uint Look(uint* cells, int rootBits, ulong bits)
    {
        var cell = cells[bits & ((1u << rootBits) - 1)];
        return (cell & (InflateTable.Special | 0xFF)) != InflateTable.Special || (cell & 0xF00) == 0
            ? cell
            : cells[InflateTable.Value(cell) + ((uint)(bits >> rootBits) & ((1u << (int)((cell >> 8) & 15)) - 1))];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Extra(uint cell, ulong bits)
    {
        var codeBits = (int)(cell >> 8) & 15;
        return (uint)((bits & ((1UL << ((int)cell & 0xFF)) - 1)) >> codeBits);
    }

    /// <summary>The same for a single symbol, near the end of the input, where whole words cannot be loaded.</summary>
    private unsafe void DecodeOne()
    {
        fixed (byte* output = _output)
        fixed (uint* literals = _literals.Cells, distances = _distances.Cells)
        {
            var cell = Look(literals, LiteralRootBits, source.Peek());
            var codeBits = (int)(cell >> 8) & 15;
            if ((cell & InflateTable.Special) != 0)
            {
                source.Consume((int)cell & 0xFF);
                _state = (cell & 0xFF) > 0 ? State.BlockHeader : throw BadCode();
                return;
            }

            source.Consume(codeBits);
            if ((int)cell < 0)
            {
                output[_written++] = (byte)(cell >> 15);
                return;
            }

            var length = InflateTable.Value(cell) + source.Take(((int)cell & 0xFF) - codeBits);
            cell = Look(distances, DistanceRootBits, source.Peek());
            if ((cell & InflateTable.Special) != 0)
            {
                throw BadCode();
            }

            codeBits = (int)(cell >> 8) & 15;
            source.Consume(codeBits);
            var distance = InflateTable.Value(cell) + source.Take(((int)cell & 0xFF) - codeBits);
            if (distance - 1 >= (uint)_written || length == 0)
            {
                throw BadDistance();
            }

            WideCopy.Match(output + _written, distance, length);
            _written += (int)length;
        }
    }

    private static InvalidDataException BadCode() => DeflateFault.Of("a code occurs that does not exist");

    private static InvalidDataException BadDistance() => DeflateFault.Of("a match begins before the start of the data");

    private static uint[] MakeLiteralSymbols()
    {
        var cells = new uint[288];
        for (var symbol = 0; symbol < 256; symbol++)
        {
            cells[symbol] = InflateTable.Cell(InflateTable.Literal, symbol, 0);
        }

        cells[256] = InflateTable.Special;
        for (var (symbol, length) = (257, 3); symbol < 285; symbol++)
        {
            var extraBits = Math.Max(0, (symbol - 261) / 4);
            cells[symbol] = InflateTable.Cell(0, length, extraBits);
            length += 1 << extraBits;
        }

        cells[285] = InflateTable.Cell(0, LongestMatch, 0);

        // The fixed codes have two symbols more, here and in distances, which must not occur: their value stays 0.
        return cells;
    }

    private static uint[] MakeDistanceSymbols()
    {
        var cells = new uint[32];
        for (var (symbol, distance) = (0, 1); symbol < 30; symbol++)
        {
            var extraBits = Math.Max(0, (symbol / 2) - 1);
            cells[symbol] = InflateTable.Cell(0, distance, extraBits);
            distance += 1 << extraBits;
        }

        return cells;
    }

    private enum End
    {
        OfRoom,
        OfBlock,
        BadCode,
        BadDistance,
    }
}
