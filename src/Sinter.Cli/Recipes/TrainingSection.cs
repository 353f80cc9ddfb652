namespace Sinter.Cli.Recipes;

/// <summary>The keys that both training sections have: the optimiser, the learning rate, and what is looked at on the way.</summary>
internal abstract record TrainingSection
{
    /// <summary>Optimiser steps.</summary>
    [RecipeKey("Optimiser steps.", Minimum = 1, Maximum = 100_000_000)]
    public int Steps { get; init; } = 1000;

    /// <summary>Sequences in one forward and backward pass.</summary>
    [RecipeKey("Sequences in one forward and backward pass.", Minimum = 1, Maximum = 65_536)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Passes whose gradients make one step.</summary>
    [RecipeKey("Passes whose gradients are summed into one step.", Minimum = 1, Maximum = 65_536)]
    public int Accumulation { get; init; } = 1;

    /// <summary>Which optimiser.</summary>
    [RecipeKey(
        "Optimiser: AdamW; Muon for the matrices between hidden states and AdamW for the rest; Lion; Adafactor; or AdamW with states of 8 bits.",
        Allowed = ["adamw", "muon", "lion", "adafactor", "adamw8bit"])]
    public string Optimizer { get; init; } = "adamw";

    /// <summary>Whether Adafactor's rate is a share of the weights.</summary>
    [RecipeKey("Whether Adafactor takes the learning rate as a share of each parameter's root mean square.")]
    public bool RelativeStep { get; init; }

    /// <summary>The highest learning rate, reached after the warm-up.</summary>
    [RecipeKey("Highest learning rate, reached after the warm-up.", Minimum = 0, Maximum = 10)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate goes on after the warm-up.</summary>
    [RecipeKey(
        "Learning rate after the warm-up: down half a cosine, down a line, stable and then down as 1 - sqrt (wsd), or constant.",
        Allowed = ["cosine", "linear", "wsd", "constant"])]
    public string Schedule { get; init; } = "cosine";

    /// <summary>The share of all steps in which a stable learning rate falls.</summary>
    [RecipeKey("Share of all steps, the last ones, in which the learning rate of wsd falls.", Minimum = 0, Maximum = 1)]
    public double DecayShare { get; init; } = 0.2;

    /// <summary>The learning rate of the last step.</summary>
    [RecipeKey("Learning rate of the last step, where the schedule ends; constant never comes to it.", Minimum = 0, Maximum = 10)]
    public double MinimumLearningRate { get; init; } = 1e-4;

    /// <summary>Steps over which the learning rate rises.</summary>
    [RecipeKey("Steps over which the learning rate rises in a line.", Minimum = 0, Maximum = 100_000_000)]
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Decoupled weight decay of matrices.</summary>
    [RecipeKey("Decoupled weight decay, on matrices only.", Minimum = 0, Maximum = 10)]
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Decay of AdamW's first moment, and its like in Lion.</summary>
    [RecipeKey("Decay of AdamW's first moment; in Lion, the momentum's share of the step.", Minimum = 0, Maximum = 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of AdamW's second moment, and of Lion's momentum.</summary>
    [RecipeKey("Decay of AdamW's second moment, or of Lion's momentum.", Minimum = 0, Maximum = 0.999999)]
    public double Beta2 { get; init; } = 0.95;

    /// <summary>The greatest norm of the whole gradient; 0 for no clipping.</summary>
    [RecipeKey("Greatest norm of the whole gradient; 0 clips nothing.", Minimum = 0, Maximum = 1e6)]
    public double GradientClip { get; init; } = 1.0;

    /// <summary>Steps between two measurements on the validation split; 0 for none.</summary>
    [RecipeKey("Steps between two measurements on the validation split; 0 for none.", Minimum = 0, Maximum = 100_000_000)]
    public int ValidateEvery { get; init; } = 100;

    /// <summary>Sequences in one measurement.</summary>
    [RecipeKey("Sequences of the validation split in one measurement.", Minimum = 1, Maximum = 100_000_000)]
    public int ValidationSequences { get; init; } = 64;

    /// <summary>Steps between two checkpoints; 0 for the last one only.</summary>
    [RecipeKey("Steps between two checkpoints; 0 writes one only when the run is stopped or done.", Minimum = 0, Maximum = 100_000_000, ChangesResult = false)]
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Steps between two rounds of samples; 0 for none.</summary>
    [RecipeKey("Steps between two rounds of sample texts; 0 for none.", Minimum = 0, Maximum = 100_000_000)]
    public int SampleEvery { get; init; } = 200;

    /// <summary>What the model is asked to continue at each round.</summary>
    [RecipeKey("Texts that the model is asked to continue at each round.")]
    public IReadOnlyList<string> SamplePrompts { get; init; } = [];
}
