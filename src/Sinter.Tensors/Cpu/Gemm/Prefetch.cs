using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>Asks for a cache line before it is needed. Never fails, whatever the address; does nothing where the processor is not told so.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Bytes of a cache line.</summary>
    public const int LineBytes = 64;

    /// <summary>Floats of a cache line.</summary>
    public const int Line = LineBytes / sizeof(float);

    /// <summary>Into the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Soon(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }
}
