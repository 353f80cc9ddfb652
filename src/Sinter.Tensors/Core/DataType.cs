namespace Sinter.Tensors;

/// <summary>The kind of number a tensor holds.</summary>
/// <remarks>
/// The 16-bit types and those behind them are for storage: arithmetic is done in <see cref="Float32"/>, and an operation whose kernels cannot read them is given a
/// <see cref="Operations.Cast"/> of its input (<see cref="Operation.ReadsNarrow"/>, <see cref="Operation.ReadsBlocks"/>). Elements of types in blocks have no bytes of
/// their own, only their blocks have: what needs memory asks <see cref="DataTypes.Bytes"/>, and <see cref="DataTypes.Size"/> is for kernels that address elements of
/// types that have one.
/// </remarks>
public enum DataType
{
    /// <summary>32-bit floating point: weights, activations, gradients.</summary>
    Float32,

    /// <summary>64-bit floating point: references and finite differences in tests.</summary>
    Float64,

    /// <summary>32-bit integers: token ids, positions.</summary>
    Int32,

    /// <summary>The upper half of a 32-bit float (8 bits of exponent, 7 of fraction): stored weights and activations.</summary>
    BFloat16,

    /// <summary>16-bit floating point of IEEE 754 (5 bits of exponent, 10 of fraction): stored weights and activations.</summary>
    Float16,

    /// <summary>Four bits a number, in blocks with a scale each (see <see cref="Tensors.NormalFloat4"/>): frozen matrices.</summary>
    NormalFloat4,
}

/// <summary>Sizes of data types.</summary>
public static class DataTypes
{
    /// <summary>Bytes that one element takes.</summary>
    /// <exception cref="NotSupportedException">Elements of the type have no bytes of their own.</exception>
    public static int Size(this DataType type) => type switch
    {
        DataType.NormalFloat4 => throw new NotSupportedException($"{type} is stored in blocks: one element has no size."),
        DataType.Float64 => 8,
        DataType.BFloat16 or DataType.Float16 => 2,
        _ => 4,
    };

    /// <summary>Bytes that so many elements take, which need not be a multiple of theirs.</summary>
    public static long Bytes(this DataType type, long count) => type == DataType.NormalFloat4 ? NormalFloat4.Bytes(count) : count * type.Size();

    /// <summary>Whether the type is for storage only.</summary>
    public static bool IsNarrow(this DataType type) => type is DataType.BFloat16 or DataType.Float16 or DataType.NormalFloat4;

    /// <summary>Whether numbers are stored in blocks, so that one alone cannot be addressed.</summary>
    public static bool IsBlocked(this DataType type) => type == DataType.NormalFloat4;

    /// <summary>The type that numbers of a type are computed with, which is that of their gradients too.</summary>
    public static DataType Arithmetic(this DataType type) => type.IsNarrow() ? DataType.Float32 : type;

    /// <summary>The data type that holds <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor holds <typeparamref name="T"/>.</exception>
    public static DataType Of<T>()
        where T : unmanaged
        => typeof(T) == typeof(float) ? DataType.Float32
            : typeof(T) == typeof(double) ? DataType.Float64
            : typeof(T) == typeof(int) ? DataType.Int32
            : typeof(T) == typeof(BFloat16) ? DataType.BFloat16
            : typeof(T) == typeof(Half) ? DataType.Float16
            : throw new NotSupportedException($"A tensor holds float, double, int, BFloat16 or Half, not {typeof(T).Name}.");
}
