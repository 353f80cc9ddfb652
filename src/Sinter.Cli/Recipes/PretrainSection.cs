namespace Sinter.Cli.Recipes;

/// <summary>The <c>pretrain</c> section: training on the packed documents themselves.</summary>
internal sealed record PretrainSection : TrainingSection
{
    /// <summary>What the model learns to predict.</summary>
    [RecipeKey(
        "What is predicted: the next token; masked tokens (encoders); corrupted spans or a noised text (encoder-decoders); the rest of a text whose beginning is seen whole (prefix); a text with its middle moved to the end; or several tokens at once (`model.predictedTokens`).",
        Allowed = ["next-token", "masked", "span-corruption", "denoising", "prefix", "fill-in-the-middle", "multi-token"])]
    public string Objective { get; init; } = "next-token";
}
