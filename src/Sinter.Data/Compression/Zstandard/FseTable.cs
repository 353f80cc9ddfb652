namespace Sinter.Data.Compression.Zstandard;

/// <summary>One of the three decoding tables of sequences: it stays from block to block until another is given.</summary>
internal sealed class FseTable(int maximumLog, int defaultLog, Func<ReadOnlySpan<short>> defaults, Func<ReadOnlySpan<uint>> bases, Func<ReadOnlySpan<byte>> extraBits)
{
    private readonly FseCell[] _cells = new FseCell[1 << maximumLog];
    private bool _isSet;
    private bool _isDefault;

    /// <summary>The cells; those behind 2^<see cref="Log"/> mean nothing.</summary>
    public FseCell[] Cells => _cells;

    /// <summary>The number of states as a power of two.</summary>
    public int Log { get; private set; }

    /// <summary>Forgets the table: a new frame begins.</summary>
    public void Reset() => _isSet = _isDefault = false;

    /// <summary>Takes the table that a block gives, and gives the number of bytes that its description took.</summary>
    /// <param name="mode">0 for the predefined table, 1 for a single symbol, 2 for a described table, 3 for the last one again.</param>
    /// <param name="bytes">What follows in the block.</param>
    public int Read(int mode, ReadOnlySpan<byte> bytes)
    {
        switch (mode)
        {
            case 0:
                if (!_isDefault)
                {
                    Log = defaultLog;
                    FseCell.Fill(_cells.AsSpan(0, 1 << Log), defaults(), bases(), extraBits());
                }

                _isDefault = _isSet = true;
                return 0;
            case 1:
                if (bytes.IsEmpty || bytes[0] >= bases().Length)
                {
                    throw ZstdFault.Of("a code of a sequence is none that exists");
                }

                Log = 0;
                _cells[0] = new FseCell(bases()[bytes[0]], 0, 0, extraBits()[bytes[0]]);
                _isDefault = false;
                _isSet = true;
                return 1;
            case 2:
                Span<short> counts = stackalloc short[bases().Length];
                var length = FseDistribution.Read(bytes, counts, maximumLog, out var log, out var symbols);
                Log = log;
                FseCell.Fill(_cells.AsSpan(0, 1 << log), counts[..symbols], bases(), extraBits());
                _isDefault = false;
                _isSet = true;
                return length;
            default:
                return _isSet ? 0 : throw ZstdFault.Of("a block wants the table of an earlier block, and there is none");
        }
    }
}
