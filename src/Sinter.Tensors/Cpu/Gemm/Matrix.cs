namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A matrix in memory: element (row, column) lies at row · RowStride + column · ColumnStride, of which one is 1. Strides count elements.</summary>
/// <param name="pointer">The first element.</param>
/// <param name="rowStride">Elements from one row to the next.</param>
/// <param name="columnStride">Elements from one column to the next.</param>
/// <param name="type">What lies there: floats, or a 16-bit type, which only a right operand may be.</param>
internal readonly unsafe struct Matrix(void* pointer, nint rowStride, nint columnStride, DataType type = DataType.Float32)
{
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;
    public readonly DataType Type = type;

    /// <summary>The first element of a matrix of floats.</summary>
    public float* Pointer => (float*)pointer;

    /// <summary>Rows one after another.</summary>
    public static Matrix RowMajor(float* pointer, nint stride) => new(pointer, stride, 1);

    /// <summary>The same of another type.</summary>
    public static Matrix RowMajor(void* pointer, nint stride, DataType type) => new(pointer, stride, 1, type);

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public Matrix Transposed => new(pointer, ColumnStride, RowStride, Type);

    /// <summary>The address of an element of a matrix of floats.</summary>
    public float* At(nint row, nint column) => Pointer + (row * RowStride) + (column * ColumnStride);

    /// <summary>The address of an element of a matrix of any type.</summary>
    public T* At<T>(nint row, nint column)
        where T : unmanaged
        => (T*)pointer + (row * RowStride) + (column * ColumnStride);

    /// <summary>What begins with an element.</summary>
    public Matrix From(nint row, nint column) => Skip((row * RowStride) + (column * ColumnStride));

    /// <summary>The matrix that lies so many elements behind this one.</summary>
    public Matrix Skip(nint elements) => new((byte*)pointer + Type.Bytes(elements), RowStride, ColumnStride, Type);
}
