namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A matrix in memory: element (row, column) lies at row · RowStride + column · ColumnStride, of which one is 1. Strides count elements.</summary>
/// <param name="pointer">The first element.</param>
/// <param name="rowStride">Elements from one row to the next.</param>
/// <param name="columnStride">Elements from one column to the next.</param>
/// <param name="type">What lies there: floats, or a narrow type, which only a right operand may be.</param>
/// <param name="first">In a type that is stored in blocks: which of the numbers is the first; the pointer is that of them all.</param>
/// <param name="count">In a type that is stored in blocks: how many numbers there are in all.</param>
internal readonly unsafe struct Matrix(void* pointer, nint rowStride, nint columnStride, DataType type = DataType.Float32, nint first = 0, long count = 0)
{
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;
    public readonly DataType Type = type;

    /// <summary>The first element of a matrix of floats.</summary>
    public float* Pointer => (float*)pointer;

    /// <summary>The numbers that a matrix in <see cref="DataType.NormalFloat4"/> is a part of.</summary>
    public NormalFloat4Blocks Blocks => new(pointer, count);

    /// <summary>Rows one after another.</summary>
    public static Matrix RowMajor(float* pointer, nint stride) => new(pointer, stride, 1);

    /// <summary>A tensor of any type, whose rows lie one after another.</summary>
    public static Matrix RowMajor(TensorView view, nint stride) => new(view.Pointer, stride, 1, view.Type, 0, view.Count);

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public Matrix Transposed => new(pointer, ColumnStride, RowStride, Type, first, count);

    /// <summary>The address of an element of a matrix of floats.</summary>
    public float* At(nint row, nint column) => Pointer + (row * RowStride) + (column * ColumnStride);

    /// <summary>The address of an element of a matrix of any type whose elements have one.</summary>
    public T* At<T>(nint row, nint column)
        where T : unmanaged
        => (T*)pointer + (row * RowStride) + (column * ColumnStride);

    /// <summary>Which number an element is of those in <see cref="Blocks"/>.</summary>
    public nint Place(nint row, nint column) => first + (row * RowStride) + (column * ColumnStride);

    /// <summary>What begins with an element.</summary>
    public Matrix From(nint row, nint column) => Skip((row * RowStride) + (column * ColumnStride));

    /// <summary>The matrix that lies so many elements behind this one.</summary>
    public Matrix Skip(nint elements) => Type.IsBlocked()
        ? new(pointer, RowStride, ColumnStride, Type, first + elements, count)
        : new((byte*)pointer + Type.Bytes(elements), RowStride, ColumnStride, Type);
}
