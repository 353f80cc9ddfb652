using Sinter.Tokenizers;

namespace Sinter.Data.Tokens;

/// <summary>A tokenizer and what it is called in a comparison.</summary>
/// <param name="Name">Its name, such as the path that the user gave.</param>
/// <param name="Tokenizer">The tokenizer.</param>
public sealed record NamedTokenizer(string Name, Tokenizer Tokenizer);
