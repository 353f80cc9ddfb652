namespace Sinter.Data.FastText;

/// <summary>
/// The Huffman tree of hierarchical softmax: leaves are labels, every inner node is a yes or no with a row of the output matrix, and frequent labels are near the root.
/// Files do not hold it; it follows from how often the labels were seen, in their order.
/// </summary>
internal sealed class LabelTree
{
    /// <summary>More than any count, for nodes that are not made yet.</summary>
    public const long MaximumCount = 1_000_000_000_000;

    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _parents; // Twice the node above, and 1 more where this one is to its right.

    /// <summary>Builds the tree.</summary>
    /// <param name="counts">How often each label was seen, 0 to <see cref="MaximumCount"/>; at least one label.</param>
    public LabelTree(ReadOnlySpan<long> counts)
    {
        Labels = counts.Length;
        var nodes = (2 * Labels) - 1;
        _left = new int[nodes];
        _right = new int[nodes];
        var weights = new long[nodes];
        counts.CopyTo(weights);
        weights.AsSpan(Labels).Fill(long.MaxValue);
        _parents = new int[nodes];
        var (leaf, node) = (Labels - 1, Labels);
        for (var made = Labels; made < nodes; made++)
        {
            _left[made] = leaf >= 0 && weights[leaf] < weights[node] ? leaf-- : node++;
            _right[made] = leaf >= 0 && weights[leaf] < weights[node] ? leaf-- : node++;
            weights[made] = weights[_left[made]] + weights[_right[made]];
            _parents[_left[made]] = made * 2;
            _parents[_right[made]] = (made * 2) + 1;
        }

        Depth = FindDepth();
    }

    /// <summary>The number of labels.</summary>
    public int Labels { get; }

    /// <summary>The root; nodes from <see cref="Labels"/> on are inner ones, those below are the labels.</summary>
    public int Root => _left.Length - 1;

    /// <summary>The length of the longest way to a label.</summary>
    public int Depth { get; }

    /// <summary>The node of a no.</summary>
    public int Left(int node) => _left[node];

    /// <summary>The node of a yes.</summary>
    public int Right(int node) => _right[node];

    /// <summary>The way to a label from the root: for each inner node twice its row of the output matrix, and 1 more where the answer is yes (to the right).</summary>
    public int[] PathTo(int label)
    {
        var path = new List<int>();
        for (var node = label; node != Root; node = _parents[node] / 2)
        {
            path.Add(_parents[node] - (2 * Labels));
        }

        path.Reverse();
        return [.. path];
    }

    private int FindDepth()
    {
        var depths = new int[_left.Length];
        for (var node = Root - 1; node >= 0; node--)
        {
            depths[node] = depths[_parents[node] / 2] + 1;
        }

        return depths.Max();
    }
}
