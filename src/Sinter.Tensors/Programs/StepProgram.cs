using System.Diagnostics;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Profiling;

namespace Sinter.Tensors.Programs;

/// <summary>
/// A recorded computation, ready to run again and again: its order, its kernels and the one arena in which all that it computes has a
/// planned place. Running it allocates nothing. It knows nothing of models or optimizers.
/// </summary>
public sealed class StepProgram
{
    private readonly Instruction[] _instructions;
    private readonly Dictionary<Tensor, MemoryPlan.Block> _visible;
    private readonly NativeBuffer? _arena;

    /// <summary>Held so that their memory lives as long as the program, which adds to it.</summary>
    private readonly Tensor[] _gradients;

    private StepProgram(
        Instruction[] instructions, Dictionary<Tensor, MemoryPlan.Block> visible, Tensor[] gradients, NativeBuffer? arena, long arenaBytes, IEnumerable<Node> nodes)
    {
        _instructions = instructions;
        _visible = visible;
        _gradients = gradients;
        _arena = arena;
        ArenaBytes = arenaBytes;
        foreach (var node in nodes)
        {
            FloatingPointOperations += node.Operation.FloatingPointOperations(node);
            BytesMoved += node.Operation.BytesMoved(node);
        }
    }

    /// <summary>Bytes that all inputs, outputs and everything between take at the peak.</summary>
    public long ArenaBytes { get; }

    /// <summary>Floating-point operations of one run.</summary>
    public long FloatingPointOperations { get; }

    /// <summary>Bytes that the kernels of one run read and write at least.</summary>
    public long BytesMoved { get; }

    /// <summary>The kernels of one run, in order, with what each costs.</summary>
    public IEnumerable<KernelCall> KernelCalls => _instructions.Select(static instruction => instruction.Call);

    /// <summary>Is told of every kernel that runs; null for nobody, which costs nothing.</summary>
    public IKernelObserver? Observer { get; set; }

    /// <summary>What the kernels of one run compute, in order.</summary>
    internal IEnumerable<Node> Nodes => _instructions.Select(static instruction => instruction.Node);

    /// <summary>Prepares to compute some tensors.</summary>
    /// <param name="outputs">What is computed; its values can be read after each run.</param>
    public static StepProgram Compile(params IReadOnlyList<Tensor> outputs) => new Compiler(outputs).Compile();

    /// <summary>Prepares to compute a loss, and to add its gradients to those that the parameters hold.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="parameters">What gradients are wanted for.</param>
    /// <param name="outputs">Other tensors whose values are wanted.</param>
    public static StepProgram CompileTraining(Tensor loss, IReadOnlyList<Parameter> parameters, params IReadOnlyList<Tensor> outputs)
    {
        var contributions = Gradients.Contributions(loss, parameters.Select(parameter => parameter.Value).ToArray());
        var compiler = new Compiler([loss, .. outputs]);
        for (var i = 0; i < parameters.Count; i++)
        {
            foreach (var contribution in contributions[i])
            {
                compiler.Gather(contribution, parameters[i].Gradient);
            }
        }

        return compiler.Compile();
    }

    /// <summary>The values of an input (to be written before a run) or of an output (to be read after it).</summary>
    /// <exception cref="ArgumentException">The tensor is neither, or holds another type.</exception>
    public Span<T> Values<T>(Tensor tensor)
        where T : unmanaged
    {
        if (!_visible.TryGetValue(tensor, out var block) || DataTypes.Of<T>() != tensor.Type)
        {
            throw new ArgumentException($"The tensor {tensor.Shape} {tensor.Type} is neither an input nor an output of this program that holds {typeof(T).Name}.", nameof(tensor));
        }

        return _arena is null
            ? throw new InvalidOperationException("This program was compiled for a backend that counts only: it has no values.")
            : _arena.AsSpan<T>(block.Offset, tensor.Shape.Count);
    }

    /// <summary>Whether a tensor is an input or an output of this program. An input that nothing depends on is none.</summary>
    public bool Holds(Tensor tensor) => _visible.ContainsKey(tensor);

    /// <summary>Computes everything once.</summary>
    public void Run()
    {
        if (Observer is { } observer)
        {
            RunObserved(observer);
            return;
        }

        foreach (var instruction in _instructions)
        {
            instruction.Kernel(instruction.Node.Operation, instruction.Inputs, instruction.Outputs);
        }

        // The views are bare pointers: the memory behind them must outlive the last kernel.
        GC.KeepAlive(this);
    }

    private void RunObserved(IKernelObserver observer)
    {
        foreach (var instruction in _instructions)
        {
            var start = Stopwatch.GetTimestamp();
            instruction.Kernel(instruction.Node.Operation, instruction.Inputs, instruction.Outputs);
            observer.OnKernel(instruction.Call, start, Stopwatch.GetTimestamp());
        }

        GC.KeepAlive(this);
    }

    /// <summary>Fills the arena with ones, which are not-a-number in every floating-point type, so that a test sees what reads before it writes. Inputs must be given again.</summary>
    internal void Poison() => _arena?.AsSpan<byte>(0, _arena.Bytes).Fill(byte.MaxValue);

    /// <summary>A kernel and what it works on. The node keeps the memory of constants and parameters that the views point into.</summary>
    private sealed record Instruction(Kernel Kernel, Node Node, TensorView[] Inputs, TensorView[] Outputs)
    {
        public KernelCall Call { get; } = new(Node.Operation.Name, Node.Operation.FloatingPointOperations(Node), Node.Operation.BytesMoved(Node));
    }

    /// <summary>Orders the nodes, finds how long each tensor lives, and gives it a place.</summary>
    private sealed class Compiler(IReadOnlyList<Tensor> outputs)
    {
        private readonly List<(Tensor Contribution, Tensor Destination)> _gathers = [];
        private readonly Dictionary<Tensor, MemoryPlan.Block> _blocks = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<Tensor, Tensor> _accumulators = new(ReferenceEqualityComparer.Instance);

        public void Gather(Tensor contribution, Tensor destination) => _gathers.Add((contribution, destination));

        public StepProgram Compile()
        {
            var nodes = Order();
            var lastUses = AddGathers(nodes);
            var inputs = AssignBlocks(nodes, lastUses);
            var arenaBytes = MemoryPlan.Place(_blocks.Values.Distinct());
            var backend = outputs[0].Backend;
            var arena = backend.Allocate(arenaBytes);
            var instructions = nodes.Where(node => !node.Operation.IsView).Select(node => new Instruction(
                backend.Find(node.Operation),
                node,
                node.Inputs.Select(input => View(input, arena)).ToArray(),
                node.Outputs.Select(output => View(output, arena)).ToArray())).ToArray();
            backend.Prepare(instructions.Select(static instruction => instruction.Node));
            var visible = inputs.Concat(outputs).Distinct().ToDictionary(tensor => tensor, tensor => _blocks[tensor]);
            return new StepProgram(instructions, visible, [.. _accumulators.Values], arena, arenaBytes, nodes);
        }

        /// <summary>All nodes needed, as they were made, but gradients of branches right behind these; each after those that it reads from.</summary>
        private List<Node> Order()
        {
            var found = Node.MadeAfter(0, outputs.Concat(_gathers.Select(gather => gather.Contribution)));
            var ordered = new List<Node>(found.Count);
            var done = new HashSet<Node>(ReferenceEqualityComparer.Instance);
            var open = new Stack<Node>();
            foreach (var first in found.OrderBy(static node => node.Due).ThenBy(static node => node.Order))
            {
                open.Push(first);
                while (open.TryPeek(out var node))
                {
                    var ready = true;
                    foreach (var input in node.Inputs)
                    {
                        if (input.Producer is { } producer && !done.Contains(producer))
                        {
                            open.Push(producer);
                            ready = false;
                        }
                    }

                    if (ready)
                    {
                        open.Pop();
                        if (done.Add(node))
                        {
                            ordered.Add(node);
                        }
                    }
                }
            }

            return ordered;
        }

        /// <summary>Binds gradients to the memory where they gather: in their own kernel where it can add, else by a step of its own.</summary>
        private Dictionary<Tensor, int> AddGathers(List<Node> nodes)
        {
            var used = nodes.SelectMany(node => node.Inputs).Concat(outputs).ToHashSet(ReferenceEqualityComparer.Instance);
            var wanted = _gathers.GroupBy(gather => gather.Contribution, ReferenceEqualityComparer.Instance).ToDictionary(group => group.Key!, group => group.Count());
            foreach (var (contribution, destination) in _gathers)
            {
                // What goes to one place only can be added there by its own kernel; what goes to several must exist by itself.
                if (contribution.Producer is { } producer && producer.Operation.CanAccumulate(contribution.OutputIndex)
                    && !used.Contains(contribution) && wanted[contribution] == 1)
                {
                    _accumulators.Add(contribution, destination);
                    continue;
                }

                var add = new Node(new AddInto(), [contribution]);
                var sum = new Tensor(new TensorSpec(destination.Shape, destination.Type), destination.Backend, add);
                add.Outputs = [sum];
                _accumulators.Add(sum, destination);
                nodes.Insert(contribution.Producer is null ? nodes.Count : nodes.IndexOf(contribution.Producer) + 1, add);
            }

            var lastUses = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
            for (var step = 0; step < nodes.Count; step++)
            {
                foreach (var input in nodes[step].Inputs)
                {
                    lastUses[input] = step;
                }
            }

            foreach (var output in outputs)
            {
                lastUses[output] = int.MaxValue;
            }

            return lastUses;
        }

        /// <summary>Gives every computed tensor a block; views share their input's, and so do results computed in place. Returns the inputs.</summary>
        private List<Tensor> AssignBlocks(List<Node> nodes, Dictionary<Tensor, int> lastUses)
        {
            // A view keeps its input alive: fold its uses into those of the tensor that it is a view of, last view first.
            foreach (var node in Enumerable.Reverse(nodes).Where(node => node.Operation.IsView))
            {
                lastUses[node.Inputs[0]] = Math.Max(lastUses.GetValueOrDefault(node.Inputs[0], -1), lastUses.GetValueOrDefault(node.Outputs[0], -1));
            }

            var inputs = new List<Tensor>();
            for (var step = 0; step < nodes.Count; step++)
            {
                var node = nodes[step];
                foreach (var input in node.Inputs.Where(input => input.IsInput && !_blocks.ContainsKey(input)))
                {
                    // An input keeps its place through the whole run, so that it can be read again by the next.
                    _blocks[input] = new MemoryPlan.Block(input.ByteCount, 0) { Last = int.MaxValue };
                    inputs.Add(input);
                }

                foreach (var output in node.Outputs)
                {
                    var lastUse = lastUses.GetValueOrDefault(output, -1);
                    if (_accumulators.ContainsKey(output) || (lastUse < 0 && !NeedsWorkspace(node, output)))
                    {
                        continue;
                    }

                    var shared = SharedBlock(node, output, step, lastUses);
                    var block = shared ?? new MemoryPlan.Block(output.ByteCount, step);
                    block.Last = Math.Max(block.Last, lastUse);
                    if (shared is not null || !node.Operation.IsView)
                    {
                        _blocks[output] = block;
                    }
                }
            }

            foreach (var output in outputs)
            {
                if (!_blocks.ContainsKey(output))
                {
                    throw new ArgumentException($"The tensor {output.Shape} is an input or a constant, not something to compute.");
                }
            }

            return inputs;
        }

        private static bool NeedsWorkspace(Node node, Tensor output)
            => node.Operation.WorkspaceOutput == output.OutputIndex;

        private MemoryPlan.Block? SharedBlock(Node node, Tensor output, int step, Dictionary<Tensor, int> lastUses)
        {
            if (node.Operation.IsView)
            {
                return _blocks.GetValueOrDefault(node.Inputs[0]);
            }

            if (output.OutputIndex == 0 && node.Operation.InPlaceInput is >= 0 and var index
                && node.Inputs[index] is { IsInput: false } input && input.ByteCount == output.ByteCount
                && _blocks.TryGetValue(input, out var block) && block.Last == step && lastUses[input] == step)
            {
                return block;
            }

            return null;
        }

        private unsafe TensorView View(Tensor tensor, NativeBuffer? arena)
        {
            if (_accumulators.TryGetValue(tensor, out var destination))
            {
                return destination.View(accumulate: true);
            }

            if (_blocks.TryGetValue(tensor, out var block))
            {
                return new TensorView(arena is null ? null : (byte*)arena.Pointer + block.Offset, tensor.Shape, tensor.Type);
            }

            return Leaf(tensor) is { IsSymbolic: false } leaf
                ? new TensorView(leaf.View().Pointer, tensor.Shape, tensor.Type)
                : new TensorView(null, tensor.Shape, tensor.Type);
        }

        /// <summary>The constant or parameter that a tensor is, possibly seen through views.</summary>
        private static Tensor? Leaf(Tensor tensor)
        {
            while (tensor.Producer is { Operation.IsView: true } view)
            {
                tensor = view.Inputs[0];
            }

            return tensor.Producer is null ? tensor : null;
        }
    }
}
