using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// The best of several answers to each prompt: as a way to answer (best-of-n; Stiennon et al. 2020) and, with <see cref="ToExamples"/>, as something to tune a model on (rejection sampling, RAFT; Dong et al. 2023).
/// </summary>
public sealed class BestOfN
{
    private readonly AnswerSampler _sampler;
    private readonly int _samples;

    /// <summary>Prepares to sample.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="reward">How good an answer is.</param>
    /// <param name="samples">Answers to each prompt.</param>
    /// <param name="options">How tokens are drawn.</param>
    public BestOfN(Model model, Tokenizer tokenizer, IReward reward, int samples, BatchSamplingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        _sampler = new AnswerSampler(model, tokenizer, reward, options);
        _samples = samples;
    }

    /// <summary>For each prompt its answer with the highest reward; of equal ones the first.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="firstPlace">What the random numbers follow from, beside the seed.</param>
    /// <param name="cancellation">Ends the work between two tokens.</param>
    public IReadOnlyList<ScoredAnswer> Choose(IReadOnlyList<PolicyPrompt> prompts, long firstPlace = 0, CancellationToken cancellation = default)
        => [.. _sampler.Sample(prompts, _samples, firstPlace, cancellation).Select(static group => group.MaxBy(static answer => answer.Reward)!)];

    /// <summary>Answers as examples to tune a model on, with the answers alone trained: those that are good enough, each once.</summary>
    /// <param name="answers">What <see cref="Choose"/> gave, perhaps of several rounds.</param>
    /// <param name="leastReward">The reward that an answer must have.</param>
    public static IReadOnlyList<Example> ToExamples(IEnumerable<ScoredAnswer> answers, double leastReward = double.NegativeInfinity) =>
    [
        .. answers.Where(answer => answer.Reward >= leastReward)
            .DistinctBy(static answer => (answer.Completion.Prompt, answer.Completion.Text, answer.Completion.IsEnded))
            .Select(static answer =>
            {
                int[] tokens = [.. answer.Prompt.Tokens, .. answer.Tokens];
                var trained = new bool[tokens.Length];
                trained.AsSpan(answer.Prompt.Tokens.Length).Fill(true);
                return new Example(Passage.OfText(tokens, trained)) { TextBytes = System.Text.Encoding.UTF8.GetByteCount(answer.Completion.Text) };
            }),
    ];
}
