namespace Sinter.Models.Surgery;

/// <summary>What becomes of the embedding and the output projection.</summary>
public enum EmbeddingTying
{
    /// <summary>They stay as they are.</summary>
    Keep,

    /// <summary>The embedding becomes the output too; what the output was is lost.</summary>
    TieToInput,

    /// <summary>Both become their mean.</summary>
    TieToMean,

    /// <summary>The output becomes a matrix of its own that begins as a copy of the embedding; the model computes what it did.</summary>
    Untie,
}
