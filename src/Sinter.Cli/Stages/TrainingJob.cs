using Sinter.Cli.Recipes;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Objectives;

namespace Sinter.Cli.Stages;

/// <summary>One training of a stage: a model, what it learns from, and how.</summary>
internal sealed record TrainingJob
{
    /// <summary>Its name in the log and among the checkpoints; that of the stage, or begins with it where a stage has several.</summary>
    public required string Name { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainingSection Section { get; init; }

    /// <summary>The model, with the weights to start from.</summary>
    public required Model Model { get; init; }

    /// <summary>Its tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>What it learns from.</summary>
    public required ISequenceSource Data { get; init; }

    /// <summary>What it is measured on; null for nothing.</summary>
    public IFiniteSequences? Validation { get; init; }

    /// <summary>What it learns.</summary>
    public Objective Objective { get; init; } = new NextToken();

    /// <summary>The first sequence that it reads, in the order of the run: those before were read by an earlier training.</summary>
    public long FirstPlace { get; init; }

    /// <summary>Changes the options of the section to what fits the data; null for none.</summary>
    public Func<TrainingOptions, TrainingOptions>? Adjust { get; init; }

    /// <summary>Whether the training is checked before it begins; not of trainings that are only compared with, which differ in little from one that is.</summary>
    public bool IsChecked { get; init; } = true;

    /// <summary>Whether the head was drawn at random.</summary>
    public bool HasNewHead { get; init; }

    /// <summary>Is told of each measurement on the way, while the model has the weights that were measured; null for none.</summary>
    public Action<ValidationMetrics>? OnValidation { get; init; }

    /// <summary>Makes the tokens that a sample starts from; null for no samples.</summary>
    public Func<Tokenizer, string, int[]>? Prompt { get; init; }
}

/// <summary>What a training came to.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Tokens">Trained tokens.</param>
/// <param name="FinalLoss">The loss of the last step; null where it was done in an earlier attempt.</param>
/// <param name="Validation">The last measurement; null for none.</param>
/// <param name="TokensPerSecond">The median of all steps.</param>
internal sealed record TrainingOutcome(int Steps, long Tokens, double? FinalLoss, ValidationMetrics? Validation, double TokensPerSecond)
{
    /// <summary>All measurements on the way.</summary>
    public IReadOnlyList<ValidationMetrics> Validations { get; init; } = [];
}
