namespace Sinter.Tokenizers.SentencePiece;

/// <summary>What <see cref="ScoreMergeModel"/> works in: symbols of a text, linked, each known by the place where it begins, and the merges that wait.</summary>
internal sealed class ScoreMergeScratch
{
    private const int Gone = -1;

    private readonly PriorityQueue<(int Left, int End), (float Score, int Left)> _queue = new(Comparer<(float Score, int Left)>.Create(
        static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Left.CompareTo(b.Left)));

    private int[] _next = [];
    private int[] _previous = [];
    private bool[] _isFixed = [];
    private int _last;
    private int _length;

    /// <summary>The pieces that are not used, and how long the left part was that was last put before the rest of them.</summary>
    public Dictionary<byte[], int> Parts { get; } = new(ByteArrayComparer.Instance);

    /// <summary>Begins a text of so many bytes.</summary>
    public void Begin(int length)
    {
        _queue.Clear();
        Parts.Clear();
        (_last, _length) = (-1, length);
        if (_next.Length < length)
        {
            _next = new int[length];
            _previous = new int[length];
            _isFixed = new bool[length];
        }
    }

    /// <summary>Adds the next symbol; one that is fixed never merges.</summary>
    public void Add(int start, int length, bool isFixed)
    {
        (_previous[start], _next[start], _isFixed[start]) = (_last, start + length, isFixed);
        _last = start;
    }

    /// <summary>Where the symbol after the one at a place begins; the length of the text behind the last.</summary>
    public int Next(int start) => start < _length ? _next[start] : _length;

    /// <summary>Where the symbol before the one at a place begins, or -1.</summary>
    public int Previous(int start) => _previous[start];

    /// <summary>Whether a symbol still begins at a place.</summary>
    public bool IsAlive(int start) => _next[start] != Gone;

    /// <summary>Whether the symbol at a place never merges.</summary>
    public bool IsFixed(int start) => _isFixed[start];

    /// <summary>Joins the symbol at a place with the one after it.</summary>
    public void Join(int left)
    {
        var right = _next[left];
        _next[left] = _next[right];
        _next[right] = Gone;
        if (_next[left] < _length)
        {
            _previous[_next[left]] = left;
        }
    }

    /// <summary>Queues a merge.</summary>
    public void Offer(float score, int left, int end) => _queue.Enqueue((left, end), (score, left));

    /// <summary>Takes the merge of the highest score, of equal ones the leftmost.</summary>
    public bool TryTake(out int left, out int end)
    {
        var taken = _queue.TryDequeue(out var merge, out _);
        (left, end) = merge;
        return taken;
    }
}
