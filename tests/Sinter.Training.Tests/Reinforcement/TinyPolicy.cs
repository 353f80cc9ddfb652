using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Tests.Reinforcement;

/// <summary>A policy over the characters of sums, so small that a whole training takes a blink.</summary>
internal sealed class TinyPolicy : IDisposable
{
    public const int Context = 24;
    private readonly TemporaryFolder _folder = new();

    /// <summary>The digits, plus and equals, with an end of text.</summary>
    public static Tokenizer Tokenizer { get; } = new TokenizerTrainer(new TokenizerTrainerOptions { Model = TokenizerModel.Character, VocabularySize = 32 }).Train(["0123456789+=", "0123456789+="]);

    public static IReadOnlyList<PolicyPrompt> Prompts { get; } =
        PromptSet.Encode(new ArithmeticProblems(1).Train(20, seed: 1).Select(static problem => (problem.Prompt, (string?)problem.Answer)), Tokenizer, Context, 6).Prompts;

    public static TrainingOptions Training { get; } = new()
    {
        Steps = 6,
        BatchSize = 4,
        LearningRate = 3e-3,
        WarmupSteps = 2,
        CheckpointEvery = 2,
        ValidateEvery = 4,
        Fingerprint = "these settings",
    };

    public string Checkpoints => _folder.File("checkpoints");

    public void Dispose() => _folder.Dispose();

    /// <summary>Few answers a step.</summary>
    public static PolicyOptions Options(PolicyMethod method)
        => PolicyOptions.Of(method) with { PromptsPerStep = 4, GroupSize = method == PolicyMethod.Ppo ? 2 : 4, MaxTokens = 6, SamplingRows = 8 };

    public static Transformer NewModel(bool withValues = false, int threads = 1)
    {
        var config = new ModelConfig { VocabularySize = Tokenizer.VocabularySize, HiddenSize = 32, Layers = 2, Heads = 4, KeyValueHeads = 2, IntermediateSize = 48, ContextLength = Context };
        var model = new Transformer(config, new CpuBackend(threads), trainable: true, withValues ? new ModelTuning { Adapter = new ValueHead() } : null);
        model.Initialize(seed: 1);
        return model;
    }

    /// <summary>Trains in a process of its own, so to speak.</summary>
    public PolicyOutcome Train(
        PolicyOptions options, TrainingOptions? training = null, IReward? reward = null, int threads = 1, int? stopAfter = null, string? checkpoints = null, IReadOnlyList<PolicyPrompt>? prompts = null)
    {
        var model = NewModel(options.Method == PolicyMethod.Ppo, threads);
        using var stop = new CancellationTokenSource();
        if (stopAfter == 0)
        {
            stop.Cancel();
        }

        var observer = new RecordingPolicyObserver(step =>
        {
            if (step == stopAfter)
            {
                stop.Cancel();
            }
        });
        var trainer = new PolicyTrainer(model, Tokenizer, prompts ?? Prompts, reward ?? new CountingReward(), options, training ?? Training, checkpoints ?? Checkpoints, observer)
        {
            Validation = [.. Prompts.Take(3)],
        };
        var stopped = false;
        try
        {
            trainer.Run(stop.Token);
        }
        catch (OperationCanceledException)
        {
            stopped = true;
        }

        return new PolicyOutcome(trainer.Step, trainer.Tokens, stopped, TinyTraining.Weights(model), observer);
    }
}

/// <summary>What a training came to.</summary>
internal sealed record PolicyOutcome(int Step, long Tokens, bool Stopped, byte[] Weights, RecordingPolicyObserver Observer);

/// <summary>Keeps all that it is told.</summary>
internal sealed class RecordingPolicyObserver(Action<int>? afterStep = null) : IPolicyObserver
{
    public List<PolicyMetrics> Steps { get; } = [];

    public List<IReadOnlyList<IReadOnlyList<ScoredAnswer>>> Answers { get; } = [];

    public List<(int Step, PolicyMeasure Measure)> Measures { get; } = [];

    public List<int> Resumed { get; } = [];

    public List<string> Warnings { get; } = [];

    public void OnStep(PolicyMetrics metrics, IReadOnlyList<IReadOnlyList<ScoredAnswer>> answers)
    {
        Steps.Add(metrics);
        Answers.Add(answers);
        afterStep?.Invoke(metrics.Step);
    }

    public void OnMeasure(int step, PolicyMeasure measure) => Measures.Add((step, measure));

    public void OnResume(int step) => Resumed.Add(step);

    public void OnWarning(string sentence) => Warnings.Add(sentence);
}

/// <summary>As users write them: how many threes an answer has.</summary>
public sealed class CountingReward : RewardRule
{
    /// <inheritdoc/>
    public override double Score(Completion completion) => completion.Text.Count(static character => character == '3') / 6.0;
}

/// <summary>Gives one number for all of a step, by a function of the answer.</summary>
internal sealed class FunctionReward(Func<Completion, double> score) : RewardRule
{
    public override string Name => "function";

    public override double Score(Completion completion) => score(completion);
}
