namespace Sinter.Tensors.Programs;

/// <summary>What a parameter is for, which decides how optimizers treat it; parameters lie in memory in this order.</summary>
public enum ParameterRole
{
    /// <summary>A table of rows by token, or the last layer's matrix: decayed, not orthogonalised.</summary>
    Embedding,

    /// <summary>A matrix between hidden states: decayed, and what Muon is for.</summary>
    Matrix,

    /// <summary>A vector, such as the weight of a norm: never decayed.</summary>
    Vector,
}

/// <summary>The name, shape and role of a parameter that is to be made.</summary>
public readonly record struct ParameterSpec(string Name, Shape Shape, ParameterRole Role)
{
    /// <summary>Whether it keeps its values: it has no gradient, and optimizers know nothing of it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>How a frozen parameter is stored; what is trained is in single precision.</summary>
    public DataType Type { get; init; }
}

/// <summary>A tensor that is trained: its value, and the memory where its gradient gathers until the optimizer has used it.</summary>
/// <param name="Name">The name within the model, such as <c>0.attention.norm</c>.</param>
/// <param name="Value">The weights.</param>
/// <param name="Gradient">As large as the value; programs add to it, optimizers clear it. That of a frozen parameter has no memory.</param>
/// <param name="Role">How optimizers treat it.</param>
/// <param name="Offset">Where it begins in its set's memory, in floats, of a parameter that is trained.</param>
public sealed record Parameter(string Name, Tensor Value, Tensor Gradient, ParameterRole Role = ParameterRole.Matrix, long Offset = 0);
