namespace Sinter.Training.Reinforcement;

/// <summary>What one step of a policy came to. What is said of answers is said of those that were sampled, before the step changed the model.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Reward">The mean reward of all answers that were sampled, those of dropped groups included.</param>
/// <param name="Answers">How many answers the model was trained on.</param>
public sealed record PolicyMetrics(int Step, double Reward, int Answers)
{
    /// <summary>The standard deviation of the rewards.</summary>
    public double RewardDeviation { get; init; }

    /// <summary>The share of right answers; null where the reward knows nothing of right and wrong.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean distance from the reference, nats a token (k3); null without a reference.</summary>
    public double? Kl { get; init; }

    /// <summary>The weight of that distance; with PPO it can adapt.</summary>
    public double KlCoefficient { get; init; }

    /// <summary>The mean of -log p over the tokens of the answers, nats: at temperature 1 an estimate of the policy's entropy.</summary>
    public double Entropy { get; init; }

    /// <summary>The share of tokens whose ratio was clipped, over all passes of the step.</summary>
    public double ClipShare { get; init; }

    /// <summary>Tokens of an answer, its end included, on average.</summary>
    public double Length { get; init; }

    /// <summary>The share of answers that the model ended itself.</summary>
    public double EndedShare { get; init; }

    /// <summary>The share of groups whose rewards were all equal, of all that were sampled; with dynamic sampling they were dropped.</summary>
    public double EqualGroupShare { get; init; }

    /// <summary>The mean loss of the step's optimizer steps.</summary>
    public double Loss { get; init; }

    /// <summary>With PPO: the mean squared error of the values before the step.</summary>
    public double? ValueError { get; init; }

    /// <summary>The largest norm of the step's gradients, before clipping.</summary>
    public double GradientNorm { get; init; }

    /// <summary>The rate used.</summary>
    public double LearningRate { get; init; }

    /// <summary>Tokens that were sampled in this step.</summary>
    public long SampledTokens { get; init; }

    /// <summary>Tokens of answers that were trained so far, each once.</summary>
    public long Tokens { get; init; }

    /// <summary>Seconds of the step: sampling and rewards.</summary>
    public double SamplingSeconds { get; init; }

    /// <summary>Seconds of the step in all.</summary>
    public double Seconds { get; init; }
}

/// <summary>Is told how the training of a policy goes.</summary>
public interface IPolicyObserver
{
    /// <summary>A step was done.</summary>
    /// <param name="metrics">What it came to.</param>
    /// <param name="answers">The answers that were sampled, group by group; those of dropped groups are among them.</param>
    void OnStep(PolicyMetrics metrics, IReadOnlyList<IReadOnlyList<ScoredAnswer>> answers);

    /// <summary>The policy was measured on held-out prompts.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="measure">What it came to.</param>
    void OnMeasure(int step, PolicyMeasure measure);

    /// <summary>The training goes on from a checkpoint.</summary>
    /// <param name="step">Steps done before.</param>
    void OnResume(int step);

    /// <summary>Something that the user should know, in one sentence.</summary>
    void OnWarning(string sentence);
}
