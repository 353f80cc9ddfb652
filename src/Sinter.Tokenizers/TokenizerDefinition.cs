using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PostProcessors;
using Sinter.Tokenizers.PreTokenizers;

namespace Sinter.Tokenizers;

/// <summary>
/// What a tokenizer file says, and all that is written back: the meeting point of the file formats, the trainers and <see cref="Tokenizer"/>.
/// Its maker has checked it (<see cref="Files.DefinitionCheck"/>), so who reads it need not.
/// </summary>
internal sealed record TokenizerDefinition
{
    /// <summary>Every token as written in the file, by id, added tokens included; empty for an id that no token has, which only ids behind the model's own can be.</summary>
    public required string[] Tokens { get; init; }

    /// <summary>How many of <see cref="Tokens"/>, from the first, are the model's own; those behind are added tokens only.</summary>
    public required int ModelTokens { get; init; }

    /// <summary>The added tokens, by id.</summary>
    public required AddedToken[] AddedTokens { get; init; }

    /// <summary>The model.</summary>
    public required ModelDefinition Model { get; init; }

    /// <summary>What changes text before it is cut, or null.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>What cuts text into pieces, or null for one piece.</summary>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Which special tokens go round a text for who asks for them, or null for none.</summary>
    public PostProcessor? PostProcessor { get; init; }

    /// <summary>What turns tokens into text, or null where they are joined by spaces.</summary>
    public TokenDecoder? Decoder { get; init; }

    /// <summary>What its reader had to take for granted, as a sentence for the user, or null. It is not written.</summary>
    public string? Assumption { get; init; }

    /// <summary>The ids of the tokens.</summary>
    public Dictionary<string, int> IdOfToken()
    {
        var ids = new Dictionary<string, int>(Tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < Tokens.Length; id++)
        {
            if (Tokens[id].Length > 0)
            {
                ids[Tokens[id]] = id;
            }
        }

        return ids;
    }

    /// <summary>By id, whether a token is special.</summary>
    public bool[] IsSpecial()
    {
        var special = new bool[Tokens.Length];
        foreach (var token in AddedTokens)
        {
            special[token.Id] = token.Special;
        }

        return special;
    }
}
