using System.Numerics;

namespace Sinter.Tensors.Cpu;

/// <summary>The sum of the rows of a matrix, each column in the order of the rows: how the gradient of a bias gathers.</summary>
internal static unsafe class ColumnSums
{
    private const int ColumnsPerTask = 256;

    /// <summary>Writes the sums, or adds them where the output accumulates; nothing where it does not exist.</summary>
    public static void Run(CpuBackend cpu, float* matrix, int rows, int columns, TensorView output)
    {
        if (output.Exists)
        {
            cpu.Workers.For((columns + ColumnsPerTask - 1) / ColumnsPerTask, new Body(matrix, rows, columns, output.Floats, output.Accumulate));
        }
    }

    private readonly struct Body(float* matrix, int rows, int columns, float* sums, bool accumulate) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var first = index * ColumnsPerTask;
            var count = Math.Min(ColumnsPerTask, columns - first);
            if (!accumulate)
            {
                new Span<float>(sums + first, count).Clear();
            }

            for (var row = 0; row < rows; row++)
            {
                var from = matrix + ((long)row * columns) + first;
                for (var j = 0; j < count; j += Vector<float>.Count)
                {
                    VectorMath.StorePart(VectorMath.LoadPart(sums + first + j, count - j) + VectorMath.LoadPart(from + j, count - j), sums + first + j, count - j);
                }
            }
        }
    }
}
