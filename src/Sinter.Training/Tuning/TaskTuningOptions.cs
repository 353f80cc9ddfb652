using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tuning;

/// <summary>How a model is tuned for a task.</summary>
public sealed record TaskTuningOptions
{
    /// <summary>What is trained.</summary>
    public TuningMethod Method { get; init; }

    /// <summary>Names of the parameters that are trained, with * and ?, in place of what the method says; none for the method.</summary>
    public IReadOnlyList<string> TrainedNames { get; init; } = [];

    /// <summary>With <see cref="TuningMethod.Last"/>: blocks that are trained.</summary>
    public int LastLayers { get; init; } = 1;

    /// <summary>The rank of low-rank changes, or the width of small layers.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>What low-rank changes are scaled by, divided by the rank.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The share of the inputs of low-rank changes that is dropped in training, in [0, 1).</summary>
    public double LoraDropout { get; init; }

    /// <summary>Which layers low-rank changes are made of: <c>all</c>, <c>attention</c>, <c>qv</c>, or names of modules.</summary>
    public IReadOnlyList<string> Targets { get; init; } = ["all"];

    /// <summary>Virtual tokens of prefix and prompt tuning.</summary>
    public int VirtualTokens { get; init; } = 16;

    /// <summary>The learning rate of a layer as a share of that of the layer above it; 1 for the same everywhere.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Steps after which one more layer begins to be trained; 0 for all from the start.</summary>
    public int ThawEvery { get; init; }

    /// <summary>
    /// Whether a new head of whole texts is first fitted to the features of the model as it is, and trained from there (Kumar et al. 2022): what a random head would pull the trunk by is then gone.
    /// </summary>
    public bool FitsHeadFirst { get; init; }

    /// <summary>Examples of a step, about: as many rows are taken as hold so many on the average.</summary>
    public int ExamplesPerStep { get; init; } = 32;

    /// <summary>Passes over the examples; 0 for the steps of <see cref="Training"/>.</summary>
    public double Epochs { get; init; }

    /// <summary>How much each class counts, in the order of the labels; null for all alike.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>What is trained besides the plain loss.</summary>
    public TaskObjectiveOptions Objective { get; init; } = new();

    /// <summary>The template of conversations; null for none.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>Steps, rate, optimizer, measurements; objective, batch and steps (with <see cref="Epochs"/>) are filled in.</summary>
    public required TrainingOptions Training { get; init; }
}
