namespace Sinter.Tensors;

/// <summary>Computes a node: reads the inputs and writes the outputs. Allocates nothing on the managed heap.</summary>
public delegate void Kernel(Operation operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs);

/// <summary>Where tensors live and what computes them: memory and a table of kernels.</summary>
public abstract class Backend
{
    /// <summary>The name shown to users, such as <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Zeroed memory, or null on a backend that only counts.</summary>
    public abstract NativeBuffer? Allocate(long bytes);

    /// <summary>The kernel that computes an operation.</summary>
    /// <exception cref="InvalidOperationException">This backend has none.</exception>
    public abstract Kernel Find(Operation operation);

    /// <summary>Makes ready the memory, besides that of tensors, in which the kernels of some nodes work.</summary>
    internal virtual void Prepare(IEnumerable<Node> nodes)
    {
    }

    /// <summary>Computes a node whose inputs hold values, giving its outputs memory of their own.</summary>
    internal unsafe void RunNow(Node node)
    {
        foreach (var output in node.Outputs)
        {
            if (node.Operation.IsView)
            {
                output.ShareMemory(node.Inputs[0]);
            }
            else
            {
                output.Place(Allocate(output.ByteCount), 0);
            }
        }

        if (!node.Operation.IsView)
        {
            Find(node.Operation)(
                node.Operation,
                node.Inputs.Select(input => input.View()).ToArray(),
                node.Outputs.Select(output => output.View()).ToArray());

            // The views are bare pointers: the memory behind them must outlive the kernel.
            GC.KeepAlive(node);
        }
    }
}
