namespace Sinter.Data.Deduplication.Substrings;

/// <summary>Suffix arrays of numbers in linear time: SA-IS (Nong, Zhang and Chan 2009, "Linear suffix array construction by almost pure induced-sorting").</summary>
internal static class SuffixArray
{
    private const int Empty = -1;

    /// <summary>Where the suffixes of a text begin, in their order; a suffix that another begins with stands before it.</summary>
    /// <param name="text">Numbers from 0 below <paramref name="alphabet"/>.</param>
    /// <param name="alphabet">How many numbers there may be; memory and time grow with it.</param>
    public static int[] Build(ReadOnlySpan<int> text, int alphabet)
    {
        var suffixes = new int[text.Length];
        Sort(text, suffixes, alphabet);
        return suffixes;
    }

    /// <summary>How many numbers each suffix begins with that the one before it in the order begins with too; 0 for the first (Kasai et al. 2001).</summary>
    public static int[] CommonPrefixes(ReadOnlySpan<int> text, ReadOnlySpan<int> suffixes)
    {
        var places = new int[text.Length];
        for (var i = 0; i < suffixes.Length; i++)
        {
            places[suffixes[i]] = i;
        }

        var prefixes = new int[text.Length];
        var common = 0;
        for (var suffix = 0; suffix < places.Length; suffix++)
        {
            if (places[suffix] == 0)
            {
                common = 0;
                continue;
            }

            var before = suffixes[places[suffix] - 1];
            common += text[(suffix + common)..].CommonPrefixLength(text[(before + common)..]);
            prefixes[places[suffix]] = common;
            common = Math.Max(0, common - 1);
        }

        return prefixes;
    }

    private static void Sort(ReadOnlySpan<int> text, Span<int> suffixes, int alphabet)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var types = new SuffixTypes(text, alphabet);
        var leftmost = types.LeftmostSmaller();
        types.Induce(text, suffixes, leftmost);
        if (leftmost.Length < 2)
        {
            return;
        }

        // The induced order of the parts between the leftmost smaller suffixes names them; where names are not enough, their text is sorted in turn.
        var sorted = new int[leftmost.Length];
        var count = 0;
        foreach (var suffix in suffixes)
        {
            if (types.IsLeftmostSmaller(suffix))
            {
                sorted[count++] = suffix;
            }
        }

        var (names, different) = Name(text, leftmost, sorted);
        if (different < names.Length)
        {
            Sort(names, sorted, different);
            for (var i = 0; i < sorted.Length; i++)
            {
                sorted[i] = leftmost[sorted[i]];
            }
        }

        types.Induce(text, suffixes, sorted);
    }

    /// <summary>The name of each part from one leftmost smaller suffix to the next, by its rank, and how many different ones there are.</summary>
    private static (int[] Names, int Different) Name(ReadOnlySpan<int> text, int[] leftmost, int[] sorted)
    {
        var numbers = new int[text.Length];
        for (var i = 0; i < leftmost.Length; i++)
        {
            numbers[leftmost[i]] = i;
        }

        var names = new int[leftmost.Length];
        var name = 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            var (before, at) = (numbers[sorted[i - 1]], numbers[sorted[i]]);

            // The last part ends with the text and is like no other.
            var isSame = before + 1 < leftmost.Length && at + 1 < leftmost.Length
                && text[leftmost[before]..(leftmost[before + 1] + 1)].SequenceEqual(text[leftmost[at]..(leftmost[at + 1] + 1)]);
            name += isSame ? 0 : 1;
            names[at] = name;
        }

        return (names, name + 1);
    }

    /// <summary>Which suffixes are smaller than the next one, and where those that begin with the same number stand.</summary>
    private readonly struct SuffixTypes
    {
        private readonly bool[] _smaller;
        private readonly int[] _ends;
        private readonly int[] _next;

        public SuffixTypes(ReadOnlySpan<int> text, int alphabet)
        {
            // The end counts as the least number of all, so that the last suffix is larger than what follows.
            _smaller = new bool[text.Length];
            for (var i = text.Length - 2; i >= 0; i--)
            {
                _smaller[i] = text[i] < text[i + 1] || (text[i] == text[i + 1] && _smaller[i + 1]);
            }

            _ends = new int[alphabet + 1];
            _next = new int[alphabet];
            foreach (var number in text)
            {
                _ends[number + 1]++;
            }

            for (var i = 1; i <= alphabet; i++)
            {
                _ends[i] += _ends[i - 1];
            }
        }

        public bool IsLeftmostSmaller(int suffix) => suffix > 0 && _smaller[suffix] && !_smaller[suffix - 1];

        public int[] LeftmostSmaller()
        {
            var found = new List<int>();
            for (var i = 1; i < _smaller.Length; i++)
            {
                if (IsLeftmostSmaller(i))
                {
                    found.Add(i);
                }
            }

            return [.. found];
        }

        /// <summary>Sorts all suffixes by the order of the leftmost smaller ones.</summary>
        public void Induce(ReadOnlySpan<int> text, Span<int> suffixes, ReadOnlySpan<int> leftmost)
        {
            suffixes.Fill(Empty);
            _ends.AsSpan(1).CopyTo(_next);
            for (var i = leftmost.Length - 1; i >= 0; i--)
            {
                suffixes[--_next[text[leftmost[i]]]] = leftmost[i];
            }

            _ends.AsSpan(0, _next.Length).CopyTo(_next);
            suffixes[_next[text[^1]]++] = text.Length - 1;
            for (var i = 0; i < suffixes.Length; i++)
            {
                var before = suffixes[i] - 1;
                if (before >= 0 && !_smaller[before])
                {
                    suffixes[_next[text[before]]++] = before;
                }
            }

            _ends.AsSpan(1).CopyTo(_next);
            for (var i = suffixes.Length - 1; i >= 0; i--)
            {
                var before = suffixes[i] - 1;
                if (before >= 0 && _smaller[before])
                {
                    suffixes[--_next[text[before]]] = before;
                }
            }
        }
    }
}
