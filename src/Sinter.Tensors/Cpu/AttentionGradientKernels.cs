using System.Numerics;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="AttentionGradient"/>: one task for each key-value head, which alone writes that head's gradients; the weights of a block
/// of query rows are computed again from the logarithms that the forward pass kept.
/// </summary>
internal static unsafe class AttentionGradientKernels
{
    public static void Run(CpuBackend cpu, AttentionGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = new AttentionLayout(inputs[0], operation.Heads, operation.KeyValueHeads);
        cpu.Workers.For(
            layout.Batch * layout.KeyValueHeads,
            new Body(layout, layout.Over(outputs[0].Floats), inputs[1].Integers, inputs[2].Floats, inputs[3].Floats, inputs[4].Floats));
    }

    private readonly struct Body(AttentionLayout layout, AttentionLayout gradient, int* documentStarts, float* output, float* logarithms, float* outputGradient) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var (batch, keyValueHead) = (index / layout.KeyValueHeads, index % layout.KeyValueHeads);
            Clear(gradient.Key(batch, 0, keyValueHead * layout.Group));
            Clear(gradient.Value(batch, 0, keyValueHead * layout.Group));
            for (var head = keyValueHead * layout.Group; head < (keyValueHead + 1) * layout.Group; head++)
            {
                for (var firstRow = 0; firstRow < layout.Time; firstRow += AttentionKernels.BlockRows)
                {
                    RunBlock(worker, batch, head, firstRow);
                }
            }
        }

        private void Clear(Matrix rows)
        {
            for (var t = 0; t < layout.Time; t++)
            {
                new Span<float>(rows.At(t, 0), layout.HeadSize).Clear();
            }
        }

        private void RunBlock(Worker worker, int batch, int head, int firstRow)
        {
            var rows = Math.Min(AttentionKernels.BlockRows, layout.Time - firstRow);
            var starts = documentStarts + (batch * layout.Time);
            var firstColumn = Math.Clamp(starts[firstRow], 0, firstRow);
            var columns = firstRow + rows - firstColumn;
            var gemm = GemmKernels.Chosen;
            var gemmFloats = Math.Max(
                gemm.ScratchFloats(rows, layout.HeadSize),
                Math.Max(gemm.ScratchFloats(rows, columns), gemm.ScratchFloats(columns, rows)));
            var scratch = worker.Scratch(gemmFloats + (2L * AttentionKernels.BlockRows * layout.Time));
            var weights = scratch + gemmFloats;
            var scores = weights + ((long)AttentionKernels.BlockRows * layout.Time);

            var queries = layout.Query(batch, firstRow, head);
            var keys = layout.Key(batch, firstColumn, head);
            var values = layout.Value(batch, firstColumn, head);
            var upstream = Matrix.RowMajor(layout.Output(outputGradient, batch, firstRow, head), layout.OutputStride);
            var weightMatrix = Matrix.RowMajor(weights, columns);
            var scoreMatrix = Matrix.RowMajor(scores, columns);

            Multiply(rows, columns, layout.HeadSize, queries, keys.Transposed, weightMatrix, accumulate: false);
            Multiply(rows, columns, layout.HeadSize, upstream, values.Transposed, scoreMatrix, accumulate: false);
            var logarithmRow = logarithms + (((batch * layout.Heads) + head) * (long)layout.Time);
            for (var i = 0; i < rows; i++)
            {
                var outputRow = layout.Output(output, batch, firstRow + i, head);
                var delta = VectorMath.Dot(outputRow, upstream.At(i, 0), layout.HeadSize);
                var (from, to) = (Math.Max(starts[firstRow + i] - firstColumn, 0), firstRow + i + 1 - firstColumn);
                Row(weights + ((long)i * columns), scores + ((long)i * columns), columns, from, to, logarithmRow[firstRow + i], delta);
            }

            Multiply(columns, layout.HeadSize, rows, weightMatrix.Transposed, upstream, gradient.Value(batch, firstColumn, head), accumulate: true);
            Multiply(rows, layout.HeadSize, columns, scoreMatrix, keys, gradient.Query(batch, firstRow, head), accumulate: false);
            Multiply(columns, layout.HeadSize, rows, scoreMatrix.Transposed, queries, gradient.Key(batch, firstColumn, head), accumulate: true);

            void Multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, bool accumulate)
                => gemm.RunAlone(
                    new GemmCall { Rows = m, Columns = n, Depth = k, A = a, B = b, C = c.Pointer, Stride = c.RowStride, Start = accumulate ? c.Pointer : null },
                    scratch);
        }

        /// <summary>Scores become weights w = e^(s scale - logarithm); gradients of the weights become those of the scores, w (dw - delta) scale.</summary>
        private void Row(float* weights, float* scores, int columns, int from, int to, float logarithm, float delta)
        {
            new Span<float>(weights, from).Clear();
            new Span<float>(scores, from).Clear();
            new Span<float>(weights + to, columns - to).Clear();
            new Span<float>(scores + to, columns - to).Clear();
            var (scale, shift, mean) = (new Vector<float>(layout.Scale), new Vector<float>(-logarithm), new Vector<float>(delta));
            var j = from;
            for (; j + Vector<float>.Count <= to; j += Vector<float>.Count)
            {
                var weight = VectorMath.Exp(Vector.FusedMultiplyAdd(Vector.Load(weights + j), scale, shift));
                Vector.Store(weight, weights + j);
                Vector.Store(weight * (Vector.Load(scores + j) - mean) * scale, scores + j);
            }

            for (; j < to; j++)
            {
                weights[j] = MathF.Exp(MathF.FusedMultiplyAdd(weights[j], layout.Scale, -logarithm));
                scores[j] = weights[j] * (scores[j] - delta) * layout.Scale;
            }
        }
    }
}
