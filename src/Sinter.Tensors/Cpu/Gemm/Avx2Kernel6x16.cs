using System.Runtime.CompilerServices;
using ISA = System.Runtime.Intrinsics.Vector256;
using Vec = System.Runtime.Intrinsics.Vector256<float>;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>12 accumulators of 8 floats, two loads of b and one broadcast of a: 15 of AVX2's 16 registers.</summary>
internal readonly unsafe struct Avx2Kernel6x16 : IMicroKernel
{
    public static int Rows => 6;

    public static int Columns => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(nint depth, float* a, float* b, float* start, nint startStride, float* c, nint stride, float* next)
    {
        Vec c0L = Vec.Zero, c0R = Vec.Zero;
        Vec c1L = Vec.Zero, c1R = Vec.Zero;
        Vec c2L = Vec.Zero, c2R = Vec.Zero;
        Vec c3L = Vec.Zero, c3R = Vec.Zero;
        Vec c4L = Vec.Zero, c4R = Vec.Zero;
        Vec c5L = Vec.Zero, c5R = Vec.Zero;

        // The rows of C, and a share of the next panel, come nearer while it multiplies: asked for all at once they would hold up a and b.
        var row = start is null ? c : start;
        var rowStride = start is null ? stride : startStride;
        nint k = 0;
        for (nint part = 1; part <= 6; part++)
        {
            Prefetch.Near(row);
            Prefetch.Soon(next);
            Prefetch.Soon(next + 16);
            row += rowStride;
            next += 32;
            var until = part * depth / 6;
            for (; k + 4 <= until; k += 4)
            {
                Step(a, b, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                Step(a + 6, b + 16, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                Step(a + 12, b + 32, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                Step(a + 18, b + 48, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                a += 24;
                b += 64;
            }

            for (; k < until; k++)
            {
                Step(a, b, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                a += 6;
                b += 16;
            }
        }

        if (start is not null)
        {
            c0L += ISA.Load(start);
            c0R += ISA.Load(start + 8);
            start += startStride;
            c1L += ISA.Load(start);
            c1R += ISA.Load(start + 8);
            start += startStride;
            c2L += ISA.Load(start);
            c2R += ISA.Load(start + 8);
            start += startStride;
            c3L += ISA.Load(start);
            c3R += ISA.Load(start + 8);
            start += startStride;
            c4L += ISA.Load(start);
            c4R += ISA.Load(start + 8);
            start += startStride;
            c5L += ISA.Load(start);
            c5R += ISA.Load(start + 8);
        }

        ISA.Store(c0L, c);
        ISA.Store(c0R, c + 8);
        c += stride;
        ISA.Store(c1L, c);
        ISA.Store(c1R, c + 8);
        c += stride;
        ISA.Store(c2L, c);
        ISA.Store(c2R, c + 8);
        c += stride;
        ISA.Store(c3L, c);
        ISA.Store(c3R, c + 8);
        c += stride;
        ISA.Store(c4L, c);
        ISA.Store(c4R, c + 8);
        c += stride;
        ISA.Store(c5L, c);
        ISA.Store(c5R, c + 8);
    }

    /// <summary>One step of the depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        float* a,
        float* b,
        ref Vec c0L, ref Vec c0R, ref Vec c1L, ref Vec c1R, ref Vec c2L, ref Vec c2R, ref Vec c3L, ref Vec c3R,
        ref Vec c4L, ref Vec c4R, ref Vec c5L, ref Vec c5R)
    {
        var bL = ISA.Load(b);
        var bR = ISA.Load(b + 8);
        var a0 = ISA.Create(a[0]);
        c0L = ISA.FusedMultiplyAdd(a0, bL, c0L);
        c0R = ISA.FusedMultiplyAdd(a0, bR, c0R);
        var a1 = ISA.Create(a[1]);
        c1L = ISA.FusedMultiplyAdd(a1, bL, c1L);
        c1R = ISA.FusedMultiplyAdd(a1, bR, c1R);
        var a2 = ISA.Create(a[2]);
        c2L = ISA.FusedMultiplyAdd(a2, bL, c2L);
        c2R = ISA.FusedMultiplyAdd(a2, bR, c2R);
        var a3 = ISA.Create(a[3]);
        c3L = ISA.FusedMultiplyAdd(a3, bL, c3L);
        c3R = ISA.FusedMultiplyAdd(a3, bR, c3R);
        var a4 = ISA.Create(a[4]);
        c4L = ISA.FusedMultiplyAdd(a4, bL, c4L);
        c4R = ISA.FusedMultiplyAdd(a4, bR, c4R);
        var a5 = ISA.Create(a[5]);
        c5L = ISA.FusedMultiplyAdd(a5, bL, c5L);
        c5R = ISA.FusedMultiplyAdd(a5, bR, c5R);
    }
}
