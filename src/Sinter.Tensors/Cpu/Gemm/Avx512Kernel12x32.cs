using System.Runtime.CompilerServices;
using ISA = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>24 accumulators of 16 floats, two loads of b and one broadcast of a: 27 of AVX-512's 32 registers.</summary>
internal readonly unsafe struct Avx512Kernel12x32 : IMicroKernel
{
    public static int Rows => 12;

    public static int Columns => 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(nint depth, float* a, float* b, float* start, nint startStride, float* c, nint stride, float* next)
    {
        Vec c0L = Vec.Zero, c0R = Vec.Zero;
        Vec c1L = Vec.Zero, c1R = Vec.Zero;
        Vec c2L = Vec.Zero, c2R = Vec.Zero;
        Vec c3L = Vec.Zero, c3R = Vec.Zero;
        Vec c4L = Vec.Zero, c4R = Vec.Zero;
        Vec c5L = Vec.Zero, c5R = Vec.Zero;
        Vec c6L = Vec.Zero, c6R = Vec.Zero;
        Vec c7L = Vec.Zero, c7R = Vec.Zero;
        Vec c8L = Vec.Zero, c8R = Vec.Zero;
        Vec c9L = Vec.Zero, c9R = Vec.Zero;
        Vec c10L = Vec.Zero, c10R = Vec.Zero;
        Vec c11L = Vec.Zero, c11R = Vec.Zero;

        // The rows of C, and a share of the next panel, come nearer while it multiplies: asked for all at once they would hold up a and b.
        var row = start is null ? c : start;
        var rowStride = start is null ? stride : startStride;
        nint k = 0;
        for (nint part = 1; part <= 12; part++)
        {
            Prefetch.Near(row);
            Prefetch.Near(row + 16);
            Prefetch.Soon(next);
            Prefetch.Soon(next + 16);
            row += rowStride;
            next += 32;
            var until = part * depth / 12;
            for (; k + 4 <= until; k += 4)
            {
                Step(a, b, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R, ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                Step(a + 12, b + 32, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R, ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                Step(a + 24, b + 64, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R, ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                Step(a + 36, b + 96, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R, ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                a += 48;
                b += 128;
            }

            for (; k < until; k++)
            {
                Step(a, b, ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R, ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                a += 12;
                b += 32;
            }
        }

        if (start is not null)
        {
            c0L += ISA.Load(start);
            c0R += ISA.Load(start + 16);
            start += startStride;
            c1L += ISA.Load(start);
            c1R += ISA.Load(start + 16);
            start += startStride;
            c2L += ISA.Load(start);
            c2R += ISA.Load(start + 16);
            start += startStride;
            c3L += ISA.Load(start);
            c3R += ISA.Load(start + 16);
            start += startStride;
            c4L += ISA.Load(start);
            c4R += ISA.Load(start + 16);
            start += startStride;
            c5L += ISA.Load(start);
            c5R += ISA.Load(start + 16);
            start += startStride;
            c6L += ISA.Load(start);
            c6R += ISA.Load(start + 16);
            start += startStride;
            c7L += ISA.Load(start);
            c7R += ISA.Load(start + 16);
            start += startStride;
            c8L += ISA.Load(start);
            c8R += ISA.Load(start + 16);
            start += startStride;
            c9L += ISA.Load(start);
            c9R += ISA.Load(start + 16);
            start += startStride;
            c10L += ISA.Load(start);
            c10R += ISA.Load(start + 16);
            start += startStride;
            c11L += ISA.Load(start);
            c11R += ISA.Load(start + 16);
        }

        ISA.Store(c0L, c);
        ISA.Store(c0R, c + 16);
        c += stride;
        ISA.Store(c1L, c);
        ISA.Store(c1R, c + 16);
        c += stride;
        ISA.Store(c2L, c);
        ISA.Store(c2R, c + 16);
        c += stride;
        ISA.Store(c3L, c);
        ISA.Store(c3R, c + 16);
        c += stride;
        ISA.Store(c4L, c);
        ISA.Store(c4R, c + 16);
        c += stride;
        ISA.Store(c5L, c);
        ISA.Store(c5R, c + 16);
        c += stride;
        ISA.Store(c6L, c);
        ISA.Store(c6R, c + 16);
        c += stride;
        ISA.Store(c7L, c);
        ISA.Store(c7R, c + 16);
        c += stride;
        ISA.Store(c8L, c);
        ISA.Store(c8R, c + 16);
        c += stride;
        ISA.Store(c9L, c);
        ISA.Store(c9R, c + 16);
        c += stride;
        ISA.Store(c10L, c);
        ISA.Store(c10R, c + 16);
        c += stride;
        ISA.Store(c11L, c);
        ISA.Store(c11R, c + 16);
    }

    /// <summary>One step of the depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        float* a,
        float* b,
        ref Vec c0L, ref Vec c0R, ref Vec c1L, ref Vec c1R, ref Vec c2L, ref Vec c2R, ref Vec c3L, ref Vec c3R,
        ref Vec c4L, ref Vec c4R, ref Vec c5L, ref Vec c5R, ref Vec c6L, ref Vec c6R, ref Vec c7L, ref Vec c7R,
        ref Vec c8L, ref Vec c8R, ref Vec c9L, ref Vec c9R, ref Vec c10L, ref Vec c10R, ref Vec c11L, ref Vec c11R)
    {
        var bL = ISA.Load(b);
        var bR = ISA.Load(b + 16);
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
        var a6 = ISA.Create(a[6]);
        c6L = ISA.FusedMultiplyAdd(a6, bL, c6L);
        c6R = ISA.FusedMultiplyAdd(a6, bR, c6R);
        var a7 = ISA.Create(a[7]);
        c7L = ISA.FusedMultiplyAdd(a7, bL, c7L);
        c7R = ISA.FusedMultiplyAdd(a7, bR, c7R);
        var a8 = ISA.Create(a[8]);
        c8L = ISA.FusedMultiplyAdd(a8, bL, c8L);
        c8R = ISA.FusedMultiplyAdd(a8, bR, c8R);
        var a9 = ISA.Create(a[9]);
        c9L = ISA.FusedMultiplyAdd(a9, bL, c9L);
        c9R = ISA.FusedMultiplyAdd(a9, bR, c9R);
        var a10 = ISA.Create(a[10]);
        c10L = ISA.FusedMultiplyAdd(a10, bL, c10L);
        c10R = ISA.FusedMultiplyAdd(a10, bR, c10R);
        var a11 = ISA.Create(a[11]);
        c11L = ISA.FusedMultiplyAdd(a11, bL, c11L);
        c11R = ISA.FusedMultiplyAdd(a11, bR, c11R);
    }
}
