namespace Sinter.Tensors;

/// <summary>The type and shape of a tensor that does not exist yet.</summary>
public readonly record struct TensorSpec(Shape Shape, DataType Type = DataType.Float32);

/// <summary>
/// An operation, declared in one place: its shape rule, its reference made of simpler operations, its gradient and its costs.
/// Kernels that compute it fast are listed by each <see cref="Backend"/>; where a type of number has none, the reference is computed.
/// An operation's settings (not its tensors) are its own immutable properties.
/// </summary>
public abstract class Operation
{
    /// <summary>The name used in messages and profiles.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shapes and types of the outputs; checks those of the inputs.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit; the message names the operation and the shapes.</exception>
    public abstract IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs);

    /// <summary>Whether kernels compute this operation itself for a type of number; if not, its reference is used.</summary>
    public virtual bool HasKernel(DataType type) => true;

    /// <summary>The definition of the operation in terms of simpler ones: fallback, oracle of the tests, documentation.</summary>
    public virtual IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
        => throw new InvalidOperationException($"{Name} is a primitive: it has no reference but its kernel.");

    /// <summary>
    /// The gradients of the loss with respect to the inputs, given those with respect to the outputs (null where an output does not matter).
    /// Null stands for an input that takes no gradient.
    /// </summary>
    public virtual IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => throw new InvalidOperationException($"{Name} has no gradient.");

    /// <summary>Floating-point operations of one application (a multiply-add counts as two).</summary>
    public virtual long FloatingPointOperations(Node node) => node.Outputs[0].Shape.Count;

    /// <summary>Bytes that one application must read and write at least: all inputs and outputs once.</summary>
    public virtual long BytesMoved(Node node)
        => node.Inputs.Concat(node.Outputs).Sum(tensor => tensor.Shape.Count * tensor.Type.Size());

    /// <summary>The input whose memory output 0 may take over where that input is not needed afterwards; -1 for none.</summary>
    public virtual int InPlaceInput => -1;

    /// <summary>Whether the output is the input seen in another shape: no memory, no kernel.</summary>
    public virtual bool IsView => false;

    /// <summary>The output that is only working memory of the kernel; -1 for none.</summary>
    public virtual int WorkspaceOutput => -1;

    /// <summary>Whether kernels can add an output to what is in its memory already, so that gradients gather without a copy.</summary>
    public virtual bool CanAccumulate(int output) => false;

    /// <summary>
    /// Applies the operation: at once where all inputs hold values, else as a record for a program to run later.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    public IReadOnlyList<Tensor> Apply(params Tensor[] inputs)
    {
        var specs = Infer(inputs);
        if (inputs.Length > 0 && !HasKernel(inputs[0].Type))
        {
            return Reference(inputs);
        }

        var symbolic = inputs.Any(input => input.IsSymbolic);
        var differentiable = inputs.Any(input => input.RequiresGradient);
        var node = new Node(this, inputs);
        var outputs = new Tensor[specs.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new Tensor(specs[i], inputs[0].Backend, symbolic || differentiable ? node : null, i)
            {
                RequiresGradient = differentiable && specs[i].Type != DataType.Int32,
            };
        }

        node.Outputs = outputs;
        if (!symbolic)
        {
            inputs[0].Backend.RunNow(node);
        }

        return outputs;
    }

    /// <summary>An exception whose one sentence names this operation and the shapes that it was given.</summary>
    protected ArgumentException Mismatch(IReadOnlyList<Tensor> inputs, string expected)
        => new($"{Name} was given {string.Join(" and ", inputs.Select(input => $"{input.Shape} {input.Type}"))}; expected {expected}.");
}
