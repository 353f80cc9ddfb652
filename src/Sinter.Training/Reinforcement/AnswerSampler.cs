using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Reinforcement;

/// <summary>An answer that a model gave, and its reward.</summary>
/// <param name="Prompt">To what.</param>
/// <param name="Tokens">What was drawn, the end included; at least one.</param>
/// <param name="Completion">The same as rewards see it.</param>
/// <param name="Reward">How good it is.</param>
public sealed record ScoredAnswer(PolicyPrompt Prompt, int[] Tokens, Completion Completion, double Reward);

/// <summary>Lets a model answer prompts, several times each, and asks a reward how good the answers are.</summary>
public sealed class AnswerSampler
{
    private readonly BatchSampler _sampler;
    private readonly Tokenizer _tokenizer;
    private readonly IReward _reward;

    /// <summary>Prepares to sample.</summary>
    /// <param name="model">The model; its weights are read where they lie, so that it can be trained in between.</param>
    /// <param name="tokenizer">Its tokenizer; its end (and beginning) of text ends an answer.</param>
    /// <param name="reward">How good an answer is.</param>
    /// <param name="options">How tokens are drawn; end tokens beside those of the tokenizer may be given.</param>
    /// <exception cref="ArgumentException">The model cannot be sampled, does not fit the tokenizer, or has no token that ends an answer.</exception>
    public AnswerSampler(Model model, Tokenizer tokenizer, IReward reward, BatchSamplingOptions options)
    {
        if (model.Config.VocabularySize < tokenizer.VocabularySize)
        {
            throw new ArgumentException(FormattableString.Invariant($"The tokenizer has {tokenizer.VocabularySize} tokens and the model only {model.Config.VocabularySize}; they do not belong together."));
        }

        int[] ends = [.. options.EndTokens, .. new[] { tokenizer.EndOfText, tokenizer.BeginningOfText }.OfType<int>()];
        _sampler = new BatchSampler(model, options with { EndTokens = ends, DrawnTokens = tokenizer.VocabularySize });
        _tokenizer = tokenizer;
        _reward = reward;
    }

    /// <summary>Tokens that were drawn so far.</summary>
    public long DrawnTokens => _sampler.DrawnTokens;

    /// <summary>Answers to prompts.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="samples">Answers to each.</param>
    /// <param name="firstPlace">What the random numbers follow from, beside the seed: the first prompt has this place, the next the one behind it.</param>
    /// <param name="cancellation">Ends the work between two tokens.</param>
    /// <returns>For each prompt its answers, with their rewards.</returns>
    /// <exception cref="InvalidDataException">The reward is at fault.</exception>
    public IReadOnlyList<IReadOnlyList<ScoredAnswer>> Sample(IReadOnlyList<PolicyPrompt> prompts, int samples, long firstPlace = 0, CancellationToken cancellation = default)
    {
        var sequences = _sampler.Run([.. prompts.Select((prompt, i) => new BatchRequest(prompt.Tokens, samples, firstPlace + i))], cancellation);
        Completion[] completions = [.. sequences.Select(sequence => new Completion(
            prompts[sequence.Request].Text, _tokenizer.Decode(sequence.Text), prompts[sequence.Request].Answer, sequence.Tokens.Length, sequence.IsEnded))];
        var rewards = RewardScores.Of(_reward, completions);
        return [.. Enumerable.Range(0, sequences.Count)
            .Select(i => new ScoredAnswer(prompts[sequences[i].Request], sequences[i].Tokens, completions[i], rewards[i]))
            .Chunk(samples)];
    }
}
