namespace Sinter.Cli.Recipes;

/// <summary>The <c>model</c> section: the family and the sizes of the network, or the model that training starts from.</summary>
internal sealed record ModelSection
{
    /// <summary>The family.</summary>
    [RecipeKey(
        "Family of the architecture: what its norms, positions, biases and activations are. `llama` is RMSNorm, rotary positions, grouped queries and SwiGLU.",
        Allowed = ["llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "phi3", "neox", "gpt1", "gpt2", "bert", "roberta", "distilbert", "modernbert", "t5", "bart", "lstm", "gru"])]
    public string Family { get; init; } = "llama";

    /// <summary>A model folder to start from.</summary>
    [RecipeKey("Model folder whose weights and tokenizer are taken in place of new ones; the other keys of this section then say nothing.")]
    public string? From { get; init; }

    /// <summary>Width of the residual stream.</summary>
    [RecipeKey("Width of the residual stream; a multiple of `heads`.", Minimum = 2, Maximum = 65_536)]
    public int HiddenSize { get; init; } = 256;

    /// <summary>Transformer blocks.</summary>
    [RecipeKey("Transformer blocks.", Minimum = 1, Maximum = 1024)]
    public int Layers { get; init; } = 4;

    /// <summary>Query heads.</summary>
    [RecipeKey("Query heads; `hiddenSize / heads` must be even, for rotary positions.", Minimum = 1, Maximum = 1024)]
    public int Heads { get; init; } = 4;

    /// <summary>Key and value heads, each shared by a group of query heads.</summary>
    [RecipeKey("Key and value heads, each shared by `heads / keyValueHeads` query heads.", Minimum = 1, Maximum = 1024)]
    public int KeyValueHeads { get; init; } = 2;

    /// <summary>Width inside the feed-forward layer.</summary>
    [RecipeKey("Width inside the feed-forward layer (about 8/3 of `hiddenSize` where it is gated, 4 times where it is not).", Minimum = 1, Maximum = 1_048_576)]
    public int IntermediateSize { get; init; } = 688;

    /// <summary>Tokens ahead that are predicted.</summary>
    [RecipeKey("Tokens ahead that the model predicts, each with a head of one block of its own; 1 is the next token only.", Minimum = 1, Maximum = 16)]
    public int PredictedTokens { get; init; } = 1;

    /// <summary>Base of the rotary angles.</summary>
    [RecipeKey("Base of the rotary angles.", Minimum = 1, Maximum = 1e9)]
    public double RopeBase { get; init; } = 10_000;
}
