using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>Loads of 16-bit numbers, each into the lower half of 32 bits. None reads more than it returns.</summary>
internal static unsafe class NarrowLoads
{
    /// <summary>As many as a vector of the machine's own width has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Vector(ushort* from)
    {
        if (Vector<uint>.Count == Vector512<uint>.Count)
        {
            return Vector512.Create(Eight(from), Eight(from + Vector256<uint>.Count)).AsVector();
        }

        return Vector<uint>.Count == Vector256<uint>.Count ? Eight(from).AsVector() : Four(from).AsVector();
    }

    /// <summary>Four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Four(ushort* from) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)from).AsUInt16());

    /// <summary>Eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Eight(ushort* from) => Widen(Vector128.Load(from));

    /// <summary>Four, and four from elsewhere in the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Beside(ushort* low, ushort* high) => Widen(Vector128.Create(*(ulong*)low, *(ulong*)high).AsUInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Widen(Vector128<ushort> numbers)
        => Avx2.IsSupported ? Avx2.ConvertToVector256Int32(numbers).AsUInt32() : Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers));
}
