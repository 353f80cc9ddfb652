using System.Numerics;

namespace Sinter.Evaluation.Metrics;

/// <summary>
/// The longest words in the same order that two sentences share, 64 places of one side at a time (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004). After each word of the other side a bit of the state is 0
/// where the length grows at this place, so that the kept states are the whole table in a sixty-fourth of its size.
/// </summary>
internal static class LongestCommonSubsequence
{
    // 256 MiB of states: sentences of 40,000 words each.
    private const long MostStates = 1L << 25;

    /// <summary>The length.</summary>
    public static int Length(ReadOnlySpan<int> reference, ReadOnlySpan<int> candidate)
    {
        if (reference.IsEmpty || candidate.IsEmpty)
        {
            return 0;
        }

        var places = new Places(reference);
        var state = Start(places.Blocks);
        foreach (var word in candidate)
        {
            places.Step(word, state, state);
        }

        return Grown(state, reference.Length);
    }

    /// <summary>Marks the places of the reference that one of the longest takes: of several, the one that goes back over the reference first.</summary>
    /// <param name="reference">The words of one side.</param>
    /// <param name="candidate">Those of the other.</param>
    /// <param name="taken">As long as the reference; true is written where a word is taken, nothing elsewhere.</param>
    /// <exception cref="ArgumentException">The sentences are too long.</exception>
    public static void Mark(ReadOnlySpan<int> reference, ReadOnlySpan<int> candidate, Span<bool> taken)
    {
        if (reference.IsEmpty || candidate.IsEmpty)
        {
            return;
        }

        var blocks = (reference.Length + 63) / 64;
        if ((long)blocks * candidate.Length > MostStates)
        {
            throw new ArgumentException($"Lines of {reference.Length} and {candidate.Length} words are too long to be compared word by word; a line of ROUGE-Lsum is a sentence.");
        }

        var places = new Places(reference);
        var states = new ulong[(candidate.Length + 1) * blocks];
        Start(blocks).CopyTo(states, 0);
        for (var at = 0; at < candidate.Length; at++)
        {
            places.Step(candidate[at], states.AsSpan(at * blocks, blocks), states.AsSpan((at + 1) * blocks, blocks));
        }

        for (var (row, column) = (reference.Length - 1, candidate.Length - 1); row >= 0 && column >= 0;)
        {
            if (reference[row] == candidate[column])
            {
                taken[row] = true;
                row--;
                column--;
            }
            else if ((states[((column + 1) * blocks) + (row / 64)] >> (row % 64) & 1) == 0)
            {
                column--;
            }
            else
            {
                row--;
            }
        }
    }

    private static ulong[] Start(int blocks)
    {
        var state = new ulong[blocks];
        Array.Fill(state, ulong.MaxValue);
        return state;
    }

    private static int Grown(ReadOnlySpan<ulong> state, int length)
    {
        var grown = 0;
        for (var block = 0; block < state.Length; block++)
        {
            var rest = length - (block * 64);
            var mask = rest >= 64 ? ulong.MaxValue : (1UL << rest) - 1;
            grown += BitOperations.PopCount(~state[block] & mask);
        }

        return grown;
    }

    /// <summary>
    /// Where each word of the reference stands. A word that stands in more places than the state has blocks keeps its bits, and there are 64 such words at most; of any other the places are a chain, so that the memory is
    /// that of the words, and no step costs more than a pass over the state.
    /// </summary>
    private sealed class Places
    {
        private const int None = -1;

        private readonly Dictionary<int, int> _last = [];
        private readonly Dictionary<int, ulong[]> _dense = [];
        private readonly int[] _before;
        private readonly ulong[] _bits;

        public Places(ReadOnlySpan<int> reference)
        {
            _before = new int[reference.Length];
            _bits = new ulong[(reference.Length + 63) / 64];
            var counts = new Dictionary<int, int>();
            for (var at = 0; at < reference.Length; at++)
            {
                _before[at] = _last.TryGetValue(reference[at], out var last) ? last : None;
                _last[reference[at]] = at;
                counts[reference[at]] = counts.GetValueOrDefault(reference[at]) + 1;
            }

            foreach (var (word, count) in counts)
            {
                if (count > _bits.Length)
                {
                    Set(_last[word], _dense[word] = new ulong[_bits.Length]);
                }
            }
        }

        public int Blocks => _bits.Length;

        /// <summary>The state after one more word of the candidate; both may be the same memory.</summary>
        public void Step(int word, ReadOnlySpan<ulong> before, Span<ulong> after)
        {
            if (!_last.TryGetValue(word, out var last))
            {
                before.CopyTo(after);
                return;
            }

            if (_dense.TryGetValue(word, out var dense))
            {
                Step(dense, before, after);
                return;
            }

            Set(last, _bits);
            Step(_bits, before, after);
            for (var at = last; at != None; at = _before[at])
            {
                _bits[at / 64] = 0;
            }
        }

        private static void Step(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> before, Span<ulong> after)
        {
            var carry = 0UL;
            for (var block = 0; block < bits.Length; block++)
            {
                var state = before[block];
                var sum = state + (state & bits[block]);
                var carried = sum + carry;
                carry = sum < state || carried < sum ? 1UL : 0;
                after[block] = carried | (state & ~bits[block]);
            }
        }

        private void Set(int last, ulong[] bits)
        {
            for (var at = last; at != None; at = _before[at])
            {
                bits[at / 64] |= 1UL << (at % 64);
            }
        }
    }
}
