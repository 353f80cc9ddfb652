using System.Runtime.InteropServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="LinearCrossEntropy"/>: for each block of the rows that are trained the logits, their softmax in place, and at once the two products of the
/// gradients, while the block is in cache.
/// </summary>
internal static unsafe class LinearCrossEntropyKernels
{
    public static void Run(CpuBackend cpu, LinearCrossEntropy operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var logits = new LinearLogits(operation.Options, inputs, outputs[4]);
        var scale = inputs[3].Floats[0];
        var rowWeights = inputs.Length > 4 ? inputs[4].Floats : null;
        var (hiddenGradient, weightGradient) = (outputs[2], outputs[3]);
        var withGradient = hiddenGradient.Exists || weightGradient.Exists;
        var losses = outputs[1].Exists ? outputs[1].Floats : cpu.Partials(logits.Rows);
        CrossEntropyRows.CheckTargets(operation, operation.Options, logits.Targets, logits.Rows, logits.Classes);
        new Span<float>(losses, logits.Rows).Clear();
        if (hiddenGradient.Exists)
        {
            NativeMemory.Clear(hiddenGradient.Floats, (nuint)hiddenGradient.Count * sizeof(float));
        }

        var wanted = new WantedRows(logits.Rows, logits.BlockRows, logits.Places, logits.Targets, logits.Ignored) { First = rowWeights };
        var adds = weightGradient.Accumulate;
        while (wanted.Next(out var block))
        {
            var hidden = logits.Compute(cpu, block);
            cpu.Workers.For(
                CrossEntropyRows.Tasks(block.Count),
                new CrossEntropyRows(operation.Options, block.Count, logits.Classes, logits.Classes, logits.Targets, logits.Logits, withGradient ? logits.Logits : null, losses, scale)
                {
                    Places = logits.Places,
                    RowWeights = rowWeights,
                });
            if (hiddenGradient.Exists)
            {
                logits.HiddenGradient(cpu, block, hiddenGradient.Floats);
            }

            if (weightGradient.Exists)
            {
                logits.WeightGradient(cpu, block, hidden, weightGradient.Floats, adds);
                adds = true;
            }
        }

        logits.ClearUnwritten(weightGradient, adds);
        if (outputs[0].Exists)
        {
            outputs[0].Floats[0] = CrossEntropyRows.Total(losses, logits.Rows, scale);
        }
    }
}
