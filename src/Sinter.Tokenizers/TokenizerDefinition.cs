using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers;

/// <summary>
/// What a tokenizer file says, and all that is written back: the meeting point of the file formats, the trainer and <see cref="Tokenizer"/>.
/// Its maker has checked it (<see cref="Files.DefinitionCheck"/>), so who reads it need not.
/// </summary>
internal sealed record TokenizerDefinition
{
    /// <summary>Every token as written in the file, by id, added tokens included.</summary>
    public required string[] Tokens { get; init; }

    /// <summary>How many of <see cref="Tokens"/>, from the first, are the model's own; those behind are added tokens only.</summary>
    public required int ModelTokens { get; init; }

    /// <summary>The merges, by rank.</summary>
    public required Merge[] Merges { get; init; }

    /// <summary>The added tokens, by id.</summary>
    public required AddedToken[] AddedTokens { get; init; }

    /// <summary>How a SentencePiece model sees spaces; null for a byte-level model.</summary>
    public Metaspace? Metaspace { get; init; }

    /// <summary>The token for characters that a SentencePiece model does not know, if it has one.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether unknown characters in a row become one unknown token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether a SentencePiece model writes unknown characters as byte tokens such as <c>&lt;0x0A&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>The file's post_processor as JSON: kept for who reads the file next, since Sinter adds no token that was not asked for.</summary>
    public string? PostProcessor { get; init; }
}
