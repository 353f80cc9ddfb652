using System.Runtime.CompilerServices;

namespace Sinter.Tokenizers.Training;

/// <summary>The pieces of a Unigram model by their characters, to find all that begin at a place: node after node, of which 0 is the root.</summary>
internal sealed class PieceTrie
{
    /// <summary>What there is no node or piece for.</summary>
    public const int None = -1;

    private readonly List<int> _pieces = [None];
    private readonly KeyTable<int> _nodes = new(None);

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<int> characters, int piece)
    {
        var node = 0;
        foreach (var character in characters)
        {
            ref var next = ref _nodes.Add(Key(node, character));
            if (next == None)
            {
                next = _pieces.Count;
                _pieces.Add(None);
            }

            node = next;
        }

        _pieces[node] = piece;
    }

    /// <summary>The node behind a node, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, int character) => _nodes.Find(Key(node, character));

    /// <summary>The piece that ends at a node, or <see cref="None"/>.</summary>
    public int Piece(int node) => _pieces[node];

    private static ulong Key(int node, int character) => ((ulong)(uint)node << 32) | (uint)character;
}
