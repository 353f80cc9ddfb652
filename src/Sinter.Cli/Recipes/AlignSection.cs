namespace Sinter.Cli.Recipes;

/// <summary>The <c>align</c> section: training for what people, or rules, prefer.</summary>
internal sealed record AlignSection : TrainingSection
{
    /// <summary>Starts from the defaults of alignment.</summary>
    public AlignSection()
    {
        Steps = 100;
        LearningRate = 1e-5;
        MinimumLearningRate = 1e-6;
        WarmupSteps = 10;
        WeightDecay = 0;
        ValidateEvery = 25;
        CheckpointEvery = 50;
        SampleEvery = 0;
    }

    /// <summary>How.</summary>
    [RecipeKey(
        "How the model is aligned: by pairs of answers (`dpo`, `ipo`, `hinge`, `robust`, `orpo`, `simpo`), by single answers that were found good or bad (`kto`), by a `reward` model that is made of it, or by rewards for what it writes (`ppo`, `grpo`, `dr-grpo`, `dapo`, `best-of-n`); or `none`.",
        Allowed = ["none", "dpo", "ipo", "hinge", "robust", "orpo", "simpo", "kto", "reward", "ppo", "grpo", "dr-grpo", "dapo", "best-of-n"])]
    public string Method { get; init; } = "none";

    /// <summary>The preferences.</summary>
    [RecipeKey("Files of pairs (`prompt`, `chosen`, `rejected`), of single answers with a label, or of prompts with their right answers; the usual forms are recognised. `[sums]` are those of the source `sums`.")]
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>The preferences that are measured.</summary>
    [RecipeKey("Files of the same that are only measured; without any a tenth of `data`, chosen by the hash of its content.")]
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>The field of the prompt.</summary>
    [RecipeKey("The field that holds the prompt, where its name is none of the usual ones.")]
    public string? PromptField { get; init; }

    /// <summary>The field of the better answer.</summary>
    [RecipeKey("The field that holds the better answer of a pair, where its name is not `chosen` or another usual one.")]
    public string? ChosenField { get; init; }

    /// <summary>The field of the other answer.</summary>
    [RecipeKey("The field that holds the other answer of a pair, where its name is not `rejected` or another usual one.")]
    public string? RejectedField { get; init; }

    /// <summary>The field of a single answer.</summary>
    [RecipeKey("The field that holds the single answer of `kto`, or the right answer to a prompt, where its name is none of the usual ones.")]
    public string? ResponseField { get; init; }

    /// <summary>The field of whether an answer is good.</summary>
    [RecipeKey("The field that says whether the single answer of `kto` is good, where its name is none of the usual ones.")]
    public string? LabelField { get; init; }

    /// <summary>Whether records that cannot be read are left out.</summary>
    [RecipeKey("Whether records that cannot be read at all (broken JSON, rows that break off) are counted and left out; without, they are an error.")]
    public bool AllowBroken { get; init; }

    /// <summary>Passes over the data.</summary>
    [RecipeKey("Passes over the data, in place of `steps`; 0 for `steps`.", Minimum = 0, Maximum = 100_000)]
    public double Epochs { get; init; }

    /// <summary>How far it may go from where it starts.</summary>
    [RecipeKey("How strongly the model is held to where it starts from: beta of DPO and its kin, or the share of the KL divergence that rewards pay. Without it what the authors of the method take: 0.1, 2 of `simpo`, 0.04 of `grpo`, 0.05 of `ppo`, 0 of `dr-grpo` and `dapo`.", Minimum = 0, Maximum = 100)]
    public double? Beta { get; init; }

    /// <summary>Length normalisation.</summary>
    [RecipeKey("Whether log-probabilities of answers are divided by their tokens.")]
    public bool LengthNormalized { get; init; }

    /// <summary>Noise in the labels.</summary>
    [RecipeKey("Share of the pairs that is taken to be the wrong way round, for `dpo` and `robust`.", Minimum = 0, Maximum = 0.49)]
    public double LabelNoise { get; init; }

    /// <summary>The margin of SimPO.</summary>
    [RecipeKey("By how much `simpo` wants the chosen answer to be better.", Minimum = 0, Maximum = 100)]
    public double Margin { get; init; } = 1;

    /// <summary>The share of the language loss.</summary>
    [RecipeKey("Share of the loss of the chosen answer's tokens that is added, or the factor of the odds ratio in `orpo`.", Minimum = 0, Maximum = 100)]
    public double AnswerLoss { get; init; }

    /// <summary>Whether prompts are plain.</summary>
    [RecipeKey("Whether prompts are given to the model as plain text to go on from, in place of as a user's message.")]
    public bool Plain { get; init; }

    /// <summary>Rewards by rule.</summary>
    [RecipeKey("Rules that reward an answer, each with an optional weight: `exact`, `exact:MARKER`, `regex:PATTERN`, `format:PATTERN`, `length:TOKENS`, `overlong:LIMIT:BUFFER`, or `FILE.dll:TYPE`, a class that implements IReward, such as `exact` and `0.2*length:64`.")]
    public IReadOnlyList<string> Rewards { get; init; } = [];

    /// <summary>A reward model.</summary>
    [RecipeKey("Folder of a reward model that judges answers, made with the method `reward`.")]
    public string? RewardModel { get; init; }

    /// <summary>Samples of each prompt.</summary>
    [RecipeKey("Answers that are drawn for each prompt.", Minimum = 1, Maximum = 4096)]
    public int Samples { get; init; } = 8;

    /// <summary>Prompts of a step.</summary>
    [RecipeKey("Prompts of each step, for methods that draw answers.", Minimum = 1, Maximum = 65_536)]
    public int Prompts { get; init; } = 8;

    /// <summary>Longest answer.</summary>
    [RecipeKey("The most tokens of a drawn answer.", Minimum = 1, Maximum = 1_048_576)]
    public int MaxTokens { get; init; } = 64;

    /// <summary>Temperature.</summary>
    [RecipeKey("Temperature at which answers are drawn.", Minimum = 0.01, Maximum = 10)]
    public double Temperature { get; init; } = 1;

    /// <summary>Passes over what was drawn.</summary>
    [RecipeKey("Passes over the answers of a step. Without it 1, or 4 of `ppo`.", Minimum = 1, Maximum = 100)]
    public int? Passes { get; init; }

    /// <summary>Clipping.</summary>
    [RecipeKey("How far the probability of a token may move in a step before it is clipped.", Minimum = 0, Maximum = 1)]
    public double Clip { get; init; } = 0.2;

    /// <summary>What is trained.</summary>
    [RecipeKey("What is trained: `full`, everything, or `lora`, low-rank changes of the frozen weights, without which the model is its own reference.", Allowed = ["full", "lora"])]
    public string Train { get; init; } = "full";

    /// <summary>Rank.</summary>
    [RecipeKey("Rank of `lora`; it is scaled by twice that.", Minimum = 1, Maximum = 4096)]
    public int Rank { get; init; } = 8;

    /// <summary>Whether answers are drawn and rewarded.</summary>
    public bool IsByReward => Method is "ppo" or "grpo" or "dr-grpo" or "dapo" or "best-of-n";
}
