namespace Sinter.Cli.Recipes;

/// <summary>The <c>upscale</c> section: a deeper model made of two overlapping copies of the layers (depth up-scaling), and the training that heals the seam. The stage is there where an overlap is given.</summary>
internal sealed record UpscaleSection : TrainingSection
{
    /// <summary>Layers left out of each copy.</summary>
    [RecipeKey("Layers left out of each of the two copies: n layers become 2 (n - overlap). Without it there is no such stage.", Minimum = 0, Maximum = 4095)]
    public int? Overlap { get; init; }

    /// <summary>What the deeper model is compared with.</summary>
    [RecipeKey("What is trained on the same tokens beside it, to compare with: `parent`, the model that it was made of, and `scratch`, a model of its size with random weights and the learning rate of `pretrain`.")]
    public IReadOnlyList<string> Compare { get; init; } = ["parent", "scratch"];
}
