using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// The last few elements of an array as a vector, so that they are computed just as all others: what an element gives does not depend on
/// where it stands.
/// </summary>
internal static unsafe class VectorParts
{
    /// <summary>Fewer elements than a vector holds, zeros behind them.</summary>
    public static Vector<T> Load<T>(T* from, long count)
        where T : unmanaged
    {
        var vector = Vector<T>.Zero;
        Unsafe.CopyBlockUnaligned(&vector, from, (uint)(count * sizeof(T)));
        return vector;
    }

    /// <summary>Writes only the first elements of a vector.</summary>
    public static void Store<T>(Vector<T> vector, T* to, long count)
        where T : unmanaged
        => Unsafe.CopyBlockUnaligned(to, &vector, (uint)(count * sizeof(T)));
}
