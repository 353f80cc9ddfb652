using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Reinforcement;

/// <summary>What a model's likeliest answers to some prompts come to.</summary>
/// <param name="Prompts">How many.</param>
/// <param name="Reward">The mean reward.</param>
/// <param name="Accuracy">The share of right answers; null where the reward knows nothing of right and wrong.</param>
/// <param name="Length">Tokens of an answer, its end included, on average.</param>
/// <param name="EndedShare">The share of answers that the model ended itself.</param>
public sealed record PolicyMeasure(int Prompts, double Reward, double? Accuracy, double Length, double EndedShare)
{
    /// <summary>The answers, to show some of them.</summary>
    public IReadOnlyList<ScoredAnswer> Answers { get; init; } = [];
}

/// <summary>Measures a model by its likeliest answers: greedily, so that the same weights give the same figure.</summary>
public sealed class PolicyMeter
{
    private readonly AnswerSampler _sampler;
    private readonly IReward _reward;

    /// <summary>Prepares to measure.</summary>
    /// <param name="model">The model; its weights are read where they lie.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="reward">How good an answer is.</param>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    /// <param name="rows">Answers side by side.</param>
    public PolicyMeter(Model model, Tokenizer tokenizer, IReward reward, int maxTokens, int rows = 64)
    {
        _reward = reward;
        _sampler = new AnswerSampler(model, tokenizer, reward, new BatchSamplingOptions { Sampling = SamplingOptions.Greedy, MaxTokens = maxTokens, Rows = rows });
    }

    /// <summary>Measures.</summary>
    /// <param name="prompts">At least one.</param>
    /// <param name="cancellation">Ends the work between two tokens.</param>
    public PolicyMeasure Measure(IReadOnlyList<PolicyPrompt> prompts, CancellationToken cancellation = default)
    {
        ScoredAnswer[] answers = [.. _sampler.Sample(prompts, samples: 1, cancellation: cancellation).Select(static group => group[0])];
        return new PolicyMeasure(
            answers.Length,
            answers.Average(static answer => answer.Reward),
            Accuracy(_reward, answers),
            answers.Average(static answer => (double)answer.Tokens.Length),
            answers.Count(static answer => answer.Completion.IsEnded) / (double)answers.Length)
        {
            Answers = answers,
        };
    }

    /// <summary>The share of right answers; null where the reward knows nothing of right and wrong.</summary>
    internal static double? Accuracy(IReward reward, IReadOnlyList<ScoredAnswer> answers)
    {
        var judged = answers.Select(answer => reward.IsRight(answer.Completion)).ToList();
        return judged.Contains(null) || judged.Count == 0 ? null : judged.Count(static right => right is true) / (double)judged.Count;
    }
}
