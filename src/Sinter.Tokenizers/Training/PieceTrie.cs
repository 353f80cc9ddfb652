using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>The pieces of a Unigram model by their characters, to find all that begin at a place: node after node, of which 0 is the root.</summary>
internal sealed class PieceTrie
{
    /// <summary>What there is no node or piece for.</summary>
    public const int None = -1;

    private const ulong Vacant = ulong.MaxValue;

    private readonly List<int> _pieces = [None];
    private Slot[] _slots = NewSlots(1 << 10);
    private int _shift = 64 - 10;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<int> characters, int piece)
    {
        var node = 0;
        foreach (var character in characters)
        {
            if (_pieces.Count > _slots.Length / 2)
            {
                Grow();
            }

            ref var slot = ref Find(Key(node, character));
            if (slot.Key == Vacant)
            {
                slot = new Slot { Key = Key(node, character), Node = _pieces.Count };
                _pieces.Add(None);
            }

            node = slot.Node;
        }

        _pieces[node] = piece;
    }

    /// <summary>The node behind a node, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, int character) => Find(Key(node, character)).Node;

    /// <summary>The piece that ends at a node, or <see cref="None"/>.</summary>
    public int Piece(int node) => _pieces[node];

    private static ulong Key(int node, int character) => ((ulong)(uint)node << 32) | (uint)character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot Find(ulong key)
    {
        var slots = _slots;
        for (var i = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift); ; i = (i + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[i];
            if (slot.Key == key || slot.Key == Vacant)
            {
                return ref slot;
            }
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = NewSlots(old.Length * 2);
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Key != Vacant)
            {
                Find(slot.Key) = slot;
            }
        }
    }

    private static Slot[] NewSlots(int length)
    {
        var slots = new Slot[length];
        Array.Fill(slots, new Slot { Key = Vacant, Node = None });
        return slots;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong Key;
        public int Node;
    }
}
