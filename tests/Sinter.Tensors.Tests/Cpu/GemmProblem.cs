using System.Runtime.InteropServices;
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
    private readonly byte[] _blocks = [];
    private readonly float[]? _start;

    /// <summary>Draws the matrices.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of B.</param>
    /// <param name="depth">Columns of A and rows of B.</param>
    /// <param name="transposeA">Whether A is stored by columns.</param>
    /// <param name="transposeB">Whether B is stored by columns.</param>
    /// <param name="withStart">Whether the product is added to something.</param>
    /// <param name="rounded">What type the numbers of B fit, in which <see cref="Compute"/> can be given them.</param>
    public GemmProblem(int rows, int columns, int depth, bool transposeA, bool transposeB, bool withStart, DataType rounded = DataType.Float32)
    {
        _size = (rows, columns, depth);
        (_transposeA, _transposeB) = (transposeA, transposeB);
        var random = new RandomStream(5, "gemm");
        (_a, _b) = (Draw(rows * depth), Draw(depth * columns));
        _start = withStart ? Draw(rows * columns) : null;

        if (rounded == DataType.NormalFloat4)
        {
            _blocks = new byte[NormalFloat4.Bytes(_b.Length)];
            NormalFloat4.Quantize(_b, _blocks);
            NormalFloat4.Dequantize(_blocks, _b);
        }

        for (var i = 0; i < _b.Length; i++)
        {
            _b[i] = rounded switch { DataType.BFloat16 => (BFloat16)_b[i], DataType.Float16 => (float)(Half)_b[i], _ => _b[i] };
        }

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
    /// <param name="stored">The type in which B lies.</param>
    /// <param name="thin">Whether it is computed as a product of few rows.</param>
    public float[] Compute(GemmKernels kernels, Workers? workers, bool inPlace = false, DataType stored = DataType.Float32, bool thin = false)
    {
        var (rows, columns, depth) = _size;
        var (a, b) = (new GuardedFloats(_a), new GuardedFloats(Stored(stored)));
        var c = inPlace ? new GuardedFloats(_start) : new GuardedFloats(rows * columns);
        var start = _start is null || inPlace ? null : new GuardedFloats(_start);
        var right = new TensorView(b.Pointer, [depth, columns], stored);
        var call = new GemmCall
        {
            Rows = rows,
            Columns = columns,
            Depth = depth,
            A = _transposeA ? Matrix.RowMajor(a.Pointer, rows).Transposed : Matrix.RowMajor(a.Pointer, depth),
            B = _transposeB ? Matrix.RowMajor(right, depth).Transposed : Matrix.RowMajor(right, columns),
            C = c.Pointer,
            Stride = columns,
            Start = inPlace ? c.Pointer : start is null ? null : start.Pointer,
        };
        if (workers is not null && thin)
        {
            ThinProduct.Suits(call).ShouldBeTrue();
            ThinProduct.Run(workers, call);
        }
        else if (workers is not null)
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

    private ReadOnlySpan<byte> Stored(DataType type) => type switch
    {
        DataType.BFloat16 => MemoryMarshal.AsBytes<BFloat16>(_b.Select(value => (BFloat16)value).ToArray()),
        DataType.Float16 => MemoryMarshal.AsBytes<Half>(_b.Select(value => (Half)value).ToArray()),
        DataType.NormalFloat4 => _blocks,
        _ => MemoryMarshal.AsBytes<float>(_b),
    };
}
