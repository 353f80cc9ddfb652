using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sinter.Tensors.Cpu.Gemm;

namespace Sinter.Tensors.Cpu;

/// <summary>What this machine can do at most, measured: the limits that kernels are held against.</summary>
public static unsafe class MachineRates
{
    /// <summary>The instruction set in use: avx512, avx2 or portable.</summary>
    public static string InstructionSet => GemmKernels.Chosen.Name;

    /// <summary>
    /// Floating-point operations a second of fused multiply-adds that touch no memory, in the registers of the instruction set in use
    /// (a multiply-add counts as two), best of several tries.
    /// </summary>
    /// <param name="threads">Threads that compute at once.</param>
    /// <param name="seconds">About how long to measure.</param>
    public static double MultiplyAddRate(int threads, double seconds = 0.3)
    {
        var workers = Workers.Of(threads);
        const int Steps = 1_000_000;
        var (width, accumulators) = InstructionSet switch { "avx512" => (16, 24), "avx2" => (8, 12), _ => (4, 12) };
        var operations = 2.0 * width * accumulators * Steps * threads;
        return operations / Best(seconds, () => workers.For(threads, new MultiplyAddBody(width, Steps)));
    }

    /// <summary>Bytes a second read and written by copying blocks that fit no cache (both directions counted), best of several tries.</summary>
    /// <param name="threads">Threads that copy at once.</param>
    /// <param name="seconds">About how long to measure.</param>
    public static double MemoryRate(int threads, double seconds = 0.3)
    {
        const long Bytes = 256L << 20;
        var workers = Workers.Of(threads);
        var (from, to) = (new NativeBuffer(Bytes), new NativeBuffer(Bytes));
        var rate = 2 * Bytes / Best(seconds, () => workers.For(threads, new CopyBody((byte*)from.Pointer, (byte*)to.Pointer, Bytes / threads)));
        GC.KeepAlive(from);
        GC.KeepAlive(to);
        return rate;
    }

    private static double Best(double seconds, Action run)
    {
        run();
        var best = double.MaxValue;
        var whole = Stopwatch.StartNew();
        while (whole.Elapsed.TotalSeconds < seconds)
        {
            var one = Stopwatch.StartNew();
            run();
            best = Math.Min(best, one.Elapsed.TotalSeconds);
        }

        return best;
    }

    private readonly struct CopyBody(byte* from, byte* to, long bytes) : IParallelBody
    {
        public void Run(int index, Worker worker) => Buffer.MemoryCopy(from + (index * bytes), to + (index * bytes), bytes, bytes);
    }

    private readonly struct MultiplyAddBody(int width, int steps) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var scratch = worker.Scratch(16);
            switch (width)
            {
                case 16:
                    Chain512(steps, scratch);
                    break;
                case 8:
                    Chain256(steps, scratch);
                    break;
                default:
                    Chain128(steps, scratch);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chain512(int steps, float* result)
    {
        var factor = Vector512.Create(0.5f);
        var c0 = Vector512.Create(0f);
        var c1 = Vector512.Create(1f);
        var c2 = Vector512.Create(2f);
        var c3 = Vector512.Create(3f);
        var c4 = Vector512.Create(4f);
        var c5 = Vector512.Create(5f);
        var c6 = Vector512.Create(6f);
        var c7 = Vector512.Create(7f);
        var c8 = Vector512.Create(8f);
        var c9 = Vector512.Create(9f);
        var c10 = Vector512.Create(10f);
        var c11 = Vector512.Create(11f);
        var c12 = Vector512.Create(12f);
        var c13 = Vector512.Create(13f);
        var c14 = Vector512.Create(14f);
        var c15 = Vector512.Create(15f);
        var c16 = Vector512.Create(16f);
        var c17 = Vector512.Create(17f);
        var c18 = Vector512.Create(18f);
        var c19 = Vector512.Create(19f);
        var c20 = Vector512.Create(20f);
        var c21 = Vector512.Create(21f);
        var c22 = Vector512.Create(22f);
        var c23 = Vector512.Create(23f);
        for (var step = 0; step < steps; step++)
        {
            c0 = Vector512.FusedMultiplyAdd(c0, factor, factor);
            c1 = Vector512.FusedMultiplyAdd(c1, factor, factor);
            c2 = Vector512.FusedMultiplyAdd(c2, factor, factor);
            c3 = Vector512.FusedMultiplyAdd(c3, factor, factor);
            c4 = Vector512.FusedMultiplyAdd(c4, factor, factor);
            c5 = Vector512.FusedMultiplyAdd(c5, factor, factor);
            c6 = Vector512.FusedMultiplyAdd(c6, factor, factor);
            c7 = Vector512.FusedMultiplyAdd(c7, factor, factor);
            c8 = Vector512.FusedMultiplyAdd(c8, factor, factor);
            c9 = Vector512.FusedMultiplyAdd(c9, factor, factor);
            c10 = Vector512.FusedMultiplyAdd(c10, factor, factor);
            c11 = Vector512.FusedMultiplyAdd(c11, factor, factor);
            c12 = Vector512.FusedMultiplyAdd(c12, factor, factor);
            c13 = Vector512.FusedMultiplyAdd(c13, factor, factor);
            c14 = Vector512.FusedMultiplyAdd(c14, factor, factor);
            c15 = Vector512.FusedMultiplyAdd(c15, factor, factor);
            c16 = Vector512.FusedMultiplyAdd(c16, factor, factor);
            c17 = Vector512.FusedMultiplyAdd(c17, factor, factor);
            c18 = Vector512.FusedMultiplyAdd(c18, factor, factor);
            c19 = Vector512.FusedMultiplyAdd(c19, factor, factor);
            c20 = Vector512.FusedMultiplyAdd(c20, factor, factor);
            c21 = Vector512.FusedMultiplyAdd(c21, factor, factor);
            c22 = Vector512.FusedMultiplyAdd(c22, factor, factor);
            c23 = Vector512.FusedMultiplyAdd(c23, factor, factor);
        }

        Vector512.Store(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + c12 + c13 + c14 + c15 + c16 + c17 + c18 + c19 + c20 + c21 + c22 + c23, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chain256(int steps, float* result)
    {
        var factor = Vector256.Create(0.5f);
        var c0 = Vector256.Create(0f);
        var c1 = Vector256.Create(1f);
        var c2 = Vector256.Create(2f);
        var c3 = Vector256.Create(3f);
        var c4 = Vector256.Create(4f);
        var c5 = Vector256.Create(5f);
        var c6 = Vector256.Create(6f);
        var c7 = Vector256.Create(7f);
        var c8 = Vector256.Create(8f);
        var c9 = Vector256.Create(9f);
        var c10 = Vector256.Create(10f);
        var c11 = Vector256.Create(11f);
        for (var step = 0; step < steps; step++)
        {
            c0 = Vector256.FusedMultiplyAdd(c0, factor, factor);
            c1 = Vector256.FusedMultiplyAdd(c1, factor, factor);
            c2 = Vector256.FusedMultiplyAdd(c2, factor, factor);
            c3 = Vector256.FusedMultiplyAdd(c3, factor, factor);
            c4 = Vector256.FusedMultiplyAdd(c4, factor, factor);
            c5 = Vector256.FusedMultiplyAdd(c5, factor, factor);
            c6 = Vector256.FusedMultiplyAdd(c6, factor, factor);
            c7 = Vector256.FusedMultiplyAdd(c7, factor, factor);
            c8 = Vector256.FusedMultiplyAdd(c8, factor, factor);
            c9 = Vector256.FusedMultiplyAdd(c9, factor, factor);
            c10 = Vector256.FusedMultiplyAdd(c10, factor, factor);
            c11 = Vector256.FusedMultiplyAdd(c11, factor, factor);
        }

        Vector256.Store(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chain128(int steps, float* result)
    {
        var factor = Vector128.Create(0.5f);
        var c0 = Vector128.Create(0f);
        var c1 = Vector128.Create(1f);
        var c2 = Vector128.Create(2f);
        var c3 = Vector128.Create(3f);
        var c4 = Vector128.Create(4f);
        var c5 = Vector128.Create(5f);
        var c6 = Vector128.Create(6f);
        var c7 = Vector128.Create(7f);
        var c8 = Vector128.Create(8f);
        var c9 = Vector128.Create(9f);
        var c10 = Vector128.Create(10f);
        var c11 = Vector128.Create(11f);
        for (var step = 0; step < steps; step++)
        {
            c0 = Vector128.FusedMultiplyAdd(c0, factor, factor);
            c1 = Vector128.FusedMultiplyAdd(c1, factor, factor);
            c2 = Vector128.FusedMultiplyAdd(c2, factor, factor);
            c3 = Vector128.FusedMultiplyAdd(c3, factor, factor);
            c4 = Vector128.FusedMultiplyAdd(c4, factor, factor);
            c5 = Vector128.FusedMultiplyAdd(c5, factor, factor);
            c6 = Vector128.FusedMultiplyAdd(c6, factor, factor);
            c7 = Vector128.FusedMultiplyAdd(c7, factor, factor);
            c8 = Vector128.FusedMultiplyAdd(c8, factor, factor);
            c9 = Vector128.FusedMultiplyAdd(c9, factor, factor);
            c10 = Vector128.FusedMultiplyAdd(c10, factor, factor);
            c11 = Vector128.FusedMultiplyAdd(c11, factor, factor);
        }

        Vector128.Store(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11, result);
    }
}
