using System.Runtime.CompilerServices;
using ISA = System.Runtime.Intrinsics.Vector128;
using Vec = System.Runtime.Intrinsics.Vector128<float>;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>12 accumulators of 4 floats: fits the 16 registers of SSE and the 32 of Arm; in software where there is no SIMD at all.</summary>
internal readonly unsafe struct PortableKernel6x8 : IMicroKernel
{
    public static int Rows => 6;

    public static int Columns => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(nint depth, float* a, float* b, float* start, nint startStride, float* c, nint stride, float* next)
    {
        Vec c0L = Vec.Zero, c0R = Vec.Zero;
        Vec c1L = Vec.Zero, c1R = Vec.Zero;
        Vec c2L = Vec.Zero, c2R = Vec.Zero;
        Vec c3L = Vec.Zero, c3R = Vec.Zero;
        Vec c4L = Vec.Zero, c4R = Vec.Zero;
        Vec c5L = Vec.Zero, c5R = Vec.Zero;

        for (; depth > 0; depth--)
        {
            var bL = ISA.Load(b);
            var bR = ISA.Load(b + 4);
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
            a += 6;
            b += 8;
        }

        if (start is not null)
        {
            c0L += ISA.Load(start);
            c0R += ISA.Load(start + 4);
            start += startStride;
            c1L += ISA.Load(start);
            c1R += ISA.Load(start + 4);
            start += startStride;
            c2L += ISA.Load(start);
            c2R += ISA.Load(start + 4);
            start += startStride;
            c3L += ISA.Load(start);
            c3R += ISA.Load(start + 4);
            start += startStride;
            c4L += ISA.Load(start);
            c4R += ISA.Load(start + 4);
            start += startStride;
            c5L += ISA.Load(start);
            c5R += ISA.Load(start + 4);
        }

        ISA.Store(c0L, c);
        ISA.Store(c0R, c + 4);
        c += stride;
        ISA.Store(c1L, c);
        ISA.Store(c1R, c + 4);
        c += stride;
        ISA.Store(c2L, c);
        ISA.Store(c2R, c + 4);
        c += stride;
        ISA.Store(c3L, c);
        ISA.Store(c3R, c + 4);
        c += stride;
        ISA.Store(c4L, c);
        ISA.Store(c4R, c + 4);
        c += stride;
        ISA.Store(c5L, c);
        ISA.Store(c5R, c + 4);
    }
}
