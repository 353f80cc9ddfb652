using Sinter.Data.Compression.Bzip2;

namespace Sinter.Data.Compression;

/// <summary>
/// Reads bzip2: all streams one after another, as dumps that can be read from many places are made, with zero bytes behind them passed over; the checksums of blocks and
/// streams are compared.
/// </summary>
public sealed class Bzip2Stream : DecodingStream
{
    /// <summary>The digit in the header times this is the longest block.</summary>
    internal const int BlockUnit = 100_000;

    private const uint Polynomial = 0x04C11DB7;
    private static readonly uint[] ChecksumTable = MakeChecksumTable();

    private readonly BigEndianBits _bits;
    private readonly Bzip2Block _block = new();
    private readonly byte[] _output = new byte[1 << 16];
    private State _state;
    private bool _hadStream;
    private int _capacity;
    private uint _expected;
    private uint _checksum;
    private uint _streamChecksum;

    /// <summary>Reads from a stream.</summary>
    /// <param name="source">The compressed data.</param>
    /// <param name="leaveOpen">Whether the source is left open when this stream is closed.</param>
    public Bzip2Stream(Stream source, bool leaveOpen = false)
        : base(source, leaveOpen) => _bits = new BigEndianBits(new SourceBuffer(source));

    private enum State
    {
        BetweenStreams,
        BetweenBlocks,
        InBlock,
    }

    internal static InvalidDataException Broken(string what) => new($"The bzip2 data cannot be read: {what}.");

    private protected override ReadOnlyMemory<byte> DecodeMore()
    {
        while (true)
        {
            switch (_state)
            {
                case State.BetweenStreams:
                    if (!TryBeginStream())
                    {
                        return default;
                    }

                    break;
                case State.BetweenBlocks:
                    BeginBlock();
                    break;
                default:
                    var count = _block.Read(_output);
                    if (count > 0)
                    {
                        _checksum = Append(_checksum, _output.AsSpan(0, count));
                        return _output.AsMemory(0, count);
                    }

                    EndBlock();
                    break;
            }
        }
    }

    private bool TryBeginStream()
    {
        _bits.Align();
        while (_hadStream && _bits.PeekByte() == 0)
        {
            _bits.Consume(8);
        }

        if (_bits.PeekByte() < 0 && _hadStream)
        {
            return false;
        }

        if (_bits.Take(24) != 0x425A68)
        {
            throw Broken(_hadStream ? "something else follows a complete stream" : "it does not begin as bzip2 does");
        }

        var digit = (int)_bits.Take(8) - '0';
        _capacity = digit is >= 1 and <= 9 ? digit * BlockUnit : throw Broken("its header is damaged");
        _streamChecksum = 0;
        _hadStream = true;
        _state = State.BetweenBlocks;
        return true;
    }

    private void BeginBlock()
    {
        var magic = ((ulong)_bits.Take(24) << 24) | _bits.Take(24);
        _expected = _bits.Take(32);
        switch (magic)
        {
            case 0x314159265359:
                _block.Decode(_bits, _capacity);
                _checksum = uint.MaxValue;
                _state = State.InBlock;
                break;
            case 0x177245385090 when _expected != _streamChecksum:
                throw Broken("the checksum of a stream does not match its content");
            case 0x177245385090:
                _state = State.BetweenStreams;
                break;
            default:
                throw Broken("no block begins where one should");
        }
    }

    private void EndBlock()
    {
        if (~_checksum != _expected)
        {
            throw Broken("the checksum of a block does not match its content");
        }

        _streamChecksum = ((_streamChecksum << 1) | (_streamChecksum >> 31)) ^ _expected;
        _state = State.BetweenBlocks;
    }

    private static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var table = ChecksumTable;
        foreach (var value in bytes)
        {
            checksum = (checksum << 8) ^ table[(byte)((checksum >> 24) ^ value)];
        }

        return checksum;
    }

    private static uint[] MakeChecksumTable()
    {
        var table = new uint[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (uint)i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc >> 31) * Polynomial);
            }

            table[i] = crc;
        }

        return table;
    }
}
