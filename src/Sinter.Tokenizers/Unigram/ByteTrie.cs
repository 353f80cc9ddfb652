using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Unigram;

/// <summary>
/// A set of byte strings, each with a number, found byte by byte: a double array (Aoe, 1989) in which the child of a node by a byte stands at the node's
/// base XOR that byte and knows its parent. It has twelve bytes a node and asks one cache line a byte. It never changes.
/// </summary>
internal sealed class ByteTrie
{
    /// <summary>What <see cref="Step"/> answers where there is no child.</summary>
    public const int None = -1;

    private const int BlockSize = 256;

    private readonly Node[] _nodes;

    /// <summary>Builds the trie.</summary>
    /// <param name="entries">The strings, none empty, with their numbers, which are not negative; of equal strings the last counts.</param>
    public ByteTrie(IEnumerable<(byte[] Key, int Value)> entries)
    {
        var sorted = entries.ToArray();
        var keys = sorted.Select(static entry => entry.Key).ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(order, (a, b) => keys[a].AsSpan().SequenceCompareTo(keys[b]) is var by and not 0 ? by : a.CompareTo(b));
        _nodes = new Builder([.. order.Select(i => sorted[i])]).Build();
    }

    /// <summary>The root.</summary>
    public static int Root => 0;

    /// <summary>The memory that it takes, in bytes.</summary>
    public long Size => (long)_nodes.Length * Unsafe.SizeOf<Node>();

    /// <summary>The child of a node by a byte, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, byte label)
    {
        var nodes = _nodes;
        var child = nodes[node].Base ^ label;
        return nodes[child].Parent == node ? child : None;
    }

    /// <summary>The number of the string that ends at a node, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Value(int node) => _nodes[node].Value;

    /// <summary>The length of the longest string that the text begins with, and its number; 0 and -1 where there is none.</summary>
    public int LongestPrefix(ReadOnlySpan<byte> text, out int value)
    {
        var (node, longest) = (Root, 0);
        value = -1;
        for (var i = 0; i < text.Length && (node = Step(node, text[i])) >= 0; i++)
        {
            if (_nodes[node].Value is >= 0 and var found)
            {
                (longest, value) = (i + 1, found);
            }
        }

        return longest;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        public int Base;
        public int Parent;
        public int Value;
    }

    /// <summary>Places the children of one node after another where all of them fit, trying only the last blocks that have room.</summary>
    private sealed class Builder((byte[] Key, int Value)[] sorted)
    {
        private const int Vacant = -2;
        private const int OpenBlocks = 16;

        private readonly Queue<(int Node, int From, int To, int Depth)> _open = new();
        private readonly List<int> _vacant = [];
        private Node[] _nodes = [];
        private int _used;

        public Node[] Build()
        {
            Grow();
            Take(Root, None);
            _open.Enqueue((Root, 0, sorted.Length, 0));
            while (_open.TryDequeue(out var item))
            {
                Place(item.Node, item.From, item.To, item.Depth);
            }

            return _nodes.AsSpan(0, _used).ToArray();
        }

        private void Place(int node, int from, int to, int depth)
        {
            for (; from < to && sorted[from].Key.Length == depth; from++)
            {
                _nodes[node].Value = sorted[from].Value;
            }

            Span<byte> labels = stackalloc byte[BlockSize];
            var count = 0;
            for (var i = from; i < to; i++)
            {
                if (count == 0 || labels[count - 1] != sorted[i].Key[depth])
                {
                    labels[count++] = sorted[i].Key[depth];
                }
            }

            if (count == 0)
            {
                return; // its base points at the root's block, where no node has it as parent
            }

            var place = FindBase(labels[..count]);
            _nodes[node].Base = place;
            foreach (var label in labels[..count])
            {
                var end = from;
                while (end < to && sorted[end].Key[depth] == label)
                {
                    end++;
                }

                Take(place ^ label, node);
                _open.Enqueue((place ^ label, from, end, depth + 1));
                from = end;
            }
        }

        private int FindBase(ReadOnlySpan<byte> labels)
        {
            for (var block = Math.Max(0, _used - (OpenBlocks * BlockSize)); block < _used; block += BlockSize)
            {
                for (var slot = block; slot < block + BlockSize && _vacant[block / BlockSize] >= labels.Length; slot++)
                {
                    if (_nodes[slot].Parent == Vacant && Fits(slot ^ labels[0], labels))
                    {
                        return slot ^ labels[0];
                    }
                }
            }

            var fresh = _used;
            Grow();
            return fresh;
        }

        private bool Fits(int place, ReadOnlySpan<byte> labels)
        {
            foreach (var label in labels[1..])
            {
                if (_nodes[place ^ label].Parent != Vacant)
                {
                    return false;
                }
            }

            return true;
        }

        private void Take(int slot, int parent)
        {
            _nodes[slot].Parent = parent;
            _vacant[slot / BlockSize]--;
        }

        private void Grow()
        {
            if (_used + BlockSize > _nodes.Length)
            {
                Array.Resize(ref _nodes, Math.Max(BlockSize * OpenBlocks, _nodes.Length * 2));
            }

            _nodes.AsSpan(_used, BlockSize).Fill(new Node { Parent = Vacant, Value = -1 });
            _vacant.Add(BlockSize);
            _used += BlockSize;
        }
    }
}
