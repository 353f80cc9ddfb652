using System.Numerics;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="Attention"/>: for each head and block of query rows, the scores of the columns that any of the rows sees, their softmax, and the
/// product with the values. Only one block's scores exist at a time, a share of memory that grows with time, not with its square; columns of
/// earlier documents and later positions are never computed.
/// </summary>
internal static unsafe class AttentionKernels
{
    /// <summary>Query rows of a block.</summary>
    public const int BlockRows = 96;

    public static void Run(CpuBackend cpu, Attention operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = new AttentionLayout(inputs[0], operation.Heads, operation.KeyValueHeads);
        cpu.Workers.For(
            layout.Batch * layout.Heads * layout.RowBlocks,
            new Body(layout, inputs[1].Integers, outputs[0].Floats, outputs[1].Floats));
    }

    /// <summary>Turns scores into weights, row by row: zero outside what the row sees. The logarithms of the sums go to <paramref name="logarithms"/>.</summary>
    private static void Softmax(float* scores, int rows, int columns, int firstColumn, int firstRow, int* starts, float scale, float* logarithms)
    {
        var vectorScale = new Vector<float>(scale);
        for (var i = 0; i < rows; i++)
        {
            var row = scores + ((long)i * columns);
            var (from, to) = (Math.Max(starts[firstRow + i] - firstColumn, 0), firstRow + i + 1 - firstColumn);
            new Span<float>(row, from).Clear();
            new Span<float>(row + to, columns - to).Clear();
            var largest = VectorMath.Largest(row + from, to - from) * scale;
            var shift = new Vector<float>(-largest);
            var sums = Vector<float>.Zero;
            var j = from;
            for (; j + Vector<float>.Count <= to; j += Vector<float>.Count)
            {
                var weight = VectorMath.Exp(Vector.FusedMultiplyAdd(Vector.Load(row + j), vectorScale, shift));
                sums += weight;
                Vector.Store(weight, row + j);
            }

            var sum = Vector.Sum(sums);
            for (; j < to; j++)
            {
                row[j] = MathF.Exp(MathF.FusedMultiplyAdd(row[j], scale, -largest));
                sum += row[j];
            }

            if (logarithms is not null)
            {
                logarithms[firstRow + i] = largest + MathF.Log(sum);
            }

            var factor = new Vector<float>(1 / sum);
            for (j = from; j + Vector<float>.Count <= to; j += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(row + j) * factor, row + j);
            }

            for (; j < to; j++)
            {
                row[j] *= 1 / sum;
            }
        }
    }

    private readonly struct Body(AttentionLayout layout, int* documentStarts, float* output, float* logarithms) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            // Later blocks see more columns: they are handed out first, so that no worker is left with a large one at the end.
            var block = layout.RowBlocks - 1 - (index / (layout.Batch * layout.Heads));
            var (batch, head) = (index % layout.Batch, index / layout.Batch % layout.Heads);
            var firstRow = block * BlockRows;
            var rows = Math.Min(BlockRows, layout.Time - firstRow);
            var starts = documentStarts + (batch * layout.Time);
            var firstColumn = Math.Clamp(starts[firstRow], 0, firstRow);
            var columns = firstRow + rows - firstColumn;
            var gemm = GemmKernels.Chosen;
            var gemmFloats = Math.Max(gemm.ScratchFloats(rows, layout.HeadSize), gemm.ScratchFloats(rows, columns));
            var scratch = worker.Scratch(gemmFloats + ((long)BlockRows * layout.Time));
            var scores = scratch + gemmFloats;

            var product = new GemmCall
            {
                Rows = rows,
                Columns = columns,
                Depth = layout.HeadSize,
                A = layout.Query(batch, firstRow, head),
                B = layout.Key(batch, firstColumn, head).Transposed,
                C = scores,
                Stride = columns,
            };
            gemm.RunAlone(product, scratch);
            Softmax(
                scores, rows, columns, firstColumn, firstRow, starts, layout.Scale,
                logarithms is null ? null : logarithms + (((batch * layout.Heads) + head) * (long)layout.Time));
            product = new GemmCall
            {
                Rows = rows,
                Columns = layout.HeadSize,
                Depth = columns,
                A = Matrix.RowMajor(scores, columns),
                B = layout.Value(batch, firstColumn, head),
                C = layout.Output(output, batch, firstRow, head),
                Stride = layout.OutputStride,
            };
            gemm.RunAlone(product, scratch);
        }
    }
}
