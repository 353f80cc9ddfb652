using System.Numerics;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="LinearCrossEntropy"/>: for each block of rows the logits, their softmax in place, and at once the two products of the
/// gradients, while the block is in cache.
/// </summary>
internal static unsafe class LinearCrossEntropyKernels
{
    private const int RowsPerTask = 8;

    public static void Run(CpuBackend cpu, LinearCrossEntropy operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, width, vocabulary) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[0]);
        var hidden = inputs[0].Floats;
        var weight = inputs[1].Floats;
        var targets = inputs[2].Integers;
        var scale = inputs[3].Floats[0];
        var (hiddenGradient, weightGradient) = (outputs[2], outputs[3]);
        var withGradient = hiddenGradient.Exists || weightGradient.Exists;
        var logits = outputs[4].Floats;
        var losses = outputs[1].Exists ? outputs[1].Floats : cpu.Partials(rows);
        CheckTargets(operation, targets, rows, vocabulary);
        for (var first = 0; first < rows; first += LinearCrossEntropy.BlockRows)
        {
            var count = Math.Min(LinearCrossEntropy.BlockRows, rows - first);
            var block = Matrix.RowMajor(hidden + ((long)first * width), width);
            var weights = Matrix.RowMajor(weight, width);
            cpu.Multiply(new GemmCall { Rows = count, Columns = vocabulary, Depth = width, A = block, B = weights.Transposed, C = logits, Stride = vocabulary });
            cpu.Workers.For(
                (count + RowsPerTask - 1) / RowsPerTask,
                new SoftmaxBody(logits, targets + first, losses + first, count, vocabulary, scale, withGradient));
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

        var sum = 0.0;
        for (var i = 0; i < rows; i++)
        {
            sum += losses[i];
        }

        if (outputs[0].Exists)
        {
            outputs[0].Floats[0] = (float)(sum * scale);
        }
    }

    private static void CheckTargets(LinearCrossEntropy operation, int* targets, int rows, int vocabulary)
    {
        for (var i = 0; i < rows; i++)
        {
            if (targets[i] >= vocabulary)
            {
                throw new ArgumentException($"{operation.Name} was given the target {targets[i]}; the vocabulary has {vocabulary} tokens.");
            }
        }
    }

    private readonly struct SoftmaxBody(float* logits, int* targets, float* losses, int rows, int vocabulary, float scale, bool withGradient) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                Row(logits + ((long)row * vocabulary), targets[row], losses + row);
            }
        }

        /// <summary>The loss, log(sum e^l) - l[target], and in place of the logits its gradient, (softmax - target) scale.</summary>
        private void Row(float* row, int target, float* loss)
        {
            if (target < 0)
            {
                *loss = 0;
                if (withGradient)
                {
                    new Span<float>(row, vocabulary).Clear();
                }

                return;
            }

            var largest = VectorMath.Largest(row, vocabulary);
            var targetLogit = row[target];
            var shift = new Vector<float>(largest);
            var sums = Vector<float>.Zero;
            var j = 0;
            for (; j + Vector<float>.Count <= vocabulary; j += Vector<float>.Count)
            {
                var exponential = VectorMath.Exp(Vector.Load(row + j) - shift);
                sums += exponential;
                Vector.Store(exponential, row + j);
            }

            var sum = Vector.Sum(sums);
            for (; j < vocabulary; j++)
            {
                row[j] = MathF.Exp(row[j] - largest);
                sum += row[j];
            }

            *loss = MathF.Log(sum) + largest - targetLogit;
            if (!withGradient)
            {
                return;
            }

            var factor = new Vector<float>(scale / sum);
            for (j = 0; j + Vector<float>.Count <= vocabulary; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(row + j) * factor, row + j);
            }

            for (; j < vocabulary; j++)
            {
                row[j] *= scale / sum;
            }

            row[target] -= scale;
        }
    }
}
