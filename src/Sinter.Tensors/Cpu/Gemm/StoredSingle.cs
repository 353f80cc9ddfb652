using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A float: read as it lies.</summary>
internal readonly unsafe struct StoredSingle(float value) : IStored<StoredSingle>
{
    private readonly float _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(StoredSingle* from) => from->_value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ReadVector(StoredSingle* from) => Vector.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ReadFour(StoredSingle* from) => Vector128.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadEight(StoredSingle* from) => Vector256.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadBeside(StoredSingle* low, StoredSingle* high)
        => ReadFour(low).ToVector256Unsafe().WithUpper(ReadFour(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyTwo(StoredSingle* from, float* to) => *(long*)to = *(long*)from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(StoredSingle* from, float* to, int count) => new Span<float>(from, count).CopyTo(new Span<float>(to, count));
}
