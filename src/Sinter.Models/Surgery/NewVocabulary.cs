namespace Sinter.Models.Surgery;

/// <summary>The tokens that a model is to know.</summary>
public sealed record NewVocabulary
{
    /// <summary>
    /// For each new token the old ones that it begins as the mean of: the one of the same text, or those that spell it; none for the mean of all.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<int>> Origins { get; init; }

    /// <summary>Tokens of the old vocabulary; rows of the model behind them belong to no token.</summary>
    public required int OldTokens { get; init; }

    /// <summary>The ids that frame a text, by the new vocabulary, and advice on sampling.</summary>
    public required GenerationConfig Generation { get; init; }

    /// <summary>The padding token, by the new vocabulary.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>The token that a decoder begins with, by the new vocabulary.</summary>
    public int? DecoderStartToken { get; init; }

    /// <summary>The rows of the model are a multiple of it.</summary>
    public int Multiple { get; init; } = 1;
}
