using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>All ways to write a stretch of text in pieces. It works in arrays of its own, so one serves one thread.</summary>
internal sealed class UnigramLattice(UnigramPieces pieces)
{
    /// <summary>Below this the probability of a stretch loses digits.</summary>
    private const double Underflow = 1e-280;

    private readonly List<Edge> _edges = [];
    private readonly double[] _before = new double[UnigramText.LongestStretch + 1];
    private readonly double[] _behind = new double[UnigramText.LongestStretch + 1];
    private readonly Edge[] _best = new Edge[UnigramText.LongestStretch + 1];

    /// <summary>Room for the pieces that <see cref="Best"/> finds.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Adds how often each piece is expected in a stretch that is seen so many times (the forward-backward algorithm).</summary>
    public void Expect(ReadOnlySpan<int> stretch, double times, double[] expected)
    {
        _edges.Clear();
        var before = _before.AsSpan(0, stretch.Length + 1);
        before.Clear();
        before[0] = 1;
        for (var start = 0; start < stretch.Length; start++)
        {
            var node = 0;
            var hasSingle = false;
            for (var end = start + 1; end <= stretch.Length && (node = pieces.Trie.Next(node, stretch[end - 1])) != PieceTrie.None; end++)
            {
                if (pieces.Trie.Piece(node) is not PieceTrie.None and var piece)
                {
                    _edges.Add(new Edge(start, end, piece));
                    before[end] += before[start] * pieces.Probability(piece);
                    hasSingle |= end == start + 1;
                }
            }

            if (!hasSingle)
            {
                _edges.Add(new Edge(start, start + 1, PieceTrie.None));
                before[start + 1] += before[start] * pieces.UnknownProbability;
            }
        }

        if (before[^1] < Underflow && stretch.Length > 1)
        {
            var half = stretch.Length / 2;
            Expect(stretch[..half], times, expected);
            Expect(stretch[half..], times, expected);
            return;
        }

        var behind = _behind.AsSpan(0, stretch.Length + 1);
        behind.Clear();
        behind[^1] = times / before[^1];
        var edges = CollectionsMarshal.AsSpan(_edges);
        for (var i = edges.Length - 1; i >= 0; i--)
        {
            ref readonly var edge = ref edges[i];
            if (edge.Piece == PieceTrie.None)
            {
                behind[edge.Start] += behind[edge.End] * pieces.UnknownProbability;
                continue;
            }

            var share = behind[edge.End] * pieces.Probability(edge.Piece);
            behind[edge.Start] += share;
            expected[edge.Piece] += before[edge.Start] * share;
        }
    }

    /// <summary>Fills in the most probable pieces of a stretch, from right to left; <see cref="PieceTrie.None"/> for a character without one.</summary>
    /// <param name="stretch">The text.</param>
    /// <param name="best">The pieces.</param>
    /// <param name="without">A piece not to use.</param>
    /// <returns>Their logarithmic probability.</returns>
    public double Best(ReadOnlySpan<int> stretch, List<int> best, int without = PieceTrie.None)
    {
        var scores = _before.AsSpan(0, stretch.Length + 1);
        scores.Fill(double.NegativeInfinity);
        scores[0] = 0;
        for (var start = 0; start < stretch.Length; start++)
        {
            var node = 0;
            Offer(start, start + 1, PieceTrie.None, pieces.UnknownScore, scores);
            for (var end = start + 1; end <= stretch.Length && (node = pieces.Trie.Next(node, stretch[end - 1])) != PieceTrie.None; end++)
            {
                if (pieces.Trie.Piece(node) is not PieceTrie.None and var piece && piece != without)
                {
                    Offer(start, end, piece, pieces.Score(piece), scores);
                }
            }
        }

        best.Clear();
        for (var end = stretch.Length; end > 0; end = _best[end].Start)
        {
            best.Add(_best[end].Piece);
        }

        return scores[^1];
    }

    private void Offer(int start, int end, int piece, double score, Span<double> scores)
    {
        if (scores[start] + score > scores[end])
        {
            scores[end] = scores[start] + score;
            _best[end] = new Edge(start, end, piece);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Edge(int Start, int End, int Piece);
}
