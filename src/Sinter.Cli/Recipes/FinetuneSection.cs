namespace Sinter.Cli.Recipes;

/// <summary>The <c>finetune</c> section: training on answers to questions, from the pretrained weights and with smaller steps.</summary>
internal sealed record FinetuneSection : TrainingSection
{
    /// <summary>Starts from the defaults of fine-tuning.</summary>
    public FinetuneSection()
    {
        Steps = 200;
        LearningRate = 3e-4;
        MinimumLearningRate = 3e-5;
        WarmupSteps = 20;
        WeightDecay = 0.01;
        ValidateEvery = 50;
        CheckpointEvery = 100;
        SampleEvery = 100;
    }

    /// <summary>Share of pretraining documents among the tokens.</summary>
    [RecipeKey("Share of the tokens that are documents of the pretraining, so that the model does not forget them.", Minimum = 0, Maximum = 0.95)]
    public double Replay { get; init; } = 0.3;
}
