namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>A product of packed panels: C [rows, columns] = start + A [rows, depth] · B [depth, columns].</summary>
internal readonly unsafe struct PanelProduct
{
    public int Rows { get; init; }

    public int Columns { get; init; }

    /// <summary>Steps of the depth; may be fewer than were packed.</summary>
    public int Depth { get; init; }

    /// <summary>Panels of the rows of A.</summary>
    public float* A { get; init; }

    /// <summary>Floats from one panel of A to the next.</summary>
    public nint PanelA { get; init; }

    /// <summary>Panels of the columns of B.</summary>
    public float* B { get; init; }

    /// <summary>Floats from one panel of B to the next.</summary>
    public nint PanelB { get; init; }

    /// <summary>What is added, laid out as C; null for nothing; C itself to accumulate.</summary>
    public float* Start { get; init; }

    public float* C { get; init; }

    /// <summary>Floats from one row of C to the next.</summary>
    public nint Stride { get; init; }
}
