using Sinter.Tensors.Cpu;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>A product of random matrices between sentinels, which any kernels compute in either way.</summary>
internal sealed unsafe class GemmProblem
{
    private readonly (int Rows, int Columns, int Depth) _size;
    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly float[] _a;
    private readonly float[] _b;
    private readonly float[]? _start;

    public GemmProblem(int rows, int columns, int depth, bool transposeA, bool transposeB, bool withStart)
    {
        _size = (rows, columns, depth);
        (_transposeA, _transposeB) = (transposeA, transposeB);
        var random = new RandomStream(5, "gemm");
        (_a, _b) = (Draw(rows * depth), Draw(depth * columns));
        _start = withStart ? Draw(rows * columns) : null;

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    /// <summary>The product in double precision.</summary>
    public double[] Expected()
    {
        var (rows, columns, depth) = _size;
        var c = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = _start is null ? 0 : (double)_start[(i * columns) + j];
                for (var k = 0; k < depth; k++)
                {
                    sum += (double)_a[_transposeA ? (k * rows) + i : (i * depth) + k] * _b[_transposeB ? (j * depth) + k : (k * columns) + j];
                }

                c[(i * columns) + j] = sum;
            }
        }

        return c;
    }

    /// <summary>The product by some kernels, with some workers or, without, alone on this thread; checks all sentinels.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="workers">Null for this thread alone.</param>
    /// <param name="inPlace">Whether the start lies in the result's memory: to accumulate.</param>
    public float[] Compute(GemmKernels kernels, Workers? workers, bool inPlace = false)
    {
        var (rows, columns, depth) = _size;
        var (a, b) = (new GuardedFloats(_a), new GuardedFloats(_b));
        var c = inPlace ? new GuardedFloats(_start) : new GuardedFloats(rows * columns);
        var start = _start is null || inPlace ? null : new GuardedFloats(_start);
        var call = new GemmCall
        {
            Rows = rows,
            Columns = columns,
            Depth = depth,
            A = _transposeA ? Matrix.RowMajor(a.Pointer, rows).Transposed : Matrix.RowMajor(a.Pointer, depth),
            B = _transposeB ? Matrix.RowMajor(b.Pointer, depth).Transposed : Matrix.RowMajor(b.Pointer, columns),
            C = c.Pointer,
            Stride = columns,
            Start = inPlace ? c.Pointer : start is null ? null : start.Pointer,
        };
        if (workers is not null)
        {
            NativeBuffer? packedB = null;
            kernels.Run(workers, call, ref packedB);
        }
        else
        {
            var scratch = new GuardedFloats((int)kernels.ScratchFloats(rows, depth));
            kernels.RunAlone(call, scratch.Pointer);
            scratch.ShouldBeIntact("the scratch memory");
        }

        a.ShouldBeIntact("A");
        b.ShouldBeIntact("B");
        c.ShouldBeIntact("C");
        start?.ShouldBeIntact("the start");
        return c.Values.ToArray();
    }
}
