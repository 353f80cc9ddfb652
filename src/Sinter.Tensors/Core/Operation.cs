using Sinter.Tensors.Operations;

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
        => node.Inputs.Concat(node.Outputs).Sum(tensor => tensor.ByteCount);

    /// <summary>The input whose memory output 0 may take over where that input is not needed afterwards; -1 for none.</summary>
    public virtual int InPlaceInput => -1;

    /// <summary>Whether the output is the input seen in another shape: no memory, no kernel.</summary>
    public virtual bool IsView => false;

    /// <summary>The output that is only working memory of the kernel; -1 for none.</summary>
    public virtual int WorkspaceOutput => -1;

    /// <summary>Whether kernels can add an output to what is in its memory already, so that gradients gather without a copy.</summary>
    public virtual bool CanAccumulate(int output) => false;

    /// <summary>
    /// Whether kernels read an input of a type that is for storage only (see <see cref="DataTypes.IsNarrow"/>) as it lies; where not, and beside an input in double
    /// precision, the operation is given a cast of it.
    /// </summary>
    public virtual bool ReadsNarrow(int input) => false;

    /// <summary>Whether kernels that read narrow types read those in blocks too (see <see cref="DataTypes.IsBlocked"/>); where not, the operation is given a cast of them.</summary>
    public virtual bool ReadsBlocks(int input) => false;

    /// <summary>
    /// Applies the operation: at once where all inputs hold values, else as a record for a program to run later.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    public IReadOnlyList<Tensor> Apply(params Tensor[] inputs)
    {
        inputs = Widened(inputs);
        var specs = Infer(inputs);
        if (specs.Any(spec => spec.Type.IsNarrow()) && (inputs.Length == 0 || !ReadsNarrow(0)))
        {
            throw new ArgumentException($"{Name} cannot write {specs.First(spec => spec.Type.IsNarrow()).Type}, a type for storage; cast its result.");
        }

        if (inputs.Length > 0 && !HasKernel(inputs[0].Type))
        {
            return Reference(inputs);
        }

        return Make(inputs, specs, inputs.Any(input => input.IsSymbolic));
    }

    /// <summary>Records the operation even where all inputs hold values, for a program that is to compute it at each run.</summary>
    internal IReadOnlyList<Tensor> Record(params Tensor[] inputs) => Make(inputs, Infer(inputs), symbolic: true);

    private Tensor[] Make(Tensor[] inputs, IReadOnlyList<TensorSpec> specs, bool symbolic)
    {
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

    /// <summary>
    /// The inputs, with a cast in place of each that is stored in a type that this operation cannot read. For an operation that is recorded the cast is too, so that a
    /// program holds narrow weights only as they are stored.
    /// </summary>
    private Tensor[] Widened(Tensor[] inputs)
    {
        var arithmetic = inputs.Any(input => input.Type == DataType.Float64) ? DataType.Float64 : DataType.Float32;
        bool ReadsAsItLies(Tensor input, int i) => !input.Type.IsNarrow()
            || (ReadsNarrow(i) && arithmetic == DataType.Float32 && (!input.Type.IsBlocked() || ReadsBlocks(i)));
        if (inputs.Index().All(entry => ReadsAsItLies(entry.Item, entry.Index)))
        {
            return inputs;
        }

        var cast = new Cast(arithmetic);
        var recorded = inputs.Any(input => input.IsSymbolic);
        return [.. inputs.Select((input, i) => ReadsAsItLies(input, i) ? input : recorded ? cast.Record(input)[0] : cast.Apply(input)[0])];
    }
}
