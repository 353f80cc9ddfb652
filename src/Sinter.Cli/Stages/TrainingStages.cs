using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Tuning;
using Sinter.Data.Packing;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>What pre-training and fine-tuning share: from a section of the recipe to a trained model in a folder, with everything logged on the way.</summary>
internal static class TrainingStages
{
    /// <summary>The backend with the recipe's number of threads.</summary>
    public static CpuBackend Backend(StageContext context) => new(context.Threads);

    /// <summary>The trainer's options of a section.</summary>
    public static TrainingOptions Options(TrainingSection section, int seed, string fingerprint) => new()
    {
        Steps = section.Steps,
        BatchSize = section.BatchSize,
        Accumulation = section.Accumulation,
        LearningRate = section.LearningRate,
        MinimumLearningRate = section.MinimumLearningRate,
        WarmupSteps = section.WarmupSteps,
        ScheduleKind = Enum.Parse<ScheduleKind>(section.Schedule, ignoreCase: true),
        DecayShare = section.DecayShare,
        Optimizer = Enum.Parse<OptimizerKind>(section.Optimizer, ignoreCase: true),
        RelativeStep = section.RelativeStep,
        AdamW = new AdamWOptions { Beta1 = section.Beta1, Beta2 = section.Beta2, WeightDecay = section.WeightDecay, GradientClip = section.GradientClip },
        ValidateEvery = section.ValidateEvery,
        ValidationSequences = section.ValidationSequences,
        CheckpointEvery = section.CheckpointEvery,
        SampleEvery = section.SampleEvery,
        Seed = (ulong)seed,
        Fingerprint = fingerprint,
    };

    /// <summary>Trains a model.</summary>
    /// <param name="context">The stage's surroundings.</param>
    /// <param name="job">What is trained, and how.</param>
    /// <param name="cancellation">Stops after a checkpoint.</param>
    public static TrainingOutcome Train(StageContext context, TrainingJob job, CancellationToken cancellation)
    {
        var observer = new TrainingLog(context, job);
        var options = Options(job.Section, context.Recipe.Seed, context.Fingerprint) with { Objective = job.Objective, FirstPlace = job.FirstPlace };
        options = job.Adjust?.Invoke(options) ?? options;
        observer.Steps = options.Steps;
        if (job.IsChecked && !Directory.Exists(context.Run.StageCheckpoints(job.Name)))
        {
            StartChecks.Run(context, job, options, cancellation);
        }

        var trainer = new Trainer(
            job.Model, job.Data, job.Validation is { Sequences: > 0 } ? job.Validation : null, options, context.Run.StageCheckpoints(job.Name), observer)
        {
            Profiler = context.Profilers?.Invoke(job.Name),
        };
        trainer.Run(cancellation);
        return new TrainingOutcome(trainer.Step, trainer.Tokens, observer.LastLoss, observer.Validations is [.., var last] ? last : null, observer.MedianTokensPerSecond) { Validations = observer.Validations };
    }

    /// <summary>Writes a model with its tokenizer where the run wants it.</summary>
    public static void Write(string folder, Model model, Tokenizer tokenizer)
    {
        ModelFolder.Write(folder, model.Config, ModelWeights.ToWrite(model), TuningFolders.Generation(tokenizer));
        tokenizer.SaveFolder(folder, ChatTemplate.Default, model.Config.ContextLength);
    }

    /// <summary>The result of a stage of one training on packed data.</summary>
    public static StageResult Result(Model model, TrainingOutcome outcome, PackedDataset data) => new()
    {
        DocumentsIn = data.Manifest.Documents,
        DocumentsOut = data.Manifest.Documents,
        BytesIn = data.Manifest.TextBytes,
        BytesOut = data.Manifest.TextBytes,
        Metrics = new JsonObject
        {
            ["parameters"] = model.Config.Parameters,
            ["steps"] = outcome.Steps,
            ["tokens"] = outcome.Tokens,
            ["epochs"] = Math.Round((double)outcome.Tokens / Math.Max(1, data.Manifest.Targets), 3),
            ["finalLoss"] = outcome.FinalLoss,
            ["validationLoss"] = outcome.Validation?.Loss,
            ["validationBitsPerByte"] = outcome.Validation?.BitsPerByte,
            ["tokensPerSecond"] = outcome.TokensPerSecond,
        },
    };

    /// <summary>The tokens that a text goes on from.</summary>
    public static int[] Prompt(Tokenizer tokenizer, string text) =>
        tokenizer.BeginningOfText is { } beginning ? [beginning, .. tokenizer.Encode(text)] : tokenizer.Encode(text);

    /// <summary>Writes the course of a training to the run's log and to the progress view.</summary>
    private sealed class TrainingLog(StageContext context, TrainingJob job) : ITrainingObserver
    {
        private const int SampleTokens = 64;
        private readonly List<double> _rates = [];
        private readonly ITokenModel? _listener = job.Prompt is null ? null : TokenModels.Of(job.Model);

        public int Steps { get; set; } = job.Section.Steps;

        public double? LastLoss { get; private set; }

        public List<ValidationMetrics> Validations { get; } = [];

        public double MedianTokensPerSecond => _rates.Count == 0 ? 0 : Math.Round(_rates.Order().ElementAt(_rates.Count / 2), 1);

        public void OnStep(StepMetrics metrics)
        {
            LastLoss = metrics.Loss;
            _rates.Add(metrics.TokensPerSecond);
            context.Events.Step(job.Name, metrics.Step, metrics.Tokens, metrics.Loss, metrics.LearningRate, metrics.GradientNorm, metrics.TokensPerSecond);
            context.Progress.Report(new StageProgress(metrics.Step, Steps, "steps", metrics.Loss, $"{Units.Count(metrics.TokensPerSecond)} tokens/s"));
        }

        public void OnValidation(ValidationMetrics metrics)
        {
            Validations.Add(metrics);
            context.Events.Validation(job.Name, metrics.Step, metrics.Tokens, metrics.Loss, metrics.BitsPerByte);
            job.OnValidation?.Invoke(metrics);
        }

        public void OnSample(int step)
        {
            foreach (var text in _listener is null ? [] : job.Section.SamplePrompts)
            {
                var tokens = job.Prompt!(job.Tokenizer, text);
                if (tokens.Length < _listener!.ContextLength)
                {
                    var generation = new TextGenerator(_listener, job.Tokenizer).Start(tokens, new GenerationOptions { MaxTokens = SampleTokens });
                    context.Events.Sample(job.Name, step, text, generation.Complete());
                }
            }
        }

        public void OnResume(int step)
        {
            context.Events.Write(job.Name, "resume", new JsonObject { ["step"] = step });
            context.Progress.Note($"{job.Name} goes on from step {Units.Count(step)} of {Units.Count(Steps)}.");
        }

        public void OnBest(BestSoFar best, int step)
        {
            context.Events.Write(job.Name, "best", new JsonObject { ["step"] = best.Step, ["value"] = best.Value });
            if (best.IsStopped)
            {
                context.Progress.Note($"{job.Name} got no better after step {Units.Count(best.Step)} and was stopped at step {Units.Count(step)}; the weights of step {Units.Count(best.Step)} are kept.");
            }
        }

        public void OnWarning(string sentence)
        {
            context.Events.Warning(job.Name, sentence);
            context.Progress.Note(sentence);
        }
    }
}
