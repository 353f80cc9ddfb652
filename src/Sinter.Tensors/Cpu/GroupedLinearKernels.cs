using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="GroupedLinear"/> and its weights' gradient: for each group a matrix product by all workers; doubles by plain loops.</summary>
internal static unsafe class GroupedLinearKernels
{
    public static void Run(CpuBackend cpu, GroupedLinear operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (x, weights, offsets, y) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        var (rows, depth, columns, groups) = (x.Shape[0], x.Shape[1], y.Shape[1], offsets.Shape[0] - 1);
        ExpertIndices.CheckOffsets(operation, offsets, rows);
        Clear(y, 0, offsets.Integers[0]);
        Clear(y, offsets.Integers[groups], rows);
        if (y.Type == DataType.Float64)
        {
            cpu.Workers.For(groups, new DoubleBody((double*)x.Pointer, (double*)weights.Pointer, offsets.Integers, (double*)y.Pointer, depth, columns, operation.Transpose));
            return;
        }

        var matrices = Matrix.RowMajor(weights, operation.Transpose ? depth : columns);
        for (var group = 0; group < groups; group++)
        {
            var first = offsets.Integers[group];
            var count = offsets.Integers[group + 1] - first;
            if (count == 0)
            {
                continue;
            }

            var matrix = matrices.Skip((nint)group * depth * columns);
            MatMulKernels.Multiply(cpu, new GemmCall
            {
                Rows = count,
                Columns = columns,
                Depth = depth,
                A = Matrix.RowMajor(x.Floats + ((long)first * depth), depth),
                B = operation.Transpose ? matrix.Transposed : matrix,
                C = y.Floats + ((long)first * columns),
                Stride = columns,
            });
        }
    }

    public static void Run(CpuBackend cpu, GroupedLinearWeightGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (left, right, offsets, gradient) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        var (rows, columns, groups) = (left.Shape[1], right.Shape[1], offsets.Shape[0] - 1);
        ExpertIndices.CheckOffsets(operation, offsets, left.Shape[0]);
        if (gradient.Type == DataType.Float64)
        {
            cpu.Workers.For(groups, new DoubleGradientBody(
                (double*)left.Pointer, (double*)right.Pointer, offsets.Integers, (double*)gradient.Pointer, rows, columns, gradient.Accumulate));
            return;
        }

        for (var group = 0; group < groups; group++)
        {
            var first = offsets.Integers[group];
            var count = offsets.Integers[group + 1] - first;
            var to = gradient.Floats + ((long)group * rows * columns);
            if (count > 0)
            {
                cpu.Multiply(new GemmCall
                {
                    Rows = rows,
                    Columns = columns,
                    Depth = count,
                    A = Matrix.RowMajor(left.Floats + ((long)first * rows), rows).Transposed,
                    B = Matrix.RowMajor(right.Floats + ((long)first * columns), columns),
                    C = to,
                    Stride = columns,
                    Start = gradient.Accumulate ? to : null,
                });
            }
            else if (!gradient.Accumulate)
            {
                new Span<float>(to, rows * columns).Clear();
            }
        }
    }

    /// <summary>At most, as how many rows a group has is known only when it runs: what all rows need in one group, and for each worker what any part of them does.</summary>
    public static KernelScratch Scratch(int rows, int columns, int depth, DataType type, int threads)
        => GemmKernels.Chosen.Scratch(rows, columns, depth, threads)
            .Max(new KernelScratch(0, 0, GemmKernels.Chosen.ScratchFloats(rows, depth) * sizeof(float)))
            .Max(new KernelScratch(0, 0, Math.Max(ThinProduct.ScratchFloats(depth, type), RowProduct.ScratchFloats) * sizeof(float)));

    private static void Clear(TensorView y, int first, int last)
    {
        var rowBytes = y.Type.Bytes(y.Shape[1]);
        new Span<byte>((byte*)y.Pointer + (first * rowBytes), checked((int)((last - first) * rowBytes))).Clear();
    }

    private readonly struct DoubleBody(double* x, double* weights, int* offsets, double* y, int depth, int columns, bool transpose) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var matrix = weights + ((long)index * depth * columns);
            for (var row = offsets[index]; row < offsets[index + 1]; row++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < depth; k++)
                    {
                        sum += x[((long)row * depth) + k] * matrix[transpose ? ((long)j * depth) + k : ((long)k * columns) + j];
                    }

                    y[((long)row * columns) + j] = sum;
                }
            }
        }
    }

    private readonly struct DoubleGradientBody(double* left, double* right, int* offsets, double* gradient, int rows, int columns, bool accumulate) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var to = gradient + ((long)index * rows * columns);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var place = ((long)i * columns) + j;
                    var sum = accumulate ? to[place] : 0;
                    for (var row = offsets[index]; row < offsets[index + 1]; row++)
                    {
                        sum += left[((long)row * rows) + i] * right[((long)row * columns) + j];
                    }

                    to[place] = sum;
                }
            }
        }
    }
}
