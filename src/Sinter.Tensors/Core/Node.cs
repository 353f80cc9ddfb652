using Sinter.Tensors.Differentiation;

namespace Sinter.Tensors;

/// <summary>One application of an operation: what went in and what came out. Nodes linked through their tensors are the graph.</summary>
public sealed class Node
{
    private static long _created;

    /// <summary>The end of the branch whose gradients this thread is making; null for none.</summary>
    [ThreadStatic]
    private static long? _branchEnd;

    internal Node(Operation operation, Tensor[] inputs)
    {
        Operation = operation;
        Inputs = inputs;
        Order = Interlocked.Increment(ref _created);
        Due = _branchEnd ?? Order;
    }

    /// <summary>What is computed.</summary>
    public Operation Operation { get; }

    /// <summary>The tensors that it reads.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The tensors that it makes.</summary>
    public IReadOnlyList<Tensor> Outputs { get; internal set; } = [];

    /// <summary>Grows from node to node: an order in which every node comes after those that it reads from.</summary>
    internal long Order { get; }

    /// <summary>The order after which a program computes the node: its own, or for the gradients of a branch that of the branch's last node.</summary>
    internal long Due { get; }

    /// <summary>The order of the newest node: those made later have a higher one.</summary>
    internal static long LastOrder => Interlocked.Read(ref _created);

    /// <summary>The innermost checkpointed block that the node is in; null for none.</summary>
    internal CheckpointedBlock? Block { get; set; }

    /// <summary>The order of the last node of the innermost branch that the node is in (see <see cref="Branch"/>); null for none.</summary>
    internal long? BranchEnd { get; set; }

    /// <summary>The nodes that tensors came from and that were made after a given one.</summary>
    internal static HashSet<Node> MadeAfter(long order, IEnumerable<Tensor> tensors)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Tensor>(tensors);
        while (open.TryPop(out var tensor))
        {
            if (tensor.Producer is { } node && node.Order > order && found.Add(node))
            {
                foreach (var input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return found;
    }

    /// <summary>Makes nodes that are due at the end of a branch; at their own place for null.</summary>
    internal static T AtEndOf<T>(long? branchEnd, Func<T> make)
    {
        var before = _branchEnd;
        _branchEnd = branchEnd;
        try
        {
            return make();
        }
        finally
        {
            _branchEnd = before;
        }
    }
}
