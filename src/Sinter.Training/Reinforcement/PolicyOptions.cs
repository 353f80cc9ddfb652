using Sinter.Inference;
using static System.FormattableString;

namespace Sinter.Training.Reinforcement;

/// <summary>How a policy is sampled, judged and improved. Steps, learning rate, optimizer, seed and checkpoints are those of <see cref="TrainingOptions"/>.</summary>
public sealed record PolicyOptions
{
    /// <summary>The method.</summary>
    public PolicyMethod Method { get; init; }

    /// <summary>Prompts of a step.</summary>
    public int PromptsPerStep { get; init; } = 32;

    /// <summary>Answers to each prompt.</summary>
    public int GroupSize { get; init; } = 8;

    /// <summary>The most tokens of an answer, its end included.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>How tokens are drawn. Probabilities in losses are those of temperature 1 without any cut.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Answers sampled side by side.</summary>
    public int SamplingRows { get; init; } = 64;

    /// <summary>How often the answers of a step are gone through.</summary>
    public int InnerEpochs { get; init; } = 1;

    /// <summary>Optimizer steps of each of these passes: the answers are divided into so many parts.</summary>
    public int Minibatches { get; init; } = 1;

    /// <summary>How far a ratio may fall below 1 before it is clipped.</summary>
    public double ClipLow { get; init; } = 0.2;

    /// <summary>How far a ratio may rise above 1 before it is clipped; DAPO's is 0.28.</summary>
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>
    /// The weight of the distance from the reference: in the loss (k3 of Schulman 2020) with GRPO, where DeepSeekMath has 0.04; in the reward of each token with PPO; 0 for none, and then there is no reference.
    /// </summary>
    public double KlCoefficient { get; init; }

    /// <summary>With PPO: the distance, nats a sequence, to which the coefficient adapts (Ziegler et al. 2019, section 2.2); 0 for a fixed one.</summary>
    public double KlTarget { get; init; }

    /// <summary>With PPO: sequences over which the coefficient adapts.</summary>
    public double KlHorizon { get; init; } = 10_000;

    /// <summary>Whether groups whose rewards are all equal, which teach nothing, are replaced by those of the next prompts.</summary>
    public bool ReplacesEqualGroups { get; init; }

    /// <summary>How often prompts are drawn again in a step to replace groups, before it goes on with fewer.</summary>
    public int MostReplacements { get; init; } = 3;

    /// <summary>With PPO: how much of a reward reaches the token before.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>With PPO: how far advantages look ahead (Schulman et al. 2015, generalized advantage estimation).</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>With PPO: the weight of the value head's error.</summary>
    public double ValueCoefficient { get; init; } = 0.1;

    /// <summary>With PPO: how far a value may move from that before the step.</summary>
    public double ValueClip { get; init; } = 0.2;

    /// <summary>Tokens of a training row, in which several answers stand; 0 for as many as the longest prompt and answer take, at least 128, at most the context.</summary>
    public int RowLength { get; init; }

    /// <summary>The usual settings of a method.</summary>
    public static PolicyOptions Of(PolicyMethod method) => method switch
    {
        PolicyMethod.Grpo => new() { KlCoefficient = 0.04 },
        PolicyMethod.DrGrpo => new() { Method = method },
        PolicyMethod.Dapo => new() { Method = method, ClipHigh = 0.28, ReplacesEqualGroups = true },
        PolicyMethod.Ppo => new() { Method = method, GroupSize = 1, PromptsPerStep = 128, KlCoefficient = 0.05, InnerEpochs = 4 },
        _ => throw new ArgumentOutOfRangeException(nameof(method), $"There is no method {method}."),
    };

    /// <summary>These options, once they are known to make sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public PolicyOptions Validated()
    {
        Sampling.Validated();
        Check(PromptsPerStep >= 1 && MaxTokens >= 1 && InnerEpochs >= 1 && Minibatches >= 1 && SamplingRows >= 1 && MostReplacements >= 0 && RowLength >= 0, "Prompts of a step, tokens of an answer, inner epochs, minibatches and rows must be 1 or more.");
        Check(Method == PolicyMethod.Ppo ? GroupSize >= 1 : GroupSize >= 2, Invariant($"There are {GroupSize} answers to each prompt; {Method} needs {(Method == PolicyMethod.Ppo ? "one" : "two to compare")} or more."));
        Check(ClipLow is > 0 and < 1 && ClipHigh > 0 && double.IsFinite(ClipHigh), Invariant($"Ratios are clipped {ClipLow} below and {ClipHigh} above 1; the first must lie between 0 and 1, the second above 0."));
        Check(KlCoefficient >= 0 && KlTarget >= 0 && KlHorizon > 0 && double.IsFinite(KlCoefficient + KlTarget + KlHorizon), "The weight, the target and the horizon of the distance from the reference must be 0 or more, the horizon above 0.");
        Check(Gamma is >= 0 and <= 1 && Lambda is >= 0 and <= 1, Invariant($"Gamma is {Gamma} and lambda {Lambda}; both lie between 0 and 1."));
        Check(ValueCoefficient >= 0 && ValueClip > 0 && double.IsFinite(ValueCoefficient + ValueClip), Invariant($"The value's weight is {ValueCoefficient} and its clip {ValueClip}; the first must be 0 or more, the second above 0."));
        Check(Sampling.Temperature > 0, "The temperature is 0: all answers to a prompt would be the same, and nothing could be learnt from comparing them.");
        return this;
    }

    private static void Check(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(sentence);
        }
    }
}
