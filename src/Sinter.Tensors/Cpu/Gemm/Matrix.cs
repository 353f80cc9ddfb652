namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A matrix in memory: element (row, column) lies at row · RowStride + column · ColumnStride, of which one is 1.</summary>
internal readonly unsafe struct Matrix(float* pointer, nint rowStride, nint columnStride)
{
    public readonly float* Pointer = pointer;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    /// <summary>Rows one after another.</summary>
    public static Matrix RowMajor(float* pointer, nint stride) => new(pointer, stride, 1);

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public Matrix Transposed => new(Pointer, ColumnStride, RowStride);

    /// <summary>The address of an element.</summary>
    public float* At(nint row, nint column) => Pointer + (row * RowStride) + (column * ColumnStride);
}
