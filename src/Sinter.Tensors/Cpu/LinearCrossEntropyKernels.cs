using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="LinearCrossEntropy"/>: for each block of rows the logits, their softmax in place, and at once the two products of the
/// gradients, while the block is in cache.
/// </summary>
internal static unsafe class LinearCrossEntropyKernels
{
    public static void Run(CpuBackend cpu, LinearCrossEntropy operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, width) = (inputs[0].Shape[0], inputs[0].Shape[1]);

        // Rows that only pad the vocabulary take no part in the products either.
        var vocabulary = operation.Options.Classes(inputs[1].Shape[0]);
        var hidden = inputs[0].Floats;
        var weights = Matrix.RowMajor(inputs[1], width);
        var targets = inputs[2].Integers;
        var scale = inputs[3].Floats[0];
        var (hiddenGradient, weightGradient) = (outputs[2], outputs[3]);
        var withGradient = hiddenGradient.Exists || weightGradient.Exists;
        var logits = outputs[4].Floats;
        var losses = outputs[1].Exists ? outputs[1].Floats : cpu.Partials(rows);
        CrossEntropyRows.CheckTargets(operation, operation.Options, targets, rows, vocabulary);
        var blockRows = outputs[4].Shape[0];
        for (var first = 0; first < rows; first += blockRows)
        {
            var count = Math.Min(blockRows, rows - first);
            var block = Matrix.RowMajor(hidden + ((long)first * width), width);
            cpu.Multiply(new GemmCall { Rows = count, Columns = vocabulary, Depth = width, A = block, B = weights.Transposed, C = logits, Stride = vocabulary });
            cpu.Workers.For(
                CrossEntropyRows.Tasks(count),
                new CrossEntropyRows(operation.Options, count, vocabulary, vocabulary, targets + first, logits, withGradient ? logits : null, losses + first, scale));
            var gradient = Matrix.RowMajor(logits, vocabulary);
            if (hiddenGradient.Exists)
            {
                cpu.Multiply(new GemmCall
                {
                    Rows = count,
                    Columns = width,
                    Depth = vocabulary,
                    A = gradient,
                    B = weights,
                    C = hiddenGradient.Floats + ((long)first * width),
                    Stride = width,
                });
            }

            if (weightGradient.Exists)
            {
                cpu.Multiply(new GemmCall
                {
                    Rows = vocabulary,
                    Columns = width,
                    Depth = count,
                    A = gradient.Transposed,
                    B = block,
                    C = weightGradient.Floats,
                    Stride = width,
                    Start = first > 0 || weightGradient.Accumulate ? weightGradient.Floats : null,
                });
            }
        }

        if (weightGradient.Exists && !weightGradient.Accumulate && vocabulary < inputs[1].Shape[0])
        {
            new Span<float>(weightGradient.Floats + ((long)vocabulary * width), (inputs[1].Shape[0] - vocabulary) * width).Clear();
        }

        if (outputs[0].Exists)
        {
            outputs[0].Floats[0] = CrossEntropyRows.Total(losses, rows, scale);
        }
    }
}
