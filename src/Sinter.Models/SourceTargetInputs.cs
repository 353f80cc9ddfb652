using Sinter.Tensors;

namespace Sinter.Models;

/// <summary>
/// What an encoder-decoder reads: sources of the encoder and what the decoder has written of the targets. Several pairs may lie one after another in a row: no pair
/// sees another.
/// </summary>
/// <param name="Source">Token ids of the sources, [batch, source time].</param>
/// <param name="SourcePositions">The position of each in its source, below the context length.</param>
/// <param name="SourceStarts">The first position, in its row, of each token's source. Padding is a source of its own.</param>
/// <param name="Target">Token ids of the targets, [batch, target time]; each target begins with the token that the decoder starts with.</param>
/// <param name="TargetPositions">The position of each in its target.</param>
/// <param name="TargetStarts">The first position, in its row, of each token's target.</param>
/// <param name="SourceRanges">For each token of the targets the first position of its source and the one after the last, [batch, target time, 2].</param>
public sealed record SourceTargetInputs(
    Tensor Source, Tensor SourcePositions, Tensor SourceStarts, Tensor Target, Tensor TargetPositions, Tensor TargetStarts, Tensor SourceRanges)
{
    /// <summary>What is added to the embeddings of the sources, [batch, source time, hidden size], such as noise in training; null for nothing.</summary>
    public Tensor? SourceNoise { get; init; }

    /// <summary>The same of the targets, [batch, target time, hidden size].</summary>
    public Tensor? TargetNoise { get; init; }
}
