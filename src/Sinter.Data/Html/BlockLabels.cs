namespace Sinter.Data.Html;

/// <summary>
/// Decides for all blocks at once which are of the main text. Each block has its own evidence, and neighbours in the tree of elements tend to be alike: the labelling of the tree
/// that costs least is found exactly by dynamic programming (min-sum over a tree, two labels), in time linear in the nodes.
/// </summary>
internal static class BlockLabels
{
    /// <summary>What it costs that a block element is of another sort than the one round it.</summary>
    private const float ElementSwitch = 8;

    /// <summary>What it costs that a block is of another sort than its element.</summary>
    private const float BlockSwitch = 1;

    /// <summary>How the evidence of a block grows with its words.</summary>
    private const float WordPower = 0.35f;

    /// <summary>The label of each block: true where it is of the main text.</summary>
    /// <param name="document">The page.</param>
    /// <param name="page">Its blocks.</param>
    /// <param name="odds">The logarithm of the odds that a block is of the main text, block by block.</param>
    public static bool[] Find(HtmlDocument document, PageBlocks page, ReadOnlySpan<float> odds)
    {
        var inside = new float[document.Count];
        var outside = new float[document.Count];
        var evidence = new float[odds.Length];
        for (var i = 0; i < odds.Length; i++)
        {
            var block = page.Blocks[i];
            evidence[i] = odds[i] * MathF.Pow(1 + block.Words, WordPower);
            Add(block.Container, Math.Max(0, -evidence[i]), Math.Max(0, evidence[i]), BlockSwitch);
        }

        var parents = document.Parents;
        for (var node = document.Count - 1; node > 0; node--)
        {
            if (inside[node] != 0 || outside[node] != 0)
            {
                Add(parents[node], inside[node], outside[node], document.Tags[node].Has(TagTraits.Block) ? ElementSwitch : 0.5f);
            }
        }

        var isInside = new bool[document.Count];
        isInside[0] = false;
        for (var node = 1; node < document.Count; node++)
        {
            var change = document.Tags[node].Has(TagTraits.Block) ? ElementSwitch : 0.5f;
            isInside[node] = inside[node] + (isInside[parents[node]] ? 0 : change) < outside[node] + (isInside[parents[node]] ? change : 0);
        }

        var labels = new bool[odds.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = evidence[i] + (isInside[page.Blocks[i].Container] ? BlockSwitch : -BlockSwitch) > 0;
        }

        return labels;

        void Add(int node, float costInside, float costOutside, float change)
        {
            inside[node] += Math.Min(costInside, costOutside + change);
            outside[node] += Math.Min(costOutside, costInside + change);
        }
    }
}
