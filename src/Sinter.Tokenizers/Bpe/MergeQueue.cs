namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The merges that a long word has in store, the lowest rank first and of equal ranks the leftmost: a heap of 8 bytes an entry, each of four children, that a word fills at once.
/// It holds at most two entries for each symbol of the word.
/// </summary>
internal sealed class MergeQueue
{
    private const int Children = 4;

    private ulong[] _heap = [];

    /// <summary>How many entries it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Empties it and makes room for so many entries.</summary>
    public void Clear(int capacity)
    {
        Count = 0;
        if (_heap.Length < capacity)
        {
            _heap = GC.AllocateUninitializedArray<ulong>(capacity);
        }
    }

    /// <summary>Adds an entry before <see cref="Order"/> is called.</summary>
    public void Fill(int rank, int at) => _heap[Count++] = Key(rank, at);

    /// <summary>Puts what was filled in into order.</summary>
    public void Order()
    {
        for (var i = (Count - 2) / Children; i >= 0; i--)
        {
            Sink(i, _heap[i]);
        }
    }

    /// <summary>Adds an entry.</summary>
    public void Add(int rank, int at)
    {
        var key = Key(rank, at);
        var i = Count++;
        while (i > 0 && _heap[(i - 1) / Children] > key)
        {
            _heap[i] = _heap[(i - 1) / Children];
            i = (i - 1) / Children;
        }

        _heap[i] = key;
    }

    /// <summary>Takes the first entry out; false where there is none.</summary>
    public bool TryTake(out int rank, out int at)
    {
        if (Count == 0)
        {
            (rank, at) = (0, 0);
            return false;
        }

        (rank, at) = ((int)(_heap[0] >> 32), (int)_heap[0]);
        Count--;
        if (Count > 0)
        {
            Sink(0, _heap[Count]);
        }

        return true;
    }

    private static ulong Key(int rank, int at) => ((ulong)(uint)rank << 32) | (uint)at;

    private void Sink(int i, ulong key)
    {
        while (true)
        {
            var child = (i * Children) + 1;
            if (child >= Count)
            {
                break;
            }

            var least = child;
            for (var other = child + 1; other < Math.Min(child + Children, Count); other++)
            {
                least = _heap[other] < _heap[least] ? other : least;
            }

            if (_heap[least] >= key)
            {
                break;
            }

            _heap[i] = _heap[least];
            i = least;
        }

        _heap[i] = key;
    }
}
