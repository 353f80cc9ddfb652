namespace Sinter.Cli.Recipes;

/// <summary>The <c>pretrain</c> section: training on the packed documents themselves.</summary>
internal sealed record PretrainSection : TrainingSection
{
    /// <summary>What the model learns to predict.</summary>
    [RecipeKey(
        "What is predicted: the next token; masked tokens (encoders); corrupted spans or a noised text (encoder-decoders); the rest of a text whose beginning is seen whole (prefix); a text with its middle moved to the end; or several tokens at once (`model.predictedTokens`).",
        Allowed = ["next-token", "masked", "span-corruption", "denoising", "prefix", "fill-in-the-middle", "multi-token"])]
    public string Objective { get; init; } = "next-token";

    /// <summary>Whether what is trained goes on with a text that it is given.</summary>
    public bool ContinuesText => Objective is not ("masked" or "span-corruption" or "denoising");

    /// <summary>The share of masked tokens.</summary>
    [RecipeKey("Share of a document's tokens that `masked` asks for.", Minimum = 0.01, Maximum = 0.9)]
    public double MaskShare { get; init; } = 0.15;

    /// <summary>Whether words are masked whole.</summary>
    [RecipeKey("Whether `masked` takes whole words.")]
    public bool WholeWords { get; init; }

    /// <summary>The factor of the loss on whole texts.</summary>
    [RecipeKey("Factor of a loss beside that of `masked` or `next-token` by which the two halves of a document come nearer to each other than to those of other documents (as vectors: the mean of an encoder's states, the last state of a decoder); 0 for none. It makes classifiers with few labels better.", Minimum = 0, Maximum = 100)]
    public double Contrast { get; init; }

    /// <summary>Whether a pre-training goes on from the model of the last one.</summary>
    [RecipeKey("Whether a run with more documents than last time goes on from the model it made then: it keeps the tokenizer, trains on the documents that are new and on old ones beside, measures both models on the same held-out text and on texts whose groups of people are swapped, and keeps the old one where the new is worse.")]
    public bool Upkeep { get; init; }

    /// <summary>The share of old text in an update.</summary>
    [RecipeKey("With `upkeep`, the share of the sequences that come from the old documents, so that the model does not forget them.", Minimum = 0, Maximum = 0.95)]
    public double Replay { get; init; } = 0.3;
}
