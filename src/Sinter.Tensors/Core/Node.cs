using Sinter.Tensors.Differentiation;

namespace Sinter.Tensors;

/// <summary>One application of an operation: what went in and what came out. Nodes linked through their tensors are the graph.</summary>
public sealed class Node
{
    private static long _created;

    internal Node(Operation operation, Tensor[] inputs)
    {
        Operation = operation;
        Inputs = inputs;
        Order = Interlocked.Increment(ref _created);
    }

    /// <summary>What is computed.</summary>
    public Operation Operation { get; }

    /// <summary>The tensors that it reads.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The tensors that it makes.</summary>
    public IReadOnlyList<Tensor> Outputs { get; internal set; } = [];

    /// <summary>Grows from node to node: an order in which every node comes after those that it reads from.</summary>
    internal long Order { get; }

    /// <summary>The order of the newest node: those made later have a higher one.</summary>
    internal static long LastOrder => Interlocked.Read(ref _created);

    /// <summary>The innermost checkpointed block that the node is in; null for none.</summary>
    internal CheckpointedBlock? Block { get; set; }
}
