namespace Sinter.Tensors;

/// <summary>What a kernel sees of a tensor: where it lies and what shape it has. All tensors are contiguous, row-major.</summary>
public readonly unsafe struct TensorView(void* pointer, Shape shape, DataType type, bool accumulate = false)
{
    /// <summary>The first element; null for an output that nobody reads, which a kernel need not compute.</summary>
    public void* Pointer => pointer;

    /// <summary>The tensor's shape.</summary>
    public Shape Shape => shape;

    /// <summary>The tensor's element type.</summary>
    public DataType Type => type;

    /// <summary>For an output: add to what is there (a gradient that gathers) instead of overwriting it.</summary>
    public bool Accumulate => accumulate;

    /// <summary>Whether the tensor is wanted or given at all.</summary>
    public bool Exists => pointer is not null;

    /// <summary>The elements as 32-bit floats.</summary>
    public float* Floats => (float*)pointer;

    /// <summary>The elements as 32-bit integers.</summary>
    public int* Integers => (int*)pointer;

    /// <summary>The number of elements.</summary>
    public long Count => shape.Count;
}
