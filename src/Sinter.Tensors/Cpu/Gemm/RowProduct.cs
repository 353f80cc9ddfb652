using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>
/// Products of one or two rows by a matrix whose rows lie along the columns: reading it once is all that they cost, so nothing is packed. A task has a stretch of
/// columns and adds up row after row of the matrix there; each element is summed over the depth in order.
/// </summary>
internal static unsafe class RowProduct
{
    private const int MostRows = 2;
    private const int VectorsOfTask = 8;
    private const int StepsAhead = 8;

    /// <summary>Scratch floats of one worker: the sums of a task's columns.</summary>
    public static int ScratchFloats => ColumnsPerTask;

    private static int ColumnsPerTask => VectorsOfTask * Vector<float>.Count;

    /// <summary>Whether a product is one of these, given how far the next element of the depth is in the left matrix and the next column in the right one, and how that is stored.</summary>
    public static bool Suits(int rows, nint strideLeft, nint columnStrideRight, DataType typeRight)
        => rows <= MostRows && strideLeft == 1 && columnStrideRight == 1 && !typeRight.IsBlocked();

    /// <summary>Computes with all workers.</summary>
    public static void Run(Workers workers, in GemmCall call)
    {
        var tasks = (call.Columns + ColumnsPerTask - 1) / ColumnsPerTask;
        switch (call.B.Type)
        {
            case DataType.BFloat16:
                workers.For(tasks, new Body<StoredBFloat16>(call));
                break;
            case DataType.Float16:
                workers.For(tasks, new Body<StoredHalf>(call));
                break;
            default:
                workers.For(tasks, new Body<StoredSingle>(call));
                break;
        }
    }

    private readonly struct Body<T>(GemmCall call) : IParallelBody
        where T : unmanaged, IStored<T>
    {
        public void Run(int index, Worker worker)
        {
            var sums = worker.Scratch(ScratchFloats);
            var first = index * ColumnsPerTask;
            var columns = Math.Min(ColumnsPerTask, call.Columns - first);
            for (var row = 0; row < call.Rows; row++)
            {
                if (columns == ColumnsPerTask)
                {
                    Multiply(call.A.At(row, 0), call.B.At<T>(0, first), call.B.RowStride, call.Depth, sums);
                }
                else
                {
                    MultiplyPart(call.A.At(row, 0), call.B.At<T>(0, first), call.B.RowStride, call.Depth, sums, columns);
                }

                var place = (row * call.Stride) + first;
                for (var j = 0; j < columns; j++)
                {
                    var sum = sums[j] + (call.Bias is null ? 0 : call.Bias[first + j]);
                    call.C[place + j] = sum + (call.Start is null ? 0 : call.Start[place + j]);
                }
            }
        }
    }

    /// <summary>Eight vectors of columns: as many sums as hide the time that an addition takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(float* a, T* b, nint stride, nint depth, float* sums)
        where T : unmanaged, IStored<T>
    {
        var width = Vector<float>.Count;
        Vector<float> c0 = Vector<float>.Zero, c1 = Vector<float>.Zero, c2 = Vector<float>.Zero, c3 = Vector<float>.Zero;
        Vector<float> c4 = Vector<float>.Zero, c5 = Vector<float>.Zero, c6 = Vector<float>.Zero, c7 = Vector<float>.Zero;
        for (nint k = 0; k < depth; k++, b += stride)
        {
            var coming = b + (StepsAhead * stride);
            Prefetch.Near((float*)coming);
            Prefetch.Near((float*)(coming + (2 * width)));
            Prefetch.Near((float*)(coming + (4 * width)));
            Prefetch.Near((float*)(coming + (6 * width)));
            var x = new Vector<float>(a[k]);
            c0 = Vector.FusedMultiplyAdd(x, T.ReadVector(b), c0);
            c1 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + width), c1);
            c2 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (2 * width)), c2);
            c3 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (3 * width)), c3);
            c4 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (4 * width)), c4);
            c5 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (5 * width)), c5);
            c6 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (6 * width)), c6);
            c7 = Vector.FusedMultiplyAdd(x, T.ReadVector(b + (7 * width)), c7);
        }

        Vector.Store(c0, sums);
        Vector.Store(c1, sums + width);
        Vector.Store(c2, sums + (2 * width));
        Vector.Store(c3, sums + (3 * width));
        Vector.Store(c4, sums + (4 * width));
        Vector.Store(c5, sums + (5 * width));
        Vector.Store(c6, sums + (6 * width));
        Vector.Store(c7, sums + (7 * width));
    }

    private static void MultiplyPart<T>(float* a, T* b, nint stride, nint depth, float* sums, int columns)
        where T : unmanaged, IStored<T>
    {
        new Span<float>(sums, columns).Clear();
        for (nint k = 0; k < depth; k++, b += stride)
        {
            for (var j = 0; j < columns; j++)
            {
                sums[j] = MathF.FusedMultiplyAdd(a[k], T.Read(b + j), sums[j]);
            }
        }
    }
}
