namespace Sinter.Inference;

/// <summary>
/// A causal language model that takes tokens and gives the logits of the next one. It owns the key-value cache of one
/// sequence, so it serves one generation at a time and is not for several threads at once. It knows nothing of text.
/// </summary>
public interface ITokenModel
{
    /// <summary>Number of logits.</summary>
    int VocabularySize { get; }

    /// <summary>The most tokens that one sequence can have.</summary>
    int ContextLength { get; }

    /// <summary>Forgets the sequence; the next <see cref="Append"/> begins a new one.</summary>
    void Reset();

    /// <summary>Adds tokens to the sequence and advances the cache.</summary>
    /// <param name="tokens">At least one; with those before not more than <see cref="ContextLength"/>.</param>
    /// <returns>The logits after the last token, [vocabulary]; valid until the next call.</returns>
    ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens);
}
