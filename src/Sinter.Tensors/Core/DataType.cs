namespace Sinter.Tensors;

/// <summary>The kind of number a tensor holds.</summary>
public enum DataType
{
    /// <summary>32-bit floating point: weights, activations, gradients.</summary>
    Float32,

    /// <summary>64-bit floating point: references and finite differences in tests.</summary>
    Float64,

    /// <summary>32-bit integers: token ids, positions.</summary>
    Int32,
}

/// <summary>Sizes of data types.</summary>
public static class DataTypes
{
    /// <summary>Bytes that one element takes.</summary>
    public static int Size(this DataType type) => type == DataType.Float64 ? 8 : 4;

    /// <summary>The data type that holds <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor holds <typeparamref name="T"/>.</exception>
    public static DataType Of<T>()
        where T : unmanaged
        => typeof(T) == typeof(float) ? DataType.Float32
            : typeof(T) == typeof(double) ? DataType.Float64
            : typeof(T) == typeof(int) ? DataType.Int32
            : throw new NotSupportedException($"A tensor holds float, double or int, not {typeof(T).Name}.");
}
