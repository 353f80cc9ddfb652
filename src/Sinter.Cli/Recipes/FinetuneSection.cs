namespace Sinter.Cli.Recipes;

/// <summary>The <c>finetune</c> section: training for a task, from the pretrained weights and with smaller steps.</summary>
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

    /// <summary>What the model is tuned for.</summary>
    [RecipeKey(
        "What the model is tuned for: `questions` made from the documents of the .NET reference; `classify` texts by the labels of `train`; `seq2seq`, from the inputs of `train` to their targets; or `none`.",
        Allowed = ["questions", "classify", "seq2seq", "none"])]
    public string Task { get; init; } = "questions";

    /// <summary>The labelled examples that train.</summary>
    [RecipeKey("Files of examples that train, for `classify` and `seq2seq`: JSON Lines, CSV or Parquet with the fields below, or text with one class a file, named LABEL=FILE.")]
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>The labelled examples that are measured.</summary>
    [RecipeKey("Files of examples that are only measured; without any a tenth of those in `train`, chosen by the hash of their text.")]
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>The field of the text.</summary>
    [RecipeKey("The field that holds the text, or the input of a `seq2seq` example.")]
    public string TextField { get; init; } = "text";

    /// <summary>The field of the label.</summary>
    [RecipeKey("The field that holds the label, or the target of a `seq2seq` example.")]
    public string LabelField { get; init; } = "label";

    /// <summary>Label smoothing of a classifier.</summary>
    [RecipeKey("Share of the target that a classifier spreads over all classes alike.", Minimum = 0, Maximum = 0.9)]
    public double LabelSmoothing { get; init; }

    /// <summary>Share of dropped tokens.</summary>
    [RecipeKey("Share of a text's tokens that are masked while a classifier learns, drawn anew each time.", Minimum = 0, Maximum = 0.9)]
    public double TokenDropout { get; init; } = 0.1;

    /// <summary>Share of pretraining documents among the tokens.</summary>
    [RecipeKey("Share of the tokens of `questions` that are documents of the pretraining, so that the model does not forget them.", Minimum = 0, Maximum = 0.95)]
    public double Replay { get; init; } = 0.3;
}
