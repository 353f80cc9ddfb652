using Sinter.Models;

namespace Sinter.Inference.Texts;

/// <summary>How a <see cref="TextEmbedder"/> makes vectors.</summary>
public sealed record TextEmbedderOptions
{
    /// <summary>How the hidden states of a text become one vector; null for the mean with an encoder and the last with a decoder.</summary>
    public TextPooling? Pooling { get; init; }

    /// <summary>Whether vectors have length 1, so that their product is their cosine.</summary>
    public bool Normalizes { get; init; } = true;

    /// <summary>Whether the end of a text that is longer than the context is cut off; if not, such a text is refused.</summary>
    public bool Truncates { get; init; }

    /// <summary>Tokens that are computed at once at most, if they are of several texts; at least 1.</summary>
    public int BatchTokens { get; init; } = 4096;
}
