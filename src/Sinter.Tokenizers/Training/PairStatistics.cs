using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// How often each pair of adjacent tokens stands in the words, and in which words; and which pair comes next: the one seen most often, of
/// equals the one with the lower left id, then the lower right id. Counts change as tokens merge; the queue is brought up to date lazily.
/// </summary>
internal sealed class PairStatistics(long minimumFrequency)
{
    private readonly Dictionary<ulong, int> _indexOfPair = [];
    private readonly List<Pair> _pairs = [];
    private readonly PriorityQueue<int, Priority> _queue = new();
    private readonly List<int> _grown = [];

    /// <summary>Counts a pair in a word that is seen so many times.</summary>
    public void Add(int left, int right, long times, int word)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexOfPair, Key(left, right), out var known);
        if (!known)
        {
            index = _pairs.Count;
            _pairs.Add(new Pair { Left = left, Right = right, Words = [] });
        }

        ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[index];
        pair.Count += times;
        if (pair.Words.Count == 0 || pair.Words[^1] != word)
        {
            pair.Words.Add(word);
        }

        if (!pair.IsGrowing)
        {
            pair.IsGrowing = true;
            _grown.Add(index);
        }
    }

    /// <summary>Takes a pair back that has left a word.</summary>
    public void Remove(int left, int right, long times)
    {
        if (_indexOfPair.TryGetValue(Key(left, right), out var index))
        {
            CollectionsMarshal.AsSpan(_pairs)[index].Count -= times;
        }
    }

    /// <summary>Queues the pairs that were added since the last call.</summary>
    public void Commit()
    {
        foreach (var index in _grown)
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[index];
            pair.IsGrowing = false;
            Enqueue(index, pair.Count, Key(pair.Left, pair.Right));
        }

        _grown.Clear();
    }

    /// <summary>Takes the next pair out with the words that hold it, or says that none is frequent enough. The pair is then forgotten.</summary>
    public bool TryTake(out int left, out int right, out List<int> words)
    {
        while (_queue.TryDequeue(out var index, out var priority))
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[index];
            if (pair.Count != priority.Count)
            {
                Enqueue(index, pair.Count, Key(pair.Left, pair.Right));
                continue;
            }

            (left, right, words) = (pair.Left, pair.Right, pair.Words);
            _indexOfPair.Remove(Key(left, right));
            pair = default;
            return true;
        }

        (left, right, words) = (0, 0, []);
        return false;
    }

    private void Enqueue(int index, long count, ulong key)
    {
        if (count >= minimumFrequency)
        {
            _queue.Enqueue(index, new Priority(count, key));
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    [StructLayout(LayoutKind.Auto)]
    private struct Pair
    {
        public long Count;
        public int Left;
        public int Right;
        public List<int> Words;
        public bool IsGrowing;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Priority(long Count, ulong Pair) : IComparable<Priority>
    {
        public int CompareTo(Priority other) => Count == other.Count ? Pair.CompareTo(other.Pair) : other.Count.CompareTo(Count);
    }
}
