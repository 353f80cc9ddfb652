using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Tests;

namespace Sinter.Bench;

/// <summary>
/// What computes each operation, found by trying: the rows of the tests' table are recorded, forward and gradient, with numbers of each type on each backend,
/// and compiled; then it is looked up which operations are in the program. A kernel computes those that are (on the null backend they are only counted);
/// a cast makes wide what a kernel cannot read as it is stored; where an operation is not in the program, simpler ones stand for it: its reference.
/// </summary>
internal static class SupportTable
{
    private static readonly DataType[] Types = [DataType.Float32, DataType.Float64, DataType.BFloat16, DataType.Float16];

    /// <summary>Ordered from bad to good: of several rows of the table the best counts.</summary>
    private enum Support
    {
        None,
        Reference,
        Cast,
        View,
        Kernel,
    }

    /// <summary>Writes the table, a line for each operation that is wanted.</summary>
    public static void Write(TextWriter output, BenchSettings settings)
    {
        Backend[] backends = [new CpuBackend(settings.Threads), NullBackend.Instance];
        var columns = backends.SelectMany(static backend => Types.Select(type => (Backend: backend, Type: type))).ToArray();
        var operations = OperationCase.All.SelectMany(static one => one.Operations).Distinct()
            .Where(operation => settings.Wants(operation.Name, "")).OrderBy(static operation => operation.Name, StringComparer.Ordinal).ToArray();
        var found = columns.Select(static column => Find(column.Backend, column.Type)).ToArray();
        string[][] lines =
        [
            ["operation", .. columns.Select(static column => $"{column.Backend.Name} {column.Type}")],
            .. operations.Select(operation => (string[])[operation.Name, .. found.Select(column => column.TryGetValue(operation, out var support) ? Name(support) : "")]),
        ];
        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            output.WriteLine("| " + string.Join(" | ", lines[i].Select((cell, j) => cell.PadRight(widths[j]))) + " |");
            if (i == 0)
            {
                output.WriteLine("| " + string.Join(" | ", widths.Select(static width => new string('-', width))) + " |");
            }
        }
    }

    private static Dictionary<Type, Support> Find(Backend backend, DataType type)
    {
        var best = new Dictionary<Type, Support>();
        foreach (var test in OperationCase.All)
        {
            var nodes = Record(backend, type, test);
            foreach (var operation in test.Operations)
            {
                var support = nodes is null ? Support.None : Of(nodes.Where(node => node.Operation.GetType() == operation), type);
                best[operation] = best.TryGetValue(operation, out var other) && other > support ? other : support;
            }
        }

        return best;
    }

    private static Support Of(IEnumerable<Node> nodes, DataType type) => nodes
        .Select(node => node.Operation.IsView ? Support.View
            : !type.IsNarrow() || node.Inputs.Concat(node.Outputs).Any(tensor => tensor.Type == type) ? Support.Kernel : Support.Cast)
        .DefaultIfEmpty(Support.Reference).Max();

    private static string Name(Support support) => support switch
    {
        Support.None => "none",
        Support.Reference => "reference",
        Support.Cast => "cast",
        Support.View => "view",
        _ => "kernel",
    };

    /// <summary>The nodes that some tensors come from, views too.</summary>
    private static HashSet<Node> Before(IEnumerable<Tensor> outputs)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Tensor>(outputs);
        while (open.TryPop(out var tensor))
        {
            if (tensor.Producer is { } node && found.Add(node))
            {
                foreach (var input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return found;
    }

    /// <summary>The nodes of a case, forward and gradient; null where they cannot be recorded or compiled.</summary>
    private static HashSet<Node>? Record(Backend backend, DataType type, OperationCase test)
    {
        try
        {
            var inputs = test.Inputs.Select(input => input.Integers is not null ? Tensor.Input(backend, input.Shape, DataType.Int32)
                : input.TakesGradient ? Tensor.Zeros(backend, input.Shape, type, requiresGradient: true)
                : Tensor.Input(backend, input.Shape, type)).ToArray();
            var result = test.Apply(inputs);
            var loss = result.Shape.Count == 1 ? result : (result * Tensor.Input(backend, result.Shape, result.Type)).Sum();
            var gradients = Gradients.Of(loss, [.. inputs.Where((_, i) => test.Inputs[i].TakesGradient)]);
            Tensor[] outputs = [.. gradients.Append(loss).Where(static tensor => tensor.Producer is not null)];
            if (outputs.Length > 0)
            {
                StepProgram.Compile(outputs);
            }

            return Before(outputs);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
