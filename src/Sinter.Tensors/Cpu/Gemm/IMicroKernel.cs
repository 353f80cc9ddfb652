namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>
/// The innermost product: a tile of Rows x Columns, from packed panels of a (Rows numbers for each step of the depth) and b (Columns numbers).
/// Every element is summed over the depth in order, one fused multiply-add a step, whatever the width of the registers: all kernels give the same bits.
/// </summary>
internal unsafe interface IMicroKernel
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>
    /// c = start + a b, where start is null for zeros and may be c itself; strides in floats. What lies at <paramref name="next"/> will be read soon:
    /// a kernel may ask for up to its rows times its columns of it, and never reads it.
    /// </summary>
    static abstract void Multiply(nint depth, float* a, float* b, float* start, nint startStride, float* c, nint stride, float* next);
}
