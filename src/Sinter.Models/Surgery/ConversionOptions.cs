using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>What is to change in how a model is stored.</summary>
public sealed record ConversionOptions
{
    /// <summary>How the weights are stored: F32, F16 or BF16; null for as they were.</summary>
    public TensorType? Type { get; init; }

    /// <summary>What becomes of the embedding and the output projection.</summary>
    public EmbeddingTying Tying { get; init; }

    /// <summary>The rows of the embedding become a multiple of it; new rows begin as the mean of all.</summary>
    public int Multiple { get; init; } = 1;
}
