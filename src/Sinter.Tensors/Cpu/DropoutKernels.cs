using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="Dropout"/>, for floats and doubles: one pass that makes the mask as it goes.</summary>
internal static unsafe class DropoutKernels
{
    public static void Run(CpuBackend cpu, Dropout operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        var seed = inputs[1].Integers;
        var tasks = (int)((x.Count + DropoutMask.Chunk - 1) / DropoutMask.Chunk);
        var threshold = DropoutMask.Threshold(operation.Rate);
        var scale = 1 / (1 - operation.Rate);
        if (x.Type == DataType.Float64)
        {
            cpu.Workers.For(tasks, new DoubleBody((double*)x.Pointer, (double*)y.Pointer, x.Count, seed[0], seed[1], operation.Site, threshold, scale));
        }
        else
        {
            cpu.Workers.For(tasks, new FloatBody(x.Floats, y.Floats, x.Count, seed[0], seed[1], operation.Site, threshold, (float)scale));
        }
    }

    private readonly struct FloatBody(float* x, float* y, long count, int seed, int step, int site, uint threshold, float scale) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var mask = new DropoutMask(seed, step, site, index);
            var from = x + ((long)index * DropoutMask.Chunk);
            var to = y + ((long)index * DropoutMask.Chunk);
            var length = (int)Math.Min(DropoutMask.Chunk, count - ((long)index * DropoutMask.Chunk));
            var (least, factor) = (new Vector<uint>(threshold), new Vector<float>(scale));
            var j = 0;
            for (; j + Vector<float>.Count <= length; j += Vector<float>.Count)
            {
                var keep = Vector.GreaterThanOrEqual(mask.Bits(Vector<uint>.Indices + new Vector<uint>((uint)j)), least);
                Vector.Store(Vector.ConditionalSelect(Vector.AsVectorSingle(keep), Vector.Load(from + j) * factor, Vector<float>.Zero), to + j);
            }

            for (; j < length; j++)
            {
                to[j] = mask.Bits((uint)j) >= threshold ? from[j] * scale : 0;
            }
        }
    }

    private readonly struct DoubleBody(double* x, double* y, long count, int seed, int step, int site, uint threshold, double scale) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var mask = new DropoutMask(seed, step, site, index);
            var start = (long)index * DropoutMask.Chunk;
            for (var i = start; i < Math.Min(start + DropoutMask.Chunk, count); i++)
            {
                y[i] = mask.Bits((uint)(i - start)) >= threshold ? x[i] * scale : 0;
            }
        }
    }
}
