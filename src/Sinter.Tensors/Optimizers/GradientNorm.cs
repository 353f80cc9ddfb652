using System.Numerics;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>The norm of all gradients together, summed in double precision over fixed chunks: the same at any number of threads.</summary>
internal sealed unsafe class GradientNorm(ParameterSet parameters)
{
    private const long Chunk = 1 << 16;

    private readonly NativeBuffer _sums = new(ScratchBytes(parameters));

    /// <summary>Bytes for the sums of the chunks.</summary>
    public static long ScratchBytes(ParameterSet parameters) => (parameters.TrainedLength + Chunk - 1) / Chunk * sizeof(double);

    public double Measure(Workers workers)
    {
        var sums = (double*)_sums.Pointer;
        var chunks = (int)((parameters.TrainedLength + Chunk - 1) / Chunk);
        workers.For(chunks, new Body((float*)parameters.Gradients.Pointer, sums, parameters.TrainedLength));
        var total = 0.0;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            total += sums[chunk];
        }

        return Math.Sqrt(total);
    }

    /// <summary>The factor that brings a norm down to the limit; 1 where it is below, or where there is no limit.</summary>
    public static double ClipFactor(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;

    private readonly struct Body(float* gradients, double* sums, long length) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, length);
            var total = Vector<double>.Zero;
            var i = index * Chunk;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(gradients + i), out var low, out var high);
                total += (low * low) + (high * high);
            }

            var sum = Vector.Sum(total);
            for (; i < end; i++)
            {
                sum += (double)gradients[i] * gradients[i];
            }

            sums[index] = sum;
        }
    }
}
