using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tuning;

/// <summary>
/// A tuning that is ready to run: the model with what is trained of it, the examples in rows, and the options of its <see cref="Trainer"/>. It trains nothing by itself; <see cref="Merged"/> gives the model that
/// came of it.
/// </summary>
public sealed class TaskTuning
{
    private TaskTuning(Model model, Objective objective, TaskExamples examples, ExampleSet data, ExampleSet? validation, TrainingOptions options)
    {
        (Model, Objective, Examples, Data, Validation, Options) = (model, objective, examples, data, validation, options);
    }

    /// <summary>The model, with the weights to start from.</summary>
    public Model Model { get; }

    /// <summary>What it is trained to do.</summary>
    public Objective Objective { get; }

    /// <summary>The examples that train, with the count of what did not fit.</summary>
    public TaskExamples Examples { get; }

    /// <summary>The same in rows.</summary>
    public ExampleSet Data { get; }

    /// <summary>What is measured on the way; null for nothing.</summary>
    public ExampleSet? Validation { get; }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Whether the head was drawn at random.</summary>
    public bool HasNewHead { get; private init; }

    /// <summary>Prepares a tuning.</summary>
    /// <param name="folder">The folder of the model to start from; of <see cref="TuningMethod.Scratch"/> only its description counts.</param>
    /// <param name="task">The task.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="train">What the model learns from.</param>
    /// <param name="validation">What is measured on the way; none for nothing.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">The model cannot do the task, or nothing of the examples can be trained.</exception>
    /// <exception cref="ArgumentException">An option has a fault.</exception>
    public static TaskTuning Prepare(
        string folder, TaskDescription task, Tokenizer tokenizer, IReadOnlyList<TaskItem> train, IReadOnlyList<TaskItem> validation, Backend backend, TaskTuningOptions options)
    {
        var config = TaskModel.Describe(ModelFolder.Open(folder).Config, task);
        var isWeighted = options.ClassWeights is not null || train.Any(static item => item.Weight != 1);
        var objective = TaskModel.Objective(task, config, tokenizer, options.Objective with { IsWeighted = isWeighted });
        var tuning = TuningOf(config, task, options);
        var encoder = new TaskEncoder(task, config, tokenizer, new TaskEncoderOptions { ClassWeights = options.ClassWeights, Template = options.Template, VirtualTokens = tuning?.Adapter?.VirtualTokens ?? 0 });
        var examples = encoder.Encode(train);
        var data = examples.Pack();
        var measured = validation.Count > 0 && options.Training.ValidateEvery > 0 ? encoder.Encode(validation) : null;
        var rows = (int)Math.Clamp(Math.Round(options.ExamplesPerStep * (double)data.Sequences / data.Examples.Count), 1, Math.Max(1, data.Sequences));
        var steps = options.Epochs > 0 ? (int)Math.Max(1, Math.Ceiling(options.Epochs * data.Sequences / rows)) : options.Training.Steps;
        var loaded = options.Method == TuningMethod.Scratch ? null : TrunkWeights.Load(folder, config, backend, options.Training.Seed, trainable: true, tuning);
        if (options.FitsHeadFirst && loaded is { Drawn.Count: > 0 } fitted && task.Head is ModelHead.SequenceClassification or ModelHead.Regression)
        {
            FeatureTuning.Fit(fitted, tokenizer, task, train, encoding: new TaskEncoderOptions { ClassWeights = options.ClassWeights });
        }

        return new TaskTuning(loaded?.Model ?? Drawn(config, backend, options.Training.Seed), objective, examples, data, measured is { Examples.Count: > 0 } ? measured.Pack(data.ContextLength) : null, options.Training with
        {
            Objective = objective,
            BatchSize = rows,
            Steps = steps,
            WarmupSteps = Math.Min(options.Training.WarmupSteps, steps / 10),
            ValidateEvery = measured is null ? 0 : Math.Min(options.Training.ValidateEvery, Math.Max(1, steps / 4)),
            ValidationSequences = int.MaxValue,
            Best = measured is null ? null : options.Training.Best,
            RateFactor = Rates(config, options),

            // Few trained parameters leave the activations as what takes memory; computing blocks again takes a third more time and the same bits.
            RecomputeBlocks = options.Training.RecomputeBlocks || tuning?.Adapter is LoraAdapter,
        })
        {
            HasNewHead = loaded is null || loaded.Drawn.Count > 0,
        };
    }

    /// <summary>The model as one without an adapter: low-rank changes are added to the weights, which then are of single precision. Of other models it is the model itself.</summary>
    /// <param name="folder">The folder that the tuning started from, for the weights that lie in fewer bits here.</param>
    public Model Merged(string folder)
    {
        if (Model.Adapter is not LoraAdapter)
        {
            return Model;
        }

        var lora = LoraWeights.Of(Model);
        var plain = TrunkWeights.Load(folder, Model.Config, Model.Backend, Options.Seed, trainable: false).Model;
        lora.MergeInto(plain, keep: false);
        return plain;
    }

    private static Model Drawn(ModelConfig config, Backend backend, ulong seed)
    {
        var model = Model.Create(config, backend);
        model.Initialize(seed);
        return model;
    }

    /// <summary>What is trained of a model, and how the rest lies; null for everything.</summary>
    /// <exception cref="ArgumentException">A name or a number of the options does not fit the model.</exception>
    internal static ModelTuning? TuningOf(ModelConfig config, TaskDescription task, TaskTuningOptions options)
    {
        if (options.TrainedNames.Count > 0)
        {
            return new ModelTuning { Trains = TrainedParts.Named(config, options.TrainedNames) };
        }

        IReadOnlyList<string> saved = task.Writes ? [] : ["head"];
        var lora = new LoraOptions { Rank = options.Rank, Alpha = options.Alpha, Targets = options.Targets, SavedParts = saved, Dropout = options.LoraDropout };
        return options.Method switch
        {
            TuningMethod.Full or TuningMethod.Scratch => null,
            TuningMethod.Head or TuningMethod.Features => new ModelTuning { Trains = TrainedParts.Head(config) },
            TuningMethod.Last => new ModelTuning { Trains = TrainedParts.LastLayers(config, options.LastLayers) },
            TuningMethod.Lora => Of(new LoraAdapter(lora)),
            TuningMethod.RsLora => Of(new LoraAdapter(lora with { RankStabilized = true })),
            TuningMethod.Dora => Of(new LoraAdapter(lora with { Dora = true })),
            TuningMethod.QLora => Of(new LoraAdapter(lora), DataType.NormalFloat4),
            TuningMethod.Prefix => Of(new PrefixAdapter(new VirtualTokenOptions { Count = options.VirtualTokens, SavedParts = saved })),
            TuningMethod.Prompt => Of(new PromptAdapter(new VirtualTokenOptions { Count = options.VirtualTokens, SavedParts = saved })),
            TuningMethod.Adapter => Of(new BottleneckAdapter(new BottleneckOptions { Size = options.Rank, SavedParts = saved })),
            _ => throw new NotSupportedException($"The method {options.Method} cannot be trained yet."),
        };

        ModelTuning Of(IAdapter adapter, DataType frozen = DataType.Float32) => adapter.Tuning(config, frozen);
    }

    private static Func<Tensors.Programs.Parameter, long, double>? Rates(ModelConfig config, TaskTuningOptions options)
    {
        var decay = options.LayerDecay == 1 ? null : LayerRates.Decay(config, options.LayerDecay);
        var thaw = options.ThawEvery == 0 ? null : LayerRates.Thaw(config, options.ThawEvery);
        return decay is null || thaw is null ? decay ?? thaw : LayerRates.Both(decay, thaw);
    }
}
