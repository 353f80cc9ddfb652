using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data.Packing;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
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

    /// <summary>Trains a model and writes it, with its tokenizer, where the run wants it.</summary>
    /// <param name="context">The stage's surroundings.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="section">How to train.</param>
    /// <param name="model">The model, with the weights to start from.</param>
    /// <param name="data">The packed training data.</param>
    /// <param name="validation">The packed validation data.</param>
    /// <param name="prompt">Makes the tokens that a sample starts from.</param>
    /// <param name="output">The model folder to write.</param>
    /// <param name="cancellation">Stops after a checkpoint.</param>
    public static StageResult Train(
        StageContext context,
        string stage,
        TrainingSection section,
        Model model,
        PackedDataset data,
        PackedDataset validation,
        Func<Tokenizer, string, int[]> prompt,
        string output,
        CancellationToken cancellation)
    {
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        var observer = new TrainingLog(context, stage, section, tokenizer, TokenModels.Of(model), prompt);
        var trainer = new Trainer(
            model,
            data,
            validation.Sequences > 0 ? validation : null,
            Options(section, context.Recipe.Seed, context.Fingerprint),
            context.Run.StageCheckpoints(stage),
            observer)
        {
            Profiler = context.Profilers?.Invoke(stage),
        };
        trainer.Run(cancellation);
        ModelFolder.Write(output, model.Config, ModelWeights.ToWrite(model), Generation(tokenizer));
        tokenizer.SaveFolder(output, ChatTemplate.Default, model.Config.ContextLength);
        return new StageResult
        {
            DocumentsIn = data.Manifest.Documents,
            DocumentsOut = data.Manifest.Documents,
            BytesIn = data.Manifest.TextBytes,
            BytesOut = data.Manifest.TextBytes,
            Metrics = new JsonObject
            {
                ["parameters"] = model.Config.Parameters,
                ["steps"] = trainer.Step,
                ["tokens"] = trainer.Tokens,
                ["epochs"] = Math.Round((double)trainer.Tokens / Math.Max(1, data.Manifest.Targets), 3),
                ["finalLoss"] = observer.LastLoss,
                ["validationLoss"] = observer.LastValidation?.Loss,
                ["validationBitsPerByte"] = observer.LastValidation?.BitsPerByte,
                ["tokensPerSecond"] = observer.MedianTokensPerSecond,
            },
        };
    }

    private static GenerationConfig Generation(Tokenizer tokenizer) => new()
    {
        BeginningOfText = tokenizer.BeginningOfText,
        EndOfText = tokenizer.EndOfText is { } end ? [end] : [],
        Padding = tokenizer.EndOfText,
    };

    /// <summary>Writes the course of a training to the run's log and to the progress view.</summary>
    private sealed class TrainingLog(
        StageContext context, string stage, TrainingSection section, Tokenizer tokenizer, ITokenModel decoder, Func<Tokenizer, string, int[]> prompt) : ITrainingObserver
    {
        private const int SampleTokens = 64;
        private readonly List<double> _rates = [];

        public double? LastLoss { get; private set; }

        public ValidationMetrics? LastValidation { get; private set; }

        public double MedianTokensPerSecond => _rates.Count == 0 ? 0 : Math.Round(_rates.Order().ElementAt(_rates.Count / 2), 1);

        public void OnStep(StepMetrics metrics)
        {
            LastLoss = metrics.Loss;
            _rates.Add(metrics.TokensPerSecond);
            context.Events.Step(stage, metrics.Step, metrics.Tokens, metrics.Loss, metrics.LearningRate, metrics.GradientNorm, metrics.TokensPerSecond);
            context.Progress.Report(new StageProgress(metrics.Step, section.Steps, "steps", metrics.Loss, $"{Units.Count(metrics.TokensPerSecond)} tokens/s"));
        }

        public void OnValidation(ValidationMetrics metrics)
        {
            LastValidation = metrics;
            context.Events.Validation(stage, metrics.Step, metrics.Tokens, metrics.Loss, metrics.BitsPerByte);
        }

        public void OnSample(int step)
        {
            foreach (var text in section.SamplePrompts)
            {
                var tokens = prompt(tokenizer, text);
                if (tokens.Length < decoder.ContextLength)
                {
                    var generation = new TextGenerator(decoder, tokenizer).Start(tokens, new GenerationOptions { MaxTokens = SampleTokens });
                    context.Events.Sample(stage, step, text, generation.Complete());
                }
            }
        }

        public void OnResume(int step)
        {
            context.Events.Write(stage, "resume", new JsonObject { ["step"] = step });
            context.Progress.Note($"{stage} goes on from step {Units.Count(step)} of {Units.Count(section.Steps)}.");
        }

        public void OnWarning(string sentence)
        {
            context.Events.Warning(stage, sentence);
            context.Progress.Note(sentence);
        }
    }
}
