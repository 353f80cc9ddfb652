using Sinter.Training.Examples;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Tests.Reinforcement;

/// <summary>The way of the recipe for sums, at a small scale: tuned on few, then improved by rewards that can be checked.</summary>
public sealed class ArithmeticTrainingTests
{
    [Fact]
    public void Rewards_that_can_be_checked_raise_what_a_tuned_start_gets_right_to_twice_of_it()
    {
        using var folder = new TemporaryFolder();
        var sums = new ArithmeticProblems(1).Train(300, seed: 1).ToList();
        var model = TinyPolicy.NewModel(threads: 2);
        var examples = sums.Select(static sum =>
        {
            var prompt = PromptSet.Encode([(sum.Prompt, sum.Answer)], TinyPolicy.Tokenizer, TinyPolicy.Context, 6).Prompts[0];
            int[] tokens = [.. prompt.Tokens, .. TinyPolicy.Tokenizer.Encode(sum.Answer), TinyPolicy.Tokenizer.EndOfText!.Value];
            var trained = new bool[tokens.Length];
            trained.AsSpan(prompt.Tokens.Length).Fill(true);
            return new Example(Passage.OfText(tokens, trained));
        }).ToList();
        var tuning = new TrainingOptions { Steps = 60, BatchSize = 8, LearningRate = 5e-3, WarmupSteps = 5 };
        new Trainer(model, new ExampleSet(examples, TinyPolicy.Context, TinyPolicy.Tokenizer.VocabularySize), null, tuning, folder.File("tuned"), new RecordingObserver()).Run(TestContext.Current.CancellationToken);

        var observer = new RecordingPolicyObserver();
        var prompts = PromptSet.Encode(sums.Select(static sum => (sum.Prompt, (string?)sum.Answer)), TinyPolicy.Tokenizer, TinyPolicy.Context, 6).Prompts;
        var options = PolicyOptions.Of(PolicyMethod.Grpo) with { PromptsPerStep = 16, KlCoefficient = 0, MaxTokens = 6 };
        var training = new TrainingOptions { Steps = 120, BatchSize = 16, LearningRate = 3e-3, MinimumLearningRate = 1e-3, WarmupSteps = 10, AdamW = new() { WeightDecay = 0 } };
        new PolicyTrainer(model, TinyPolicy.Tokenizer, prompts, new ExactAnswer(), options, training, folder.File("aligned"), observer).Run(TestContext.Current.CancellationToken);

        var (start, end) = (observer.Steps.Take(5).Average(static step => step.Accuracy!.Value), observer.Steps.TakeLast(5).Average(static step => step.Accuracy!.Value));
        start.ShouldBeGreaterThan(0.02);
        end.ShouldBeGreaterThan(2 * start, FormattableString.Invariant($"from {start}"));
    }
}
