namespace Sinter.Training;

/// <summary>What one step did.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Tokens">Trained tokens (targets) so far, over the whole run.</param>
/// <param name="Loss">Mean loss of the step, nats a token.</param>
/// <param name="LearningRate">The rate used.</param>
/// <param name="GradientNorm">The norm of all gradients before clipping.</param>
/// <param name="TokensPerSecond">Positions computed a second, padding included.</param>
public readonly record struct StepMetrics(int Step, long Tokens, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond);

/// <summary>A measurement on validation data.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Trained tokens so far.</param>
/// <param name="Loss">Nats a token.</param>
/// <param name="BitsPerByte">Bits for each byte of the text.</param>
public readonly record struct ValidationMetrics(int Step, long Tokens, double Loss, double BitsPerByte)
{
    /// <summary>The share of targets that the model takes for the likeliest token; null where the objective asks for no guesses.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The share that the most frequent target alone makes up: what guessing gets right.</summary>
    public double? UnigramAccuracy { get; init; }

    /// <summary>What the best checkpoint is chosen by; null where none is kept.</summary>
    public double? Metric { get; init; }

    /// <summary>Whether this is the best measurement so far; false where none is kept.</summary>
    public bool IsBest { get; init; }
}

/// <summary>Is told how a training goes.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was done.</summary>
    void OnStep(StepMetrics metrics);

    /// <summary>The model was measured.</summary>
    void OnValidation(ValidationMetrics metrics);

    /// <summary>It is time to show what the model writes; its weights may be read during the call.</summary>
    /// <param name="step">Steps done.</param>
    void OnSample(int step);

    /// <summary>The training goes on from a checkpoint.</summary>
    /// <param name="step">Steps done before.</param>
    void OnResume(int step);

    /// <summary>The training has ended, and its best weights are those of the model again.</summary>
    /// <param name="best">The best measurement.</param>
    /// <param name="step">Steps done.</param>
    void OnBest(BestSoFar best, int step)
    {
    }

    /// <summary>Something that the user should know, in one sentence.</summary>
    void OnWarning(string sentence);
}
