namespace Sinter.Tensors.Differentiation;

/// <summary>The nodes of a checkpointed block, in order, those of the blocks inside it among them.</summary>
internal sealed class CheckpointedBlock
{
    private CheckpointedBlock(IReadOnlyList<Node> nodes) => Nodes = nodes;

    /// <summary>All nodes of the block, each after those that it reads from.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The block that this one is inside of; null for none.</summary>
    public CheckpointedBlock? Parent { get; private set; }

    /// <summary>Makes a block of the nodes that the outputs came from and that were made after a given one.</summary>
    public static void Mark(IReadOnlyList<Tensor> outputs, long after)
    {
        var found = Node.MadeAfter(after, outputs);
        var block = new CheckpointedBlock([.. found.OrderBy(node => node.Order)]);
        foreach (var node in block.Nodes)
        {
            // What is computed again for its gradient cannot have it at once.
            node.BranchEnd = null;
            if (node.Block is null)
            {
                node.Block = block;
                continue;
            }

            var outermost = node.Block;
            while (outermost.Parent is { } parent)
            {
                outermost = parent;
            }

            // A node of an inner block: the first of them joins that block to this one, the others find it there.
            if (outermost != block)
            {
                outermost.Parent = block;
            }
        }
    }
}
