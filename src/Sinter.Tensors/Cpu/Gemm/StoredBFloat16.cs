using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>The upper half of a float: read by a shift.</summary>
internal readonly unsafe struct StoredBFloat16(ushort bits) : IStored<StoredBFloat16>
{
    private readonly ushort _bits = bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(StoredBFloat16* from) => new BFloat16(from->_bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ReadVector(StoredBFloat16* from) => Vector.AsVectorSingle(NarrowLoads.Vector((ushort*)from) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ReadFour(StoredBFloat16* from) => (NarrowLoads.Four((ushort*)from) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadEight(StoredBFloat16* from) => (NarrowLoads.Eight((ushort*)from) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReadBeside(StoredBFloat16* low, StoredBFloat16* high) => (NarrowLoads.Beside((ushort*)low, (ushort*)high) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyTwo(StoredBFloat16* from, float* to)
    {
        to[0] = Read(from);
        to[1] = Read(from + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(StoredBFloat16* from, float* to, int count)
        => NarrowFloats.Widen(new ReadOnlySpan<BFloat16>(from, count), new Span<float>(to, count));
}
