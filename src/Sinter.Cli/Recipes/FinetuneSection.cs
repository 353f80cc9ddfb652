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
        "What the model is tuned for: `classify` texts, `pair`s of texts, or `tokens`; `qa`, answers that stand in a text; `choice` between answers; `regress`, numbers; `generate` a text from another; `instruct`, conversations; `questions` made from the documents of the .NET reference; `seq2seq`, the same for encoder-decoders; or `none`.",
        Allowed = ["questions", "classify", "pair", "tokens", "qa", "choice", "regress", "generate", "instruct", "seq2seq", "none"])]
    public string Task { get; init; } = "questions";

    /// <summary>The labelled examples that train.</summary>
    [RecipeKey("Files of examples that train: JSON, JSON Lines, CSV, TSV or Parquet, whose form is recognised, or text with one class a file, named LABEL=FILE. `[sums]` are those of the source `sums`, for `generate`.")]
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>The labelled examples that are measured.</summary>
    [RecipeKey("Files of examples that are only measured; without any a tenth of those in `train`, chosen by the hash of their content.")]
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Passes over the examples.</summary>
    [RecipeKey("Passes over the examples of files, in place of `steps`; 0 for `steps`.", Minimum = 0, Maximum = 100_000)]
    public double Epochs { get; init; }

    /// <summary>The longest example.</summary>
    [RecipeKey("The most tokens of an example of files; longer ones are cut by the rule of the task. 0 for the context of the model, or 512 where that is longer.", Minimum = 0, Maximum = 16_777_216)]
    public int MaxTokens { get; init; }

    /// <summary>The most examples that train.</summary>
    [RecipeKey("The most examples that train, chosen by the seed; 0 for all.", Minimum = 0, Maximum = 100_000_000)]
    public int MostExamples { get; init; }

    /// <summary>The share of examples that is measured on the way.</summary>
    [RecipeKey("Share of the examples that train which is kept back to be measured on the way, for early stopping and the best checkpoint.", Minimum = 0, Maximum = 0.5)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The field of the text.</summary>
    [RecipeKey("The field that holds the text (or the input, the question, the first of two texts), where its name is none of the usual ones.")]
    public string TextField { get; init; } = "text";

    /// <summary>The field of the second text.</summary>
    [RecipeKey("The field that holds the second text of a pair, or the text that a question is about, where its name is none of the usual ones.")]
    public string? SecondField { get; init; }

    /// <summary>The field of the label.</summary>
    [RecipeKey("The field that holds the label (or the target, the answer, the number), where its name is none of the usual ones.")]
    public string LabelField { get; init; } = "label";

    /// <summary>The field of the prompt.</summary>
    [RecipeKey("The field that holds the prompt of `instruct`, where its name is none of the usual ones; a whole conversation in one field is named with `textField`.")]
    public string? PromptField { get; init; }

    /// <summary>The field of the answer to a prompt.</summary>
    [RecipeKey("The field that holds the answer to the prompt of `instruct`, where its name is none of the usual ones.")]
    public string? ResponseField { get; init; }

    /// <summary>Whether records that cannot be read are left out.</summary>
    [RecipeKey("Whether records that cannot be read at all (broken JSON, rows that break off) are counted and left out; without, they are an error.")]
    public bool AllowBroken { get; init; }

    /// <summary>What of the model is trained.</summary>
    [RecipeKey(
        "What is trained: `full`, everything; `head`, the head alone; `last`, the head and the last `lastLayers` blocks; `lora`, `rslora`, `dora`, low-rank changes of the frozen weights; `qlora`, the same over weights in 4 bits; `prefix` and `prompt`, virtual tokens; `adapter`, small layers between; `features`, a logistic classifier on what the frozen model makes of each text.",
        Allowed = ["full", "head", "last", "lora", "rslora", "dora", "qlora", "prefix", "prompt", "adapter", "features"])]
    public string Method { get; init; } = "full";

    /// <summary>Name patterns of what is trained.</summary>
    [RecipeKey("Names of the parameters that are trained, with `*` and `?`, in place of what `method` says, such as `3.*` or `*.attention.*`.")]
    public IReadOnlyList<string> TrainedNames { get; init; } = [];

    /// <summary>Trained blocks.</summary>
    [RecipeKey("Blocks that `last` trains, counted from the end.", Minimum = 1, Maximum = 1024)]
    public int LastLayers { get; init; } = 1;

    /// <summary>Rank.</summary>
    [RecipeKey("Rank of `lora` and its kin, or the width of an `adapter`.", Minimum = 1, Maximum = 4096)]
    public int Rank { get; init; } = 8;

    /// <summary>Scale.</summary>
    [RecipeKey("What `lora` and its kin are scaled by, divided by the rank.", Minimum = 0.001, Maximum = 1e6)]
    public double Alpha { get; init; } = 16;

    /// <summary>Dropout of LoRA.</summary>
    [RecipeKey("Share of what `lora` and its kin are given that is dropped in training.", Minimum = 0, Maximum = 0.9)]
    public double LoraDropout { get; init; }

    /// <summary>Which layers an adapter changes.</summary>
    [RecipeKey("Which layers `lora` and its kin change: all of each block, those of `attention`, or queries and values (`qv`).", Allowed = ["all", "attention", "qv"])]
    public string Targets { get; init; } = "all";

    /// <summary>Virtual tokens.</summary>
    [RecipeKey("Virtual tokens of `prefix` and `prompt`.", Minimum = 1, Maximum = 4096)]
    public int VirtualTokens { get; init; } = 16;

    /// <summary>Whether the head is fitted before the rest is trained.</summary>
    [RecipeKey("Whether a new head for classes or numbers is first fitted to the features of the model as it is, and all is trained from there: better with few examples.")]
    public bool HeadFirst { get; init; }

    /// <summary>Rates by layer.</summary>
    [RecipeKey("The learning rate of each block as a share of that of the block above it; 1 for the same everywhere.", Minimum = 0.01, Maximum = 1)]
    public double LayerDecay { get; init; } = 1;

    /// <summary>Gradual unfreezing.</summary>
    [RecipeKey("Steps after which one more block, from the last to the first, begins to be trained; 0 for all from the start.", Minimum = 0, Maximum = 100_000_000)]
    public int ThawEvery { get; init; }

    /// <summary>Weights of the classes.</summary>
    [RecipeKey("How much examples of each class count: all alike (`none`), or rare classes more, so that each class counts alike (`balanced`).", Allowed = ["none", "balanced"])]
    public string ClassWeights { get; init; } = "none";

    /// <summary>Label smoothing of a classifier.</summary>
    [RecipeKey("Share of the target that a classifier spreads over all classes alike.", Minimum = 0, Maximum = 0.9)]
    public double LabelSmoothing { get; init; }

    /// <summary>Share of dropped tokens.</summary>
    [RecipeKey("Share of a text's tokens that are masked while a classifier learns, drawn anew each time.", Minimum = 0, Maximum = 0.9)]
    public double TokenDropout { get; init; } = 0.1;

    /// <summary>NEFTune.</summary>
    [RecipeKey("Noise on the embeddings while a model learns to write (NEFTune's alpha, such as 5); 0 for none.", Minimum = 0, Maximum = 100)]
    public double Noise { get; init; }

    /// <summary>GPT-1's auxiliary loss.</summary>
    [RecipeKey("Share of the next token's loss that a decoder learns beside the class of a text, as GPT-1 did with 0.5; 0 for none.", Minimum = 0, Maximum = 10)]
    public double LanguageLoss { get; init; }

    /// <summary>Early stopping.</summary>
    [RecipeKey("Measurements without a better one after which the training ends; 0 never ends it early. The best weights measured are kept in any case.", Minimum = 0, Maximum = 1_000_000)]
    public int Patience { get; init; }

    /// <summary>Cross-validation.</summary>
    [RecipeKey("Parts of a cross-validation, for small sets: the model is trained and measured that many times before it is trained on all; 0 for none.", Minimum = 0, Maximum = 100)]
    public int Folds { get; init; }

    /// <summary>Methods to compare with.</summary>
    [RecipeKey("Methods that are trained beside on the same examples, to compare with: `scratch` (random weights), and those of `method`.")]
    public IReadOnlyList<string> Compare { get; init; } = [];

    /// <summary>Share of pretraining documents among the tokens.</summary>
    [RecipeKey("Share of the tokens of `questions` that are documents of the pretraining, so that the model does not forget them.", Minimum = 0, Maximum = 0.95)]
    public double Replay { get; init; } = 0.3;

    /// <summary>Whether a tuning goes on from the model of the last one.</summary>
    [RecipeKey("Whether a run with more examples than last time goes on from the model it made then: it trains on what is new and on old examples beside, measures both models on the same held-out examples and on texts whose groups of people are swapped, and keeps the old one where the new is worse.")]
    public bool Upkeep { get; init; }

    /// <summary>The share of old examples in an update.</summary>
    [RecipeKey("With `upkeep`, the share of old examples among those that train, so that the model does not forget them.", Minimum = 0, Maximum = 0.95)]
    public double UpkeepReplay { get; init; } = 0.5;

    /// <summary>Whether the examples come from files.</summary>
    public bool ReadsFiles => Task is not ("questions" or "none") && Train.Count > 0;
}
