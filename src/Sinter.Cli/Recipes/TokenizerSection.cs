namespace Sinter.Cli.Recipes;

/// <summary>The <c>tokenizer</c> section: a byte-level BPE trained on the train split.</summary>
internal sealed record TokenizerSection
{
    /// <summary>Tokens in the vocabulary, special tokens among them.</summary>
    [RecipeKey("Tokens in the vocabulary: 256 bytes, the special tokens, and merges.", Minimum = 264, Maximum = 1_000_000)]
    public int VocabularySize { get; init; } = 8192;
}
