using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Differentiation;

/// <summary>
/// What one differentiation has computed again: copies of checkpointed blocks, and casts of what is stored in few bits. A block is copied when its gradient is first asked for, so that the copies come in order after
/// everything that the gradient of later nodes needs, and live from there on; whatever of them no gradient reads, a program never computes.
/// </summary>
internal sealed class Recomputation
{
    private readonly Dictionary<CheckpointedBlock, Dictionary<Node, Node>> _copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The node to differentiate in place of a node: its copy where it is inside a checkpointed block, else itself; in either case with narrow inputs cast again, so
    /// that what is stored in 16 bits is not kept in 32 for the gradient.
    /// </summary>
    public Node Of(Node node)
    {
        var current = node.Block is { } block ? Copies(block)[node] : node;
        return current.Inputs.Any(IsWidened)
            ? new Node(current.Operation, [.. current.Inputs.Select(input => IsWidened(input) ? new Cast(input.Type).Record(input.Producer!.Inputs[0])[0] : input)])
            {
                Outputs = current.Outputs,
            }
            : current;
    }

    private static bool IsWidened(Tensor tensor)
        => tensor is { IsSymbolic: true, Producer.Operation: Cast } && tensor.Producer.Inputs[0].Type.IsNarrow() && !tensor.Type.IsNarrow();

    private Dictionary<Node, Node> Copies(CheckpointedBlock block)
    {
        if (_copies.TryGetValue(block, out var copies))
        {
            return copies;
        }

        // A block inside another starts from what the outer one's copy computes, since nothing else of the outer one is kept.
        if (block.Parent is { } parent)
        {
            Copies(parent);
        }

        _copies[block] = copies = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (var node in block.Nodes)
        {
            var copy = new Node(node.Operation, [.. node.Inputs.Select(input => Copied(input, block))]);
            copy.Outputs = [.. node.Outputs.Select(output => new Tensor(new TensorSpec(output.Shape, output.Type), output.Backend, copy, output.OutputIndex)
            {
                RequiresGradient = output.RequiresGradient,
            })];
            copies[node] = copy;
        }

        return copies;
    }

    /// <summary>The copy of a tensor in a block, or in the nearest one around it that computes it; itself where none does.</summary>
    private Tensor Copied(Tensor tensor, CheckpointedBlock block)
    {
        for (var around = block; around is not null; around = around.Parent)
        {
            if (tensor.Producer is { } producer && _copies[around].TryGetValue(producer, out var copy))
            {
                return copy.Outputs[tensor.OutputIndex];
            }
        }

        return tensor;
    }
}
