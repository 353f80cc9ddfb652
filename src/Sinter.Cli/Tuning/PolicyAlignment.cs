using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Cli.Verbs;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Preference;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tuning;

/// <summary>The alignment by rewards for what the model writes itself: PPO, GRPO and its kin, and tuning on the best of several answers. Held-out prompts are answered before and after.</summary>
internal static class PolicyAlignment
{
    private const string Stage = AlignmentStart.Stage;
    private const int LongestText = 512;
    private const int ShownAnswers = 6;

    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var start = AlignmentStart.Of(context);
        var (section, tokenizer) = (start.Section, start.Tokenizer);
        var prompts = PolicyPrompts.Read(context.Recipe, start.Folder, start.Config, tokenizer, start.Template);
        start.Tell(prompts.Remarks);
        var reward = Reward(context, section, prompts);
        var tuning = section.Method is "ppo" ? new ModelTuning { Adapter = new ValueHead() } : start.Tuning(start.Config);
        var model = ModelWeights.Load(start.Folder, TrainingStages.Backend(context), trainable: true, tuning, (ulong)context.Recipe.Seed);
        var meter = new PolicyMeter(model, tokenizer, reward, section.MaxTokens);
        var before = meter.Measure(prompts.Test, cancellation);
        context.Progress.Note($"Before: {Sentence(before)}.");
        var log = new PolicyLog(context, section.Steps);
        var outcome = section.Method is "best-of-n"
            ? Reject(start, model, prompts, reward, cancellation)
            : Improve(context, section, model, tokenizer, prompts, reward, log, cancellation);
        var after = meter.Measure(prompts.Test, cancellation);
        context.Progress.Note($"After: {Sentence(after)}.");
        var moved = PolicyDistance.Of(model, start.Folder, after.Answers, cancellation);
        start.Write(model);
        var result = TuningFolders.Result(model, outcome, prompts.Train.Count + prompts.Test.Count);
        result.Metrics["method"] = section.Method;
        result.Metrics["reward"] = reward.Name;
        result.Metrics["prompts"] = new JsonObject { ["train"] = prompts.Train.Count, ["test"] = prompts.Test.Count };
        result.Metrics[AlignmentSection.Key] = new JsonObject
        {
            ["method"] = section.Method,
            ["before"] = Figures(before),
            ["after"] = Figures(after),
            ["steps"] = log.Curve,
            ["validation"] = new JsonArray(
                new JsonObject { ["step"] = 0, ["kl"] = 0, ["reward"] = Math.Round(before.Reward, 5) },
                new JsonObject { ["step"] = outcome.Steps, ["kl"] = moved is { } distance ? Math.Round(distance.K3, 6) : null, ["reward"] = Math.Round(after.Reward, 5) }),
        };
        result.Metrics[AnswerSamples.Key] = new JsonArray([.. after.Answers.Take(ShownAnswers).Select((answer, i) => (JsonNode?)new JsonObject
        {
            ["prompt"] = answer.Completion.Prompt,
            ["before"] = before.Answers[i].Completion.Text,
            ["after"] = answer.Completion.Text,
        })]);
        result.Metrics[Comparison.Key] = Compared(prompts.Test.Count, before, after);
        return result;
    }

    private static string Sentence(PolicyMeasure measure) => measure.Accuracy is { } accuracy
        ? FormattableString.Invariant($"{accuracy:0.0%} of {measure.Prompts} held-out prompts answered right")
        : FormattableString.Invariant($"mean reward {measure.Reward:0.0000} on {measure.Prompts} held-out prompts");

    private static IReward Reward(StageContext context, AlignSection section, PolicyPrompts prompts)
    {
        var parts = new List<(double Weight, IReward Reward)>();
        if (section.Rewards.Count > 0)
        {
            parts.Add((1, RewardFactory.Parse(section.Rewards)));
        }

        if (section.RewardModel is { } named)
        {
            var folder = LoadedModel.Locate(named);
            var tokenizer = Tokenizer.Load(folder);
            var length = Math.Min(LongestText, ModelFolder.Open(folder).Config.ContextLength);
            parts.Add((1, new ModelReward(RewardScorer.Load(folder, TrainingStages.Backend(context)), new PreferenceEncoder(tokenizer, ModelTemplate.Of(folder, tokenizer), length), prompts.Messages)));
        }

        return parts is [var (_, only)] ? only : new CombinedReward(parts);
    }

    private static TrainingOutcome Improve(
        StageContext context, AlignSection section, Model model, Tokenizer tokenizer, PolicyPrompts prompts, IReward reward, PolicyLog log, CancellationToken cancellation)
    {
        var method = section.Method switch
        {
            "ppo" => PolicyMethod.Ppo,
            "dr-grpo" => PolicyMethod.DrGrpo,
            "dapo" => PolicyMethod.Dapo,
            _ => PolicyMethod.Grpo,
        };
        var usual = PolicyOptions.Of(method);
        var options = usual with
        {
            PromptsPerStep = section.Prompts,
            GroupSize = section.Samples,
            MaxTokens = section.MaxTokens,
            Sampling = new SamplingOptions { Temperature = section.Temperature, TopK = 0, TopP = 1 },
            InnerEpochs = section.Passes ?? usual.InnerEpochs,
            ClipLow = section.Clip,
            ClipHigh = Math.Max(section.Clip, usual.ClipHigh),
            KlCoefficient = section.Beta ?? usual.KlCoefficient,
        };
        var training = TrainingStages.Options(section, context.Recipe.Seed, context.Fingerprint);
        var trainer = new PolicyTrainer(model, tokenizer, prompts.Train, reward, options, training, context.Run.StageCheckpoints(Stage), log) { Validation = prompts.Test };
        trainer.Run(cancellation);
        return new TrainingOutcome(trainer.Step, trainer.Tokens, log.LastLoss, null, log.TokensPerSecond);
    }

    /// <summary>Rejection sampling: the best of several answers to each prompt are what the model is tuned on.</summary>
    private static TrainingOutcome Reject(AlignmentStart start, Model model, PolicyPrompts prompts, IReward reward, CancellationToken cancellation)
    {
        var (context, section, tokenizer) = (start.Context, start.Section, start.Tokenizer);
        var best = new BestOfN(model, tokenizer, reward, section.Samples, new BatchSamplingOptions
        {
            Sampling = new SamplingOptions { Temperature = section.Temperature, TopK = 0, TopP = 1, Seed = (ulong)context.Recipe.Seed },
            MaxTokens = section.MaxTokens,
        });
        var asked = prompts.Train.Take(section.Prompts * section.Steps).ToList();
        var chosen = best.Choose(asked, cancellation: cancellation);
        var median = chosen.Select(static answer => answer.Reward).Order().ElementAt(chosen.Count / 2);
        var examples = BestOfN.ToExamples(chosen, median);
        context.Progress.Note($"Of {Units.Count(asked.Count * section.Samples)} answers to {Units.Count(asked.Count)} prompts, the {Units.Count(examples.Count)} best are learned from.");
        var rows = new ExampleSet(examples, Math.Max(128, examples.Max(static example => example.Length)), model.Config.VocabularySize, tokenizer.Fingerprint);
        return TrainingStages.Train(
            context,
            new TrainingJob { Name = Stage, Section = section, Model = model, Tokenizer = tokenizer, Data = rows, Adjust = options => start.RowsOf(options, rows) with { ValidateEvery = 0 } },
            cancellation);
    }

    private static JsonObject Figures(PolicyMeasure measure) => new()
    {
        ["reward"] = Math.Round(measure.Reward, 5),
        ["accuracy"] = measure.Accuracy is { } accuracy ? Math.Round(accuracy, 5) : null,
        ["length"] = Math.Round(measure.Length, 3),
        ["endedShare"] = Math.Round(measure.EndedShare, 5),
    };

    private static JsonArray Compared(int prompts, PolicyMeasure before, PolicyMeasure after) => new(after.Accuracy is { } right && before.Accuracy is { } was
        ? new Comparison("Right answers", $"of {Units.Count(prompts)} held-out prompts", LowerIsBetter: false, new ComparedFigure("After", Math.Round(right, 5)), [new("Before", Math.Round(was, 5))]) { IsShare = true }.ToJson()
        : after.Reward >= 0 && before.Reward >= 0
            ? new Comparison("Reward", $"mean of {Units.Count(prompts)} held-out prompts", LowerIsBetter: false, new ComparedFigure("After", Math.Round(after.Reward, 5)), [new("Before", Math.Round(before.Reward, 5))]).ToJson()
            : null);

    /// <summary>Writes the course of a policy's training to the run's log and to the progress view.</summary>
    private sealed class PolicyLog(StageContext context, int steps) : IPolicyObserver
    {
        private readonly List<double> _rates = [];

        public JsonArray Curve { get; } = [];

        public double? LastLoss { get; private set; }

        public double TokensPerSecond => _rates.Count == 0 ? 0 : Math.Round(_rates.Order().ElementAt(_rates.Count / 2), 1);

        public void OnStep(PolicyMetrics metrics, IReadOnlyList<IReadOnlyList<ScoredAnswer>> answers)
        {
            LastLoss = metrics.Loss;
            var rate = metrics.SampledTokens / Math.Max(1e-9, metrics.Seconds);
            _rates.Add(rate);
            context.Events.Step(Stage, metrics.Step, metrics.Tokens, metrics.Loss, metrics.LearningRate, metrics.GradientNorm, rate);
            var point = new JsonObject
            {
                ["step"] = metrics.Step,
                ["reward"] = Math.Round(metrics.Reward, 5),
                ["accuracy"] = metrics.Accuracy is { } right ? Math.Round(right, 5) : null,
                ["kl"] = metrics.Kl is { } kl ? Math.Round(kl, 6) : null,
                ["entropy"] = Math.Round(metrics.Entropy, 5),
                ["responseTokens"] = Math.Round(metrics.Length, 2),
                ["clipShare"] = Math.Round(metrics.ClipShare, 5),
                ["equalGroupShare"] = Math.Round(metrics.EqualGroupShare, 5),
            };
            context.Events.Write(Stage, "policy", (JsonObject)point.DeepClone());
            Curve.Add(point);
            context.Progress.Report(new StageProgress(metrics.Step, steps, "steps", null, FormattableString.Invariant($"reward {metrics.Reward:0.000}{(metrics.Accuracy is { } share ? $", right {share:0%}" : "")}, {rate:0} tokens/s")));
        }

        public void OnMeasure(int step, PolicyMeasure measure) => context.Progress.Note($"Step {Units.Count(step)}: {Sentence(measure)}.");

        public void OnResume(int step)
        {
            context.Events.Write(Stage, "resume", new JsonObject { ["step"] = step });
            context.Progress.Note($"{Stage} goes on from step {Units.Count(step)} of {Units.Count(steps)}.");
        }

        public void OnWarning(string sentence) => context.Events.Warning(Stage, sentence);
    }
}
