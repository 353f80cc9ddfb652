using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// How often each pair of adjacent tokens stands in the words, and where. The places of a pair are a chain of nodes in one array, in the order in which they were added.
/// </summary>
internal sealed class PairTable
{
    private const int None = -1;

    private readonly List<ulong> _grown = [];
    private readonly KeyTable<Pair> _pairs = new(new Pair { Head = None });
    private Node[] _nodes = new Node[1 << 12];
    private int _nodesUsed;
    private int _free = None;

    /// <summary>The pairs that <see cref="Add"/> touched since they were last cleared.</summary>
    public ReadOnlySpan<ulong> Grown => CollectionsMarshal.AsSpan(_grown);

    /// <summary>A pair as one number; a lower left id and then a lower right id make it lower.</summary>
    public static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Counts a pair at a place of a word that is seen so many times.</summary>
    public void Add(ulong pair, long times, int place)
    {
        ref var slot = ref _pairs.Add(pair);
        slot.Count += times;
        var node = NewNode(place);
        if (slot.Head == None)
        {
            slot.Head = node;
        }
        else
        {
            _nodes[slot.Tail].Next = node;
        }

        slot.Tail = node;
        if (!slot.IsGrown)
        {
            slot.IsGrown = true;
            _grown.Add(pair);
        }
    }

    /// <summary>Takes a pair back that has left a place; its place stays in the chain, for who takes it to find out.</summary>
    public void Remove(ulong pair, long times)
    {
        ref var slot = ref _pairs.Find(pair);
        if (slot.Head != None)
        {
            slot.Count -= times;
        }
    }

    /// <summary>How often a pair is seen.</summary>
    public long Count(ulong pair) => _pairs.Find(pair).Count;

    /// <summary>Forgets which pairs grew.</summary>
    public void ClearGrown()
    {
        foreach (var pair in _grown)
        {
            _pairs.Find(pair).IsGrown = false;
        }

        _grown.Clear();
    }

    /// <summary>Takes a pair out: fills in the places where it was added, and forgets both them and its count.</summary>
    public void Take(ulong pair, List<int> places)
    {
        ref var slot = ref _pairs.Find(pair);
        places.Clear();
        for (var node = slot.Head; node != None; node = _nodes[node].Next)
        {
            places.Add(_nodes[node].Place);
        }

        _nodes[slot.Tail].Next = _free;
        _free = slot.Head;
        (slot.Count, slot.Head) = (0, None);
    }

    private int NewNode(int place)
    {
        var node = _free;
        if (node != None)
        {
            _free = _nodes[node].Next;
        }
        else
        {
            if (_nodesUsed == _nodes.Length)
            {
                Array.Resize(ref _nodes, (int)Math.Min(_nodes.Length * 2L, Array.MaxLength));
            }

            node = _nodesUsed++;
        }

        _nodes[node] = new Node { Place = place, Next = None };
        return node;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Pair
    {
        public long Count;
        public int Head;
        public int Tail;
        public bool IsGrown;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        public int Place;
        public int Next;
    }
}
