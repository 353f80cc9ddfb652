namespace Sinter.Tokenizers;

/// <summary>A tokenizer with new tokens behind all that it had.</summary>
/// <param name="Tokenizer">The tokenizer; every old token keeps its id.</param>
/// <param name="FirstNewId">The id of the first new token: how many there were.</param>
/// <param name="Replaced">For each new token the ids of the old tokens that it stands for, from which a model can make its embedding.</param>
public sealed record ExtendedTokenizer(Tokenizer Tokenizer, int FirstNewId, IReadOnlyList<IReadOnlyList<int>> Replaced);
