using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A number in IEEE half precision: read by <see cref="NarrowFloats.FromHalf(Vector{uint})"/>.</summary>
internal readonly unsafe struct StoredHalf(Half value) : IStored<StoredHalf>
{
    private readonly Half _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(StoredHalf* from) => (float)from->_value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ReadVector(StoredHalf* from) => Vector.AsVectorSingle(NarrowFloats.FromHalf(NarrowLoads.Vector((ushort*)from)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ReadFour(StoredHalf* from) => Widen(NarrowLoads.Four((ushort*)from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadEight(StoredHalf* from) => Widen(NarrowLoads.Eight((ushort*)from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadBeside(StoredHalf* low, StoredHalf* high) => Widen(NarrowLoads.Beside((ushort*)low, (ushort*)high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyTwo(StoredHalf* from, float* to)
    {
        to[0] = Read(from);
        to[1] = Read(from + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(StoredHalf* from, float* to, int count)
        => NarrowFloats.Widen(new ReadOnlySpan<Half>(from, count), new Span<float>(to, count));

    /// <summary>One formula for vectors of every width: those of the machine's own width hold four numbers, and mostly eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Widen(Vector128<uint> bits) => NarrowFloats.FromHalf(bits.AsVector()).AsVector128().AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(Vector256<uint> bits)
        => Vector<uint>.Count >= Vector256<uint>.Count
            ? NarrowFloats.FromHalf(bits.AsVector()).AsVector256().AsSingle()
            : Vector256.Create(Widen(bits.GetLower()), Widen(bits.GetUpper()));
}
