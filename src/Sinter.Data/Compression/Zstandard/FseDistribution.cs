using System.Numerics;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>
/// How the 2^log states of a finite-state entropy code are shared among its symbols (RFC 8878, section 4.1): their counts as a file holds them, and
/// the order in which the states are dealt out. A count of -1 is a symbol with less than one state's worth: it has one state at the end of the table.
/// </summary>
internal static class FseDistribution
{
    public const int MinimumLog = 5;

    /// <summary>Reads the counts at the start of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The table's description and whatever follows it.</param>
    /// <param name="counts">Filled with the counts; those behind <paramref name="symbols"/> are left as they are.</param>
    /// <param name="maximumLog">The greatest log that is allowed here.</param>
    /// <param name="log">The number of states as a power of two.</param>
    /// <param name="symbols">How many counts there are.</param>
    /// <returns>How many bytes the description took.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, Span<short> counts, int maximumLog, out int log, out int symbols)
    {
        var bit = 4;
        log = (bytes.IsEmpty ? throw Broken() : bytes[0] & 15) + MinimumLog;
        if (log > maximumLog)
        {
            throw Broken();
        }

        var remaining = 1 << log;
        symbols = 0;
        while (remaining > 0)
        {
            if (symbols == counts.Length)
            {
                throw Broken();
            }

            // A value up to `remaining + 1` takes `width` bits, or one fewer where the short form cannot be mistaken for a longer one.
            var width = BitOperations.Log2((uint)remaining + 1) + 1;
            var shortMask = (1 << (width - 1)) - 1;
            var spare = (1 << width) - 1 - (remaining + 1);
            var value = Peek(bytes, bit, width);
            if ((value & shortMask) < spare)
            {
                value &= shortMask;
                bit += width - 1;
            }
            else
            {
                value -= value > shortMask ? spare : 0;
                bit += width;
            }

            var count = value - 1;
            remaining -= Math.Abs(count);
            counts[symbols++] = (short)count;
            for (var repeat = 3; count == 0 && repeat == 3;)
            {
                repeat = Peek(bytes, bit, 2);
                bit += 2;
                if (symbols + repeat > counts.Length)
                {
                    throw Broken();
                }

                counts.Slice(symbols, repeat).Clear();
                symbols += repeat;
            }
        }

        var length = (bit + 7) / 8;
        return remaining == 0 && length <= bytes.Length ? length : throw Broken();
    }

    /// <summary>Writes counts as <see cref="Read"/> reads them, and gives the number of bytes.</summary>
    public static int Write(ReadOnlySpan<short> counts, int log, Span<byte> bytes)
    {
        var writer = new ForwardBits(bytes);
        writer.Add(log - MinimumLog, 4);
        var remaining = 1 << log;
        for (var symbol = 0; remaining > 0; symbol++)
        {
            var width = BitOperations.Log2((uint)remaining + 1) + 1;
            var shortMask = (1 << (width - 1)) - 1;
            var spare = (1 << width) - 1 - (remaining + 1);
            var value = counts[symbol] + 1;
            writer.Add(value > shortMask ? value + spare : value, value < spare ? width - 1 : width);
            remaining -= Math.Abs(counts[symbol]);
            if (counts[symbol] == 0)
            {
                var zeros = counts[(symbol + 1)..].IndexOfAnyExcept((short)0);
                symbol += zeros;
                for (; zeros >= 3; zeros -= 3)
                {
                    writer.Add(3, 2);
                }

                writer.Add(zeros, 2);
            }
        }

        return writer.End();
    }

    /// <summary>Deals the states out: <paramref name="symbolOfState"/> holds 2^log places.</summary>
    public static void Spread(ReadOnlySpan<short> counts, Span<byte> symbolOfState)
    {
        var size = symbolOfState.Length;
        var high = size;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] < 0)
            {
                symbolOfState[--high] = (byte)symbol;
            }
        }

        var step = (size >> 1) + (size >> 3) + 3;
        var state = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var i = 0; i < counts[symbol]; i++)
            {
                symbolOfState[state] = (byte)symbol;
                do
                {
                    state = (state + step) & (size - 1);
                }
                while (state >= high);
            }
        }
    }

    private static int Peek(ReadOnlySpan<byte> bytes, int bit, int width)
    {
        uint value = 0;
        for (var i = 0; i < 3; i++)
        {
            var at = (bit >> 3) + i;
            value |= (at < bytes.Length ? (uint)bytes[at] : 0) << (8 * i);
        }

        return (int)(value >> (bit & 7)) & ((1 << width) - 1);
    }

    private static InvalidDataException Broken() => ZstdFault.Of("the table of an entropy code is damaged");

    /// <summary>Collects bits from the lowest up.</summary>
    private ref struct ForwardBits(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private uint _pending;
        private int _count;
        private int _length;

        public void Add(int value, int width)
        {
            _pending |= (uint)value << _count;
            for (_count += width; _count >= 8; _count -= 8)
            {
                _bytes[_length++] = (byte)_pending;
                _pending >>= 8;
            }
        }

        public int End()
        {
            if (_count > 0)
            {
                _bytes[_length++] = (byte)_pending;
            }

            return _length;
        }
    }
}
