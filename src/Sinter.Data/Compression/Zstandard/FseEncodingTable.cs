using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>
/// The encoding side of a finite-state entropy code. A state lies between 2^log and 2^(log+1); to encode a symbol with n states, the low bits of the state go out
/// until n to 2n-1 is left, and that number says which of the symbol's states comes next.
/// </summary>
internal sealed class FseEncodingTable
{
    private readonly ushort[] _states;
    private readonly int[] _bitsOfSymbol;
    private readonly int[] _firstOfSymbol;
    private readonly int[] _startOfSymbol;

    public FseEncodingTable(int maximumLog, int symbols)
    {
        _states = new ushort[1 << maximumLog];
        _bitsOfSymbol = new int[symbols];
        _firstOfSymbol = new int[symbols];
        _startOfSymbol = new int[symbols];
    }

    public int Log { get; private set; }

    public void Fill(ReadOnlySpan<short> counts, int log)
    {
        Log = log;
        var size = 1 << log;
        Span<byte> symbolOfState = stackalloc byte[size];
        FseDistribution.Spread(counts, symbolOfState);
        Span<int> next = stackalloc int[counts.Length];
        var sum = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            var count = Math.Abs(counts[symbol]);
            next[symbol] = sum;
            if (count > 0)
            {
                // The most bits that go out, with the states from which one fewer does, in one number: (state + it) >> 16 is the count of bits.
                var most = count == 1 ? log : log - BitOperations.Log2((uint)count - 1);
                _bitsOfSymbol[symbol] = (most << 16) - (count << most);
                _firstOfSymbol[symbol] = sum - count;
                _startOfSymbol[symbol] = sum;
            }

            sum += count;
        }

        for (var state = 0; state < size; state++)
        {
            _states[next[symbolOfState[state]]++] = (ushort)(size + state);
        }
    }

    /// <summary>A single symbol for ever: it takes no bits.</summary>
    public void FillSingle(int symbol)
    {
        Log = 0;
        _states[0] = 1;
        _bitsOfSymbol[symbol] = -1;
        _firstOfSymbol[symbol] = -1;
        _startOfSymbol[symbol] = 0;
    }

    /// <summary>The state to begin with at the symbol that is decoded last: of all that mean it, the one that takes the most bits to leave.</summary>
    public int Begin(int symbol) => _states[_startOfSymbol[symbol]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Encode(int state, int symbol, ref BackwardBitWriter bits)
    {
        var count = (state + _bitsOfSymbol[symbol]) >> 16;
        bits.Add((uint)(state & ((1 << count) - 1)), count);
        return _states[(state >> count) + _firstOfSymbol[symbol]];
    }
}
