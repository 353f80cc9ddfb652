using System.Text.Json.Serialization;

namespace Sinter.Cli.Reports;

/// <summary>One optimizer step, or the mean of a few in a long run. A figure that was not finite is null.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Tokens">Tokens seen so far.</param>
/// <param name="Loss">Cross-entropy of the trained tokens in nats a token.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="GradientNorm">The norm of the whole gradient before clipping.</param>
/// <param name="TokensPerSecond">Tokens trained a second.</param>
public sealed record TrainingStep(long Step, long Tokens, double? Loss, double? LearningRate, double? GradientNorm, double? TokensPerSecond);

/// <summary>A measurement on held-out text.</summary>
/// <param name="Step">After this step.</param>
/// <param name="Tokens">Tokens seen so far.</param>
/// <param name="Loss">Cross-entropy in nats a token.</param>
/// <param name="BitsPerByte">The same in bits per byte of the text.</param>
public sealed record ValidationPoint(long Step, long Tokens, double? Loss, double? BitsPerByte);

/// <summary>What the model wrote after some steps.</summary>
public sealed record SampleText(string Stage, long Step, string Prompt, string Text);

/// <summary>The course of one training stage.</summary>
public sealed record TrainingCurves
{
    /// <summary>More steps than this are drawn and kept as means of equal groups.</summary>
    public const int MostSteps = 3000;

    /// <summary>The stage: <c>pretrain</c> or <c>finetune</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The last step.</summary>
    public long LastStep { get; init; }

    /// <summary>Tokens seen by then.</summary>
    public long Tokens { get; init; }

    /// <summary>Steps whose loss was not a number or infinite.</summary>
    public long NonFiniteSteps { get; init; }

    /// <summary>The measurements on held-out text.</summary>
    public IReadOnlyList<ValidationPoint> Validation { get; init; } = [];

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<TrainingStep> Steps { get; init; } = [];

    /// <summary>Bits per byte for a nat per token, from the measurements that give both; null where none does.</summary>
    [JsonIgnore]
    public double? BitsPerByteOfLoss => Validation
        .Where(v => v.Loss > 0 && v.BitsPerByte > 0)
        .Select(v => v.BitsPerByte / v.Loss)
        .LastOrDefault();
}
