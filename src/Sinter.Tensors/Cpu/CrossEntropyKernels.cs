using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="CrossEntropy"/>: a row of logits is read from memory once, and its gradient written while it is in cache.</summary>
internal static unsafe class CrossEntropyKernels
{
    public static void Run(CpuBackend cpu, CrossEntropy operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, all) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        var classes = operation.Options.Classes(all);
        var targets = inputs[1].Integers;
        var scale = inputs[2].Floats[0];
        var weights = inputs.Length == 4 ? inputs[3].Floats : null;
        var losses = outputs[1].Exists ? outputs[1].Floats : cpu.Partials(rows);
        CrossEntropyRows.CheckTargets(operation, operation.Options, targets, rows, classes);
        cpu.Workers.For(
            CrossEntropyRows.Tasks(rows),
            new CrossEntropyRows(operation.Options, rows, classes, all, targets, inputs[0].Floats, outputs[2].Floats, losses, scale, weights));
        if (outputs[0].Exists)
        {
            outputs[0].Floats[0] = CrossEntropyRows.Total(losses, rows, scale);
        }
    }
}
