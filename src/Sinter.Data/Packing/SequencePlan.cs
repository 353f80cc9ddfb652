using System.Numerics;

namespace Sinter.Data.Packing;

/// <summary>
/// Decides which piece goes into which sequence. Knows lengths only. Sequences are numbered by their earliest piece, so that the order of the
/// documents is kept as far as packing allows; the same lengths give the same plan.
/// </summary>
internal static class SequencePlan
{
    /// <summary>The sequence of each piece, the longest placed first, each in the fullest sequence that still has room; none is longer than <paramref name="capacity"/>.</summary>
    public static int[] BestFit(ReadOnlySpan<int> lengths, int capacity, out int sequences)
    {
        var plan = new int[lengths.Length];
        var open = new RoomIndex(capacity, lengths.Length);
        sequences = 0;
        foreach (var piece in LongestFirst(lengths, capacity))
        {
            var length = lengths[piece];
            var room = open.Smallest(atLeast: length);
            var sequence = room > capacity ? sequences++ : open.Take(room);
            plan[piece] = sequence;
            open.Add(Math.Min(room, capacity) - length, sequence);
        }

        NumberByFirstPiece(plan, sequences);
        return plan;
    }

    /// <summary>A counting sort: pieces of one length stay in order.</summary>
    private static int[] LongestFirst(ReadOnlySpan<int> lengths, int capacity)
    {
        var starts = new int[capacity + 2];
        foreach (var length in lengths)
        {
            starts[capacity - length + 1]++;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var sorted = new int[lengths.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            sorted[starts[capacity - lengths[i]]++] = i;
        }

        return sorted;
    }

    private static void NumberByFirstPiece(int[] plan, int sequences)
    {
        var numbers = new int[sequences];
        Array.Fill(numbers, -1);
        var next = 0;
        for (var i = 0; i < plan.Length; i++)
        {
            ref var number = ref numbers[plan[i]];
            if (number < 0)
            {
                number = next++;
            }

            plan[i] = number;
        }
    }

    /// <summary>The open sequences by the room that they have left, the last added first; a bit for each room finds the smallest that is enough.</summary>
    private sealed class RoomIndex
    {
        private readonly ulong[] _bits;
        private readonly int[] _heads;
        private readonly int[] _next;
        private readonly int _capacity;

        public RoomIndex(int capacity, int maximumSequences)
        {
            _capacity = capacity;
            _bits = new ulong[(capacity >> 6) + 1];
            _heads = new int[capacity + 1];
            _next = new int[maximumSequences];
            Array.Fill(_heads, -1);
        }

        public void Add(int room, int sequence)
        {
            _next[sequence] = _heads[room];
            _heads[room] = sequence;
            _bits[room >> 6] |= 1UL << room;
        }

        public int Take(int room)
        {
            var sequence = _heads[room];
            _heads[room] = _next[sequence];
            if (_heads[room] < 0)
            {
                _bits[room >> 6] &= ~(1UL << room);
            }

            return sequence;
        }

        /// <summary>The smallest room of an open sequence that is at least this; more than the capacity where there is none.</summary>
        public int Smallest(int atLeast)
        {
            var word = atLeast >> 6;
            var bits = _bits[word] & (ulong.MaxValue << atLeast);
            while (bits == 0)
            {
                if (++word == _bits.Length)
                {
                    return _capacity + 1;
                }

                bits = _bits[word];
            }

            return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }
    }
}
