namespace Sinter.Cli.Recipes;

/// <summary>The <c>tokenizer</c> section: a tokenizer trained on the train split.</summary>
internal sealed record TokenizerSection
{
    /// <summary>The kind of model.</summary>
    [RecipeKey("Kind of model: byte-level `bpe`, `unigram`, `wordpiece`, or single `char`acters or `byte`s.", Allowed = ["bpe", "unigram", "wordpiece", "char", "byte"])]
    public string Model { get; init; } = "bpe";

    /// <summary>Tokens in the vocabulary, special tokens among them.</summary>
    [RecipeKey("Tokens in the vocabulary, the special tokens among them; for `bpe` also 256 bytes.", Minimum = 264, Maximum = 1_000_000)]
    public int VocabularySize { get; init; } = 8192;

    /// <summary>How byte-level BPE cuts text into words.</summary>
    [RecipeKey("How `bpe` cuts text into words first: as GPT-2 does, or as the encodings cl100k and o200k do.", Allowed = ["gpt2", "cl100k", "o200k"])]
    public string Style { get; init; } = "gpt2";
}
