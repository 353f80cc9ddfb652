using System.Runtime.InteropServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="TokenLogProbabilities"/> and of its gradient: blocks of the rows that have a target, for each the logits and what is made of them while
/// they are in cache. The same of logits that are stored, <see cref="LogProbabilities"/>.
/// </summary>
internal static unsafe class TokenLogProbabilityKernels
{
    public static void Run(CpuBackend cpu, TokenLogProbabilities operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var logits = new LinearLogits(operation.Options, inputs, outputs[3]);
        CrossEntropyRows.CheckTargets(operation, operation.Options, logits.Targets, logits.Rows, logits.Classes);
        for (var output = 0; output < 3; output++)
        {
            if (outputs[output].Exists)
            {
                new Span<float>(outputs[output].Floats, logits.Rows).Clear();
            }
        }

        var wanted = new WantedRows(logits.Rows, logits.BlockRows, logits.Places, logits.Targets, logits.Ignored);
        while (wanted.Next(out var block))
        {
            logits.Compute(cpu, block);
            cpu.Workers.For(
                LogProbabilityRows.Tasks(block.Count),
                new LogProbabilityRows(operation.Options, block.Count, logits.Classes, logits.Classes, logits.Places, logits.Targets, logits.Logits, outputs));
        }
    }

    public static void Run(CpuBackend cpu, TokenLogProbabilitiesGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var logits = new LinearLogits(operation.Options, inputs, outputs[2]);
        var (hiddenGradient, weightGradient) = (outputs[0], outputs[1]);
        if (hiddenGradient.Exists)
        {
            NativeMemory.Clear(hiddenGradient.Floats, (nuint)hiddenGradient.Count * sizeof(float));
        }

        var wanted = new WantedRows(logits.Rows, logits.BlockRows, logits.Places, logits.Targets, logits.Ignored)
        {
            First = inputs[4].Floats,
            Second = inputs.Length > 5 ? inputs[6].Floats : null,
        };
        var adds = weightGradient.Accumulate;
        while (wanted.Next(out var block))
        {
            var hidden = logits.Compute(cpu, block);
            cpu.Workers.For(
                LogProbabilityGradientRows.Tasks(block.Count),
                new LogProbabilityGradientRows(operation.Options, block.Count, logits.Classes, logits.Classes, logits.Places, inputs[2..], logits.Logits, logits.Logits));
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
    }

    public static void Run(CpuBackend cpu, LogProbabilities operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, all) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        var classes = operation.Options.Classes(all);
        CrossEntropyRows.CheckTargets(operation, operation.Options, inputs[1].Integers, rows, classes);
        cpu.Workers.For(
            LogProbabilityRows.Tasks(rows),
            new LogProbabilityRows(operation.Options, rows, classes, all, null, inputs[1].Integers, inputs[0].Floats, outputs));
    }

    public static void Run(CpuBackend cpu, LogProbabilitiesGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, all) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        cpu.Workers.For(
            LogProbabilityGradientRows.Tasks(rows),
            new LogProbabilityGradientRows(operation.Options, rows, operation.Options.Classes(all), all, null, inputs[1..], inputs[0].Floats, outputs[0].Floats));
    }
}
