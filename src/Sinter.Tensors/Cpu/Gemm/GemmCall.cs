namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>What a product needs to know: C [rows, columns] = A [rows, depth] · B [depth, columns] + bias [columns] + start.</summary>
internal readonly unsafe struct GemmCall
{
    public int Rows { get; init; }

    public int Columns { get; init; }

    public int Depth { get; init; }

    public Matrix A { get; init; }

    /// <summary>May lie in a narrow type, which is read as floats.</summary>
    public Matrix B { get; init; }

    public float* C { get; init; }

    /// <summary>Floats from one row of C to the next.</summary>
    public nint Stride { get; init; }

    /// <summary>Added to every row; null for nothing.</summary>
    public float* Bias { get; init; }

    /// <summary>What is added, laid out as C; null for nothing; C itself to accumulate.</summary>
    public float* Start { get; init; }
}
