using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="MatMul"/>: one large product by all workers, many small ones each by one worker, few rows without packing.</summary>
internal static unsafe class MatMulKernels
{
    public static void Run(CpuBackend cpu, MatMul operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (left, output) = (inputs[0].Shape, outputs[0].Shape);
        var (rows, columns) = (output[^2], output[^1]);
        var depth = operation.TransposeLeft ? left[^2] : left[^1];
        var batch = output.Product(0, output.Rank - 2);
        var bias = inputs.Length > 2 && inputs[2].Shape.Rank == 1 ? inputs[2].Pointer : null;
        var residual = bias is null ? 2 : 3;
        var start = inputs.Length > residual ? inputs[residual].Pointer : outputs[0].Accumulate ? outputs[0].Pointer : null;
        if (outputs[0].Type == DataType.Float64)
        {
            cpu.Workers.For((int)batch, new DoubleBody(
                (double*)inputs[0].Pointer, (double*)inputs[1].Pointer, (double*)outputs[0].Pointer, (double*)bias, (double*)start, rows, columns, depth, operation.TransposeLeft, operation.TransposeRight));
            return;
        }

        var call = new GemmCall
        {
            Rows = rows,
            Columns = columns,
            Depth = depth,
            A = operation.TransposeLeft ? Matrix.RowMajor(inputs[0].Floats, rows).Transposed : Matrix.RowMajor(inputs[0].Floats, depth),
            B = operation.TransposeRight ? Matrix.RowMajor(inputs[1], depth).Transposed : Matrix.RowMajor(inputs[1], columns),
            C = outputs[0].Floats,
            Stride = columns,
            Bias = (float*)bias,
            Start = (float*)start,
        };
        if (batch > 1)
        {
            cpu.Workers.For((int)batch, new BatchBody(call));
        }
        else
        {
            Multiply(cpu, call);
        }
    }

    /// <summary>One product by all workers, in the way that suits its rows and how they lie.</summary>
    public static void Multiply(CpuBackend cpu, in GemmCall call)
    {
        if (ThinProduct.Suits(call))
        {
            ThinProduct.Run(cpu.Workers, call);
        }
        else if (RowProduct.Suits(call.Rows, call.A.ColumnStride, call.B.ColumnStride, call.B.Type))
        {
            RowProduct.Run(cpu.Workers, call);
        }
        else
        {
            cpu.Multiply(call);
        }
    }

    private readonly struct BatchBody(GemmCall call) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var offset = (long)index * call.Rows * call.Columns;
            var one = call with
            {
                A = call.A.Skip((nint)index * call.Rows * call.Depth),
                B = call.B.Skip((nint)index * call.Depth * call.Columns),
                C = call.C + offset,
                Start = call.Start is null ? null : call.Start + offset,
            };
            GemmKernels.Chosen.RunAlone(one, worker.Scratch(GemmKernels.Chosen.ScratchFloats(call.Rows, call.Depth)));
        }
    }

    private readonly struct DoubleBody(
        double* a, double* b, double* c, double* bias, double* start, int rows, int columns, int depth, bool transposeLeft, bool transposeRight) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var left = a + ((long)index * rows * depth);
            var right = b + ((long)index * depth * columns);
            var offset = (long)index * rows * columns;
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var sum = (bias is null ? 0 : bias[j]) + (start is null ? 0 : start[offset + ((long)i * columns) + j]);
                    for (var k = 0; k < depth; k++)
                    {
                        var x = left[transposeLeft ? ((long)k * rows) + i : ((long)i * depth) + k];
                        var y = right[transposeRight ? ((long)j * depth) + k : ((long)k * columns) + j];
                        sum += x * y;
                    }

                    c[offset + ((long)i * columns) + j] = sum;
                }
            }
        }
    }
}
