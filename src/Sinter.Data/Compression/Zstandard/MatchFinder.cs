using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>
/// Finds repetitions with two hash tables, of eight bytes for long matches and of five for short ones. Each place holds the last position that had its hash;
/// what is found there is compared, so a table may hold anything that lies before the position that is looked up.
/// </summary>
internal sealed unsafe class MatchFinder
{
    /// <summary>How far back a match may reach.</summary>
    public const int WindowBytes = 1 << 21;

    private const int MaximumTableLog = 17;
    private const int MinimumTableLog = 10;
    private const ulong Multiplier = 0x9E3779B185EBCA87;

    // The last bytes of a block are literals: looking them up would read behind them.
    private const int ReadAhead = 9;

    private readonly int[] _long = new int[1 << MaximumTableLog];
    private readonly int[] _short = new int[1 << MaximumTableLog];
    private int _shift;
    private int _offset1;
    private int _offset2;

    /// <summary>Begins with data of a size, or of one that is unknown (<see cref="int.MaxValue"/>).</summary>
    public void Reset(int size)
    {
        var log = Math.Clamp(BitOperations.Log2((uint)size) + 1, MinimumTableLog, MaximumTableLog);
        _shift = 64 - log;
        Array.Clear(_long, 0, 1 << log);
        Array.Clear(_short, 0, 1 << log);
        (_offset1, _offset2) = (0, 0);
    }

    /// <summary>Tells that the data were moved towards the start, by so many bytes.</summary>
    public void Rebase(int by)
    {
        foreach (var table in (ReadOnlySpan<int[]>)[_long, _short])
        {
            for (var i = 0; i < table.Length; i++)
            {
                table[i] = Math.Max(0, table[i] - by);
            }
        }
    }

    /// <summary>Cuts the bytes from <paramref name="start"/> to <paramref name="end"/> into sequences; matches reach back to what was there before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Find(byte* data, int start, int end, SequenceList sequences)
    {
        var anchor = start;
        var at = Math.Max(start, 1);
        var offset1 = _offset1;
        var offset2 = _offset2;
        var shift = _shift;
        fixed (int* longTable = _long, shortTable = _short)
        {
            while (at < end - ReadAhead)
            {
                var low = Math.Max(0, at - WindowBytes + 1);
                var bytes = *(ulong*)(data + at);
                var longSlot = LongSlot(bytes, shift);
                var shortSlot = ShortSlot(bytes, shift);
                var longMatch = longTable[longSlot];
                var shortMatch = shortTable[shortSlot];
                longTable[longSlot] = at;
                shortTable[shortSlot] = at;
                int match;
                int length;
                if (offset1 > 0 && at + 1 - offset1 >= low && *(uint*)(data + at + 1 - offset1) == (uint)(bytes >> 8))
                {
                    at++;
                    match = at - offset1;
                    length = Extend(data, at, match, 4, end);
                    sequences.Add(data + anchor, at - anchor, length, offset1);
                }
                else
                {
                    if (longMatch >= low && longMatch < at && *(ulong*)(data + longMatch) == bytes)
                    {
                        match = longMatch;
                        length = Extend(data, at, match, 8, end);
                    }
                    else if (shortMatch >= low && shortMatch < at && *(uint*)(data + shortMatch) == (uint)bytes)
                    {
                        // A long match that begins one byte later is worth more.
                        var next = *(ulong*)(data + at + 1);
                        var nextSlot = LongSlot(next, shift);
                        var nextMatch = longTable[nextSlot];
                        longTable[nextSlot] = at + 1;
                        if (nextMatch > low && nextMatch < at && *(ulong*)(data + nextMatch) == next)
                        {
                            at++;
                            match = nextMatch;
                            length = Extend(data, at, match, 8, end);
                        }
                        else
                        {
                            match = shortMatch;
                            length = Extend(data, at, match, 4, end);
                        }
                    }
                    else
                    {
                        // Where nothing was found for long, steps grow: data that cannot be compressed cost little time.
                        at += 1 + ((at - anchor) >> 8);
                        continue;
                    }

                    while (at > anchor && match > low && data[at - 1] == data[match - 1])
                    {
                        at--;
                        match--;
                        length++;
                    }

                    offset2 = offset1;
                    offset1 = at - match;
                    sequences.Add(data + anchor, at - anchor, length, offset1);
                }

                var matched = at;
                at += length;
                anchor = at;
                if (at >= end - ReadAhead)
                {
                    break;
                }

                Remember(data, matched + 2, longTable, shortTable, shift);
                Remember(data, at - 2, longTable, shortTable, shift);
                while (at < end - ReadAhead && offset2 > 0 && at - offset2 >= Math.Max(0, at - WindowBytes + 1) && *(uint*)(data + at) == *(uint*)(data + at - offset2))
                {
                    length = Extend(data, at, at - offset2, 4, end);
                    (offset1, offset2) = (offset2, offset1);
                    Remember(data, at, longTable, shortTable, shift);
                    sequences.Add(data + at, 0, length, offset1);
                    at += length;
                    anchor = at;
                }
            }
        }

        (_offset1, _offset2) = (offset1, offset2);
        sequences.AddLiterals(data + anchor, end - anchor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Remember(byte* data, int at, int* longTable, int* shortTable, int shift)
    {
        var bytes = *(ulong*)(data + at);
        longTable[LongSlot(bytes, shift)] = at;
        shortTable[ShortSlot(bytes, shift)] = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LongSlot(ulong bytes, int shift) => (int)((bytes * Multiplier) >> shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ShortSlot(ulong bytes, int shift) => (int)(((bytes << 24) * Multiplier) >> shift);

    /// <summary>The length of a match of which some bytes are known to be equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Extend(byte* data, int at, int match, int known, int end)
    {
        var length = known;
        while (at + length <= end - 8)
        {
            var difference = *(ulong*)(data + at + length) ^ *(ulong*)(data + match + length);
            if (difference != 0)
            {
                return length + (BitOperations.TrailingZeroCount(difference) >> 3);
            }

            length += 8;
        }

        while (at + length < end && data[at + length] == data[match + length])
        {
            length++;
        }

        return length;
    }
}
