using Sinter.Tensors;

namespace Sinter.Models;

/// <summary>What a model of one text reads: integers [batch, time] each.</summary>
/// <param name="Tokens">Token ids.</param>
/// <param name="Positions">The position of each token in its document, below the context length.</param>
/// <param name="DocumentStarts">The first position, in its row, of each token's document: no token sees another document's. Padding is a document of its own.</param>
/// <param name="TokenTypes">The segment of each token, of models that have segments; null for the first.</param>
/// <param name="VisibleKeys">
/// For each token the first position that it sees and the one after the last, [batch, time, 2]; null for what the model sees by itself: all before it, or all of its
/// document. Windows do not apply to it.
/// </param>
public sealed record TextInputs(Tensor Tokens, Tensor Positions, Tensor DocumentStarts, Tensor? TokenTypes = null, Tensor? VisibleKeys = null)
{
    /// <summary>Collects what the routers of a mixture of experts decide; null for nobody.</summary>
    public RouterRecord? Routers { get; init; }

    /// <summary>What is added to the embeddings of the tokens, [batch, time, hidden size], such as noise in training; null for nothing.</summary>
    public Tensor? EmbeddingNoise { get; init; }
}
