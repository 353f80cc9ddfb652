using System.Numerics;
using System.Runtime.Intrinsics;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A number as it lies in memory, and how it is read as a float. What computes is generic over it, so that nothing asks for the type of an element.</summary>
/// <typeparam name="TSelf">The type itself, as large as the number.</typeparam>
internal unsafe interface IStored<TSelf>
    where TSelf : unmanaged, IStored<TSelf>
{
    /// <summary>One number.</summary>
    static abstract float Read(TSelf* from);

    /// <summary>As many numbers as a vector has.</summary>
    static abstract Vector<float> ReadVector(TSelf* from);

    /// <summary>Four numbers.</summary>
    static abstract Vector128<float> ReadFour(TSelf* from);

    /// <summary>Eight numbers.</summary>
    static abstract Vector256<float> ReadEight(TSelf* from);

    /// <summary>Four numbers, and four from elsewhere in the upper half.</summary>
    static abstract Vector256<float> ReadBeside(TSelf* low, TSelf* high);

    /// <summary>Writes two numbers as floats.</summary>
    static abstract void CopyTwo(TSelf* from, float* to);

    /// <summary>Writes any count of numbers as floats.</summary>
    static abstract void Copy(TSelf* from, float* to, int count);
}
