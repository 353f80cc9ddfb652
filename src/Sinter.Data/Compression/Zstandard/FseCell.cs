using System.Numerics;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>One state of a decoding table: what it stands for and where it leads. Eight bytes, so that one load fetches it.</summary>
/// <param name="Base">The value that the extra bits are added to; where a code has none, the symbol itself.</param>
/// <param name="NextState">The next state, before its bits are added.</param>
/// <param name="StateBits">How many bits choose the next state.</param>
/// <param name="ExtraBits">How many bits are added to the base.</param>
internal readonly record struct FseCell(uint Base, ushort NextState, byte StateBits, byte ExtraBits)
{
    /// <summary>Builds the decoding table of a distribution (RFC 8878, section 4.1.1).</summary>
    /// <param name="cells">2^log cells.</param>
    /// <param name="counts">The states of each symbol.</param>
    /// <param name="bases">The base of each symbol; empty where a symbol stands for itself.</param>
    /// <param name="extraBits">The extra bits of each symbol; empty where there are none.</param>
    public static void Fill(Span<FseCell> cells, ReadOnlySpan<short> counts, ReadOnlySpan<uint> bases, ReadOnlySpan<byte> extraBits)
    {
        Span<byte> symbolOfState = stackalloc byte[cells.Length];
        FseDistribution.Spread(counts, symbolOfState);
        Span<ushort> next = stackalloc ushort[counts.Length];
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Abs(counts[symbol]);
        }

        var log = BitOperations.Log2((uint)cells.Length);
        for (var state = 0; state < cells.Length; state++)
        {
            var symbol = symbolOfState[state];
            int turn = next[symbol]++;
            var bits = log - BitOperations.Log2((uint)turn);
            cells[state] = new FseCell(
                bases.IsEmpty ? symbol : bases[symbol],
                (ushort)((turn << bits) - cells.Length),
                (byte)bits,
                extraBits.IsEmpty ? (byte)0 : extraBits[symbol]);
        }
    }
}
