using System.Runtime.InteropServices;
using Sinter.Tensors.Cpu.Gemm;
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
        var memory = new Memory(operation.Options, inputs, outputs[3]);
        CrossEntropyRows.CheckTargets(operation, operation.Options, memory.Targets, memory.Rows, memory.Classes);
        for (var output = 0; output < 3; output++)
        {
            if (outputs[output].Exists)
            {
                new Span<float>(outputs[output].Floats, memory.Rows).Clear();
            }
        }

        var block = new WantedRows(memory.Rows, memory.BlockRows, memory.Places, memory.Targets, memory.Ignored);
        while (block.Next())
        {
            memory.ComputeLogits(cpu, block.Gather(memory.Hidden, memory.Width, memory.GatheredHidden), block.Count);
            cpu.Workers.For(
                LogProbabilityRows.Tasks(block.Count),
                new LogProbabilityRows(operation.Options, block.Count, memory.Classes, memory.Classes, memory.Places, memory.Targets, memory.Logits, outputs));
        }
    }

    public static void Run(CpuBackend cpu, TokenLogProbabilitiesGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var memory = new Memory(operation.Options, inputs, outputs[2]);
        var (hiddenGradient, weightGradient, width) = (outputs[0], outputs[1], memory.Width);
        if (hiddenGradient.Exists)
        {
            NativeMemory.Clear(hiddenGradient.Floats, (nuint)hiddenGradient.Count * sizeof(float));
        }

        var block = new WantedRows(memory.Rows, memory.BlockRows, memory.Places, memory.Targets, memory.Ignored)
        {
            First = inputs[4].Floats,
            Second = inputs.Length > 5 ? inputs[6].Floats : null,
        };
        var adds = weightGradient.Accumulate;
        while (block.Next())
        {
            var hidden = block.Gather(memory.Hidden, width, memory.GatheredHidden);
            memory.ComputeLogits(cpu, hidden, block.Count);
            cpu.Workers.For(
                LogProbabilityGradientRows.Tasks(block.Count),
                new LogProbabilityGradientRows(operation.Options, block.Count, memory.Classes, memory.Classes, memory.Places, inputs[2..], memory.Logits, memory.Logits));
            var gradient = Matrix.RowMajor(memory.Logits, memory.Classes);
            if (hiddenGradient.Exists)
            {
                var rows = block.Destination(hiddenGradient.Floats, width, memory.GatheredGradient);
                cpu.Multiply(new GemmCall { Rows = block.Count, Columns = width, Depth = memory.Classes, A = gradient, B = memory.Weight, C = rows, Stride = width });
                block.Scatter(memory.GatheredGradient, hiddenGradient.Floats, width);
            }

            if (weightGradient.Exists)
            {
                cpu.Multiply(new GemmCall
                {
                    Rows = memory.Classes,
                    Columns = width,
                    Depth = block.Count,
                    A = gradient.Transposed,
                    B = Matrix.RowMajor(hidden, width),
                    C = weightGradient.Floats,
                    Stride = width,
                    Start = adds ? weightGradient.Floats : null,
                });
                adds = true;
            }
        }

        if (weightGradient.Exists && !weightGradient.Accumulate)
        {
            // Rows that only pad the vocabulary take no gradient, and none does where no row has a target.
            var written = adds ? memory.Classes : 0;
            NativeMemory.Clear(weightGradient.Floats + ((long)written * width), (nuint)((weightGradient.Shape[0] - written) * (long)width) * sizeof(float));
        }
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

    /// <summary>Where everything lies: the inputs, and the parts of the working memory.</summary>
    private readonly struct Memory
    {
        public Memory(CrossEntropyOptions options, ReadOnlySpan<TensorView> inputs, TensorView workspace)
        {
            (Rows, Width) = (inputs[0].Shape[0], inputs[0].Shape[1]);
            Classes = options.Classes(inputs[1].Shape[0]);
            BlockRows = workspace.Shape[0];
            Ignored = options.IgnoreIndex ?? -1;
            Hidden = inputs[0].Floats;
            Weight = Matrix.RowMajor(inputs[1], Width);
            Targets = inputs[2].Integers;
            Logits = workspace.Floats;
            GatheredHidden = Logits + ((long)BlockRows * Classes);
            GatheredGradient = GatheredHidden + ((long)BlockRows * Width);
            Places = (int*)(GatheredGradient + ((long)BlockRows * Width));
        }

        public int Rows { get; }

        public int Width { get; }

        /// <summary>Rows that only pad the vocabulary are left out.</summary>
        public int Classes { get; }

        public int BlockRows { get; }

        public int Ignored { get; }

        public float* Hidden { get; }

        public Matrix Weight { get; }

        public int* Targets { get; }

        public float* Logits { get; }

        public float* GatheredHidden { get; }

        public float* GatheredGradient { get; }

        public int* Places { get; }

        public void ComputeLogits(CpuBackend cpu, float* hidden, int rows) => cpu.Multiply(new GemmCall
        {
            Rows = rows,
            Columns = Classes,
            Depth = Width,
            A = Matrix.RowMajor(hidden, Width),
            B = Weight.Transposed,
            C = Logits,
            Stride = Classes,
        });
    }
}
