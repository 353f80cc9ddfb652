using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Evaluation;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;
using Sinter.Training.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>
/// The fine-tuning on examples of files, whatever the task: reads and divides them, tells what is wrong with them, trains the methods to compare with and then the one that was asked for, measures all on the same held-out
/// items, and writes the model with what it was tuned to.
/// </summary>
internal sealed class TaskFinetune
{
    private const string Stage = "finetune";
    private const int LongestText = 512;

    private readonly StageContext _context;
    private readonly FinetuneSection _section;
    private readonly string _start;
    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate? _template;
    private readonly TuningItems _items;
    private readonly TaskDescription _task;
    private readonly UpkeepMemory? _memory;
    private readonly CancellationToken _cancellation;

    private TaskFinetune(StageContext context, CancellationToken cancellation)
    {
        (_context, _section, _cancellation) = (context, context.Recipe.Finetune, cancellation);
        _start = RunModels.Input(context.Recipe, context.Run, Stage);
        _tokenizer = Tokenizer.Load(_start);
        _template = ModelTemplate.Of(_start, _tokenizer);
        _memory = _section.Upkeep ? UpkeepMemory.Read(context.Run.Upkeep) : null;
        if (_memory?.Misfit(_section, _start) is { } misfit)
        {
            _memory = BeginAfresh(misfit);
        }

        _items = SumItems.AreIn(_section) ? SumItems.Of(context.Recipe) : TuningItems.Read(_section, context.Recipe.Seed, _memory);
        if (_memory?.Misfit(_items.Labels) is { } other)
        {
            _memory = BeginAfresh(other);
            _items = TuningItems.Read(_section, context.Recipe.Seed);
        }

        _start = _memory?.Model ?? _start;
        _task = Describe();
        if (_task.Task == TaskKind.Instruct)
        {
            ModelTemplate.Check(_start, _template, _tokenizer);
        }
    }

    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation) =>

        (context.Recipe.Finetune.Upkeep ? UpkeepMemory.Accepted(context.Run.Upkeep, context, RunModels.Output(context.Recipe, context.Run, Stage)) : null)
        ?? new TaskFinetune(context, cancellation).Run();

    private string Work => _context.Run.StageWork(Stage);

    private StageResult Run()
    {
        Directory.CreateDirectory(Work);
        _context.Progress.Note($"{_items.Form}: {Units.Count(_items.Train.Count)} examples train, {Units.Count(_items.Validation.Count)} are looked at on the way, {Units.Count(_items.Test.Count)} are measured at the end.");
        Tell(_items.Remarks);
        if (_memory is not null && _items.Examples.New == 0)
        {
            return Stay(_memory);
        }

        var folds = _memory is null ? Folds() : null;
        var others = _memory is not null ? [] : _section.Compare.Distinct(StringComparer.Ordinal).Where(method => method != _section.Method).Select(method => (method, Compared(method))).ToList();
        TellOfUpkeep();
        var tuned = Train(Method(_section.Method), Stage, _items.Train, _items.Validation, isMain: true);
        var task = _task with
        {
            Temperature = TaskMeasure.Temperature(tuned.Model, _tokenizer, _task, _items.Validation),
            Threshold = TaskMeasure.Threshold(tuned.Model, _tokenizer, _task, _items.Validation),
        };
        var result = TuningFolders.Result(tuned.Trained, tuned.Outcome, _items.Train.Count + _items.Validation.Count + _items.Test.Count);
        if (_memory is null)
        {
            TuningFolders.Write(Output, tuned.Model, _start, _tokenizer, task, _template);
            return Finish(result, tuned.Model, task, isTaken: true, others, folds);
        }

        var old = OpenBefore(_memory);
        var comparison = UpkeepComparison.Of(old, (tuned.Model, task), _tokenizer, _template, _items.Test, _items.Examples.HeldOutBefore, _context.Recipe.Seed, _cancellation);
        var isTaken = comparison.Decision.TakesNew;
        _context.TellOfUpkeep(Stage, comparison.Sentence, isRefused: !isTaken);
        result.Metrics[UpkeepSection.Key] = UpkeepFigures(comparison.Decision.ToJson(), comparison.Sentence);
        if ((isTaken ? comparison.New : comparison.Old) is { } fairness)
        {
            result.Metrics[UpkeepSection.FairnessKey] = fairness.ToJson();
        }

        if (isTaken)
        {
            TuningFolders.Write(Output, tuned.Model, _start, _tokenizer, task, _template);
            return Finish(result, tuned.Model, task, isTaken, others, folds);
        }

        UpkeepMemory.Copy(_memory.Model, Output);
        return Finish(result, old.Model, old.Task, isTaken, others, folds);
    }

    private string Output => RunModels.Output(_context.Recipe, _context.Run, Stage);

    /// <summary>Nothing is new: the accepted model is measured and stays.</summary>
    private StageResult Stay(UpkeepMemory memory)
    {
        var sentence = $"No example is new since the last tuning, so nothing is trained and the model before stays; delete the folder '{memory.Folder}' to begin afresh.";
        _context.TellOfUpkeep(Stage, sentence, isRefused: false);
        var old = OpenBefore(memory);
        UpkeepMemory.Copy(memory.Model, Output);
        var result = TuningFolders.Result(old.Model, new TrainingOutcome(0, 0, null, null, 0), _items.Train.Count + _items.Validation.Count + _items.Test.Count);
        result.Metrics[UpkeepSection.Key] = UpkeepFigures(new JsonObject { ["takesNew"] = false, ["comparedItems"] = new JsonArray() }, sentence);
        return Finish(result, old.Model, old.Task, isTaken: false, [], folds: null);
    }

    private (Model Model, TaskDescription Task) OpenBefore(UpkeepMemory memory)
    {
        var (model, task) = UpkeepComparison.Open(memory.Model, TrainingStages.Backend(_context));
        return (model, task with { Choices = _task.Choices });
    }

    private JsonObject UpkeepFigures(JsonObject decision, string sentence)
    {
        decision["sentence"] = sentence;
        decision["newExamples"] = _items.Examples.New;
        decision["replayedExamples"] = _items.Examples.New == 0 ? 0 : _items.Examples.Replayed;
        decision["heldOutBefore"] = _items.Examples.HeldOutBefore;
        return decision;
    }

    /// <summary>Measures the model that the run has now, gathers the figures, and remembers the model for the next tuning.</summary>
    private StageResult Finish(StageResult result, Model model, TaskDescription task, bool isTaken, IReadOnlyList<(string, double)> others, JsonObject? folds)
    {
        // Nothing is trained in steps where features are fitted or nothing is new, and the folder is among what a finished stage must have.
        Directory.CreateDirectory(_context.Run.StageCheckpoints(Stage));

        // A model that stays knows no label that came with the new examples.
        var test = task.Labels.Count == _task.Labels.Count ? _items.Test : [.. _items.Test.Where(item => (item.Tags ?? [item.Label!]).All(task.Labels.Contains))];
        var measure = TaskMeasure.Of(_context, model, _tokenizer, task, _template, test, _cancellation);
        result.Metrics["task"] = _section.Task;
        result.Metrics["method"] = _section.Method;
        result.Metrics["examples"] = new JsonObject { ["train"] = _items.Train.Count, ["validation"] = _items.Validation.Count, ["test"] = test.Count };
        result.Metrics["labels"] = new JsonArray([.. task.Labels.Take(100).Select(static label => (JsonNode?)label)]);
        result.Metrics["temperature"] = Math.Round(task.Temperature, 4);
        foreach (var (key, value) in measure.Metrics.ToList())
        {
            measure.Metrics.Remove(key);
            result.Metrics[key] = value;
        }

        if (measure.Samples is { } samples)
        {
            result.Metrics["samples"] = samples;
        }

        if (folds is not null)
        {
            result.Metrics["crossValidation"] = folds;
        }

        result.Metrics[Comparison.Key] = new JsonArray(new Comparison(
            Wording.Sentence(_section.Task),
            $"{measure.Name} on {measure.On}",
            LowerIsBetter: false,
            new ComparedFigure($"The model ({_section.Method})", Math.Round(measure.Value, 5)),
            [.. others.Select(static other => new ComparedFigure(other.Item1, Math.Round(other.Item2, 5)) { Note = other.Item1 is "scratch" ? "random weights" : null }), .. Baselines(test)])
        { IsShare = measure.IsShare }.ToJson());
        if (_section.Upkeep)
        {
            UpkeepMemory.Write(_context.Run.Upkeep, Output, _context.Fingerprint, result, _items.Examples.After(_memory, isTaken));
        }

        return result;
    }

    private UpkeepMemory? BeginAfresh(string reason)
    {
        Tell([$"The upkeep begins afresh, as {reason}; the model before is replaced without a comparison."]);
        return null;
    }

    private void TellOfUpkeep()
    {
        if (_memory is null)
        {
            return;
        }

        string[] labels = [.. _items.Labels.Except(_memory.Task.Labels, StringComparer.Ordinal)];
        _context.Progress.Note($"The model of the last tuning goes on: {Units.Count(_items.Examples.New)} examples are new, and {Units.Count(_items.Examples.Replayed)} old ones train again beside them.");
        if (labels.Length > 0)
        {
            Tell([$"{(labels.Length == 1 ? $"The label '{labels[0]}' is" : $"{labels.Length} labels, such as '{labels[0]}', are")} new, so the model has a new head, and all old examples train again."]);
        }
    }

    private TaskDescription Describe()
    {
        var kind = TuningItems.Kind(_section.Task);
        var config = ModelFolder.Open(_start).Config;
        var length = _section.MaxTokens > 0 ? Math.Min(_section.MaxTokens, config.ContextLength) : Math.Min(LongestText, config.ContextLength);
        var task = new TaskDescription
        {
            Task = kind,
            Labels = _items.Labels,
            MaximumLength = length,
            Choices = kind == TaskKind.Choice ? Math.Max(2, _items.Train.Concat(_items.Test).Max(static item => item.Choices!.Count)) : 4,
        };
        if (_memory is not null)
        {
            // What the head of the model means stays as it was.
            var old = _memory.Task;
            return task with { Choices = Math.Max(task.Choices, old.Choices), BothOrders = old.BothOrders, Offset = old.Offset, Scale = old.Scale, Pooling = old.Pooling, Stride = old.Stride };
        }

        return task.GivesNumbers ? task.ForNumbers([.. _items.Train.Select(static item => item.Score!.Value)]) with { BothOrders = kind == TaskKind.Pair && config.Kind == ModelKind.Decoder } : task;
    }

    private static TuningMethod Method(string name) => Enum.Parse<TuningMethod>(name, ignoreCase: true);

    private TaskTuningOptions Options(TuningMethod method)
    {
        var training = TrainingStages.Options(_section, _context.Recipe.Seed, _context.Fingerprint);
        var isSmall = method is TuningMethod.Head or TuningMethod.Features or TuningMethod.Lora or TuningMethod.RsLora or TuningMethod.Dora or TuningMethod.QLora or TuningMethod.Adapter;

        // A method that is only compared with has a rate that suits it: few new parameters bear, and need, more than all the old ones.
        var factor = method == Method(_section.Method) ? 1 : (isSmall ? 5.0 : 1) / (Method(_section.Method) is TuningMethod.Full or TuningMethod.Last ? 1 : 5);
        return new TaskTuningOptions
        {
            Method = method,
            TrainedNames = method == Method(_section.Method) ? _section.TrainedNames : [],
            LastLayers = _section.LastLayers,
            Rank = _section.Rank,
            Alpha = _section.Alpha,
            LoraDropout = _section.LoraDropout,
            Targets = [_section.Targets],
            VirtualTokens = _section.VirtualTokens,
            LayerDecay = method is TuningMethod.Full or TuningMethod.Last ? _section.LayerDecay : 1,
            FitsHeadFirst = _section.HeadFirst,
            ThawEvery = method == TuningMethod.Full ? _section.ThawEvery : 0,
            ExamplesPerStep = _section.BatchSize,
            Epochs = _section.Epochs,
            ClassWeights = _section.ClassWeights is "balanced" && _items.BalancedWeights.Count > 0 ? _items.BalancedWeights : null,
            Template = _template,
            Objective = new TaskObjectiveOptions
            {
                LabelSmoothing = _section.LabelSmoothing,
                AuxiliaryLoss = _section.LanguageLoss,
                EmbeddingNoise = _section.Noise,
                TokenDropout = _section.Task is "classify" or "pair" ? _section.TokenDropout : 0,
                Blank = RecipeTokens.Mask(_tokenizer) ?? _tokenizer.EndOfText ?? 0,
                DecoderStart = _tokenizer.EndOfText,
                Seed = (ulong)_context.Recipe.Seed,
            },
            Training = training with
            {
                LearningRate = factor * training.LearningRate,
                MinimumLearningRate = factor * training.MinimumLearningRate,
                Best = new KeepBest { Patience = _section.Patience },
            },
        };
    }

    /// <summary>The figure of a method that is only compared with; it is kept, so that a run that goes on does not train it again.</summary>
    private double Compared(string method)
    {
        var kept = Path.Combine(Work, $"compared-{method}.json");
        if (File.Exists(kept) && JsonNode.Parse(File.ReadAllText(kept)) is JsonObject known && known["fingerprint"]?.GetValue<string>() == _context.Fingerprint)
        {
            return known["value"]!.GetValue<double>();
        }

        var tuned = Train(Method(method), $"{Stage}-{method}", _items.Train, _items.Validation, isMain: false);
        var measure = TaskMeasure.Of(_context, tuned.Model, _tokenizer, _task, _template, _items.Test, _cancellation);
        AtomicFile.WriteAllText(kept, JsonSerializer.Serialize(new { fingerprint = _context.Fingerprint, value = measure.Value }));
        return measure.Value;
    }

    /// <summary>Trains and measures on each part of a cross-validation in turn; null where none is asked for.</summary>
    private JsonObject? Folds()
    {
        if (_section.Folds == 0)
        {
            return null;
        }

        var values = new List<double>();
        foreach (var (fold, (train, test)) in _items.Folds(_section.Folds).Index())
        {
            var tuned = Train(Method(_section.Method), FormattableString.Invariant($"{Stage}-fold-{fold + 1}"), train, [], isMain: false);
            values.Add(TaskMeasure.Of(_context, tuned.Model, _tokenizer, _task, _template, test, _cancellation).Value);
        }

        var mean = values.Average();
        return new JsonObject
        {
            ["folds"] = _section.Folds,
            ["values"] = new JsonArray([.. values.Select(static value => (JsonNode?)Math.Round(value, 5))]),
            ["mean"] = Math.Round(mean, 5),
            ["standardDeviation"] = Math.Round(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), 5),
        };
    }

    private (Model Model, Model Trained, TrainingOutcome Outcome) Train(TuningMethod method, string name, IReadOnlyList<TaskItem> train, IReadOnlyList<TaskItem> validation, bool isMain)
    {
        if (method == TuningMethod.Features)
        {
            return Fit(train, validation);
        }

        var tuning = TaskTuning.Prepare(_start, _task, _tokenizer, train, validation, TrainingStages.Backend(_context), Options(method));
        if (isMain)
        {
            Tell(tuning.Examples.Remarks);
        }

        var outcome = TrainingStages.Train(
            _context,
            new TrainingJob
            {
                Name = name,
                Section = _section,
                Model = tuning.Model,
                Tokenizer = _tokenizer,
                Data = tuning.Data,
                Validation = tuning.Validation,
                Objective = tuning.Objective,
                IsChecked = isMain,
                HasNewHead = !_task.Writes && tuning.HasNewHead,
                Adjust = options => tuning.Options with { Fingerprint = options.Fingerprint },
            },
            _cancellation);
        if (isMain && tuning.Model.Adapter is not null)
        {
            AdapterFolder.Write(Path.Combine(Work, "adapter"), tuning.Model, Path.GetFullPath(_start));
        }

        return (tuning.Merged(_start), tuning.Model, outcome);
    }

    /// <summary>A classifier on the features of the frozen model, fitted exactly.</summary>
    private (Model Model, Model Trained, TrainingOutcome Outcome) Fit(IReadOnlyList<TaskItem> train, IReadOnlyList<TaskItem> validation)
    {
        var loaded = TaskModel.Load(_start, _task, TrainingStages.Backend(_context), (ulong)_context.Recipe.Seed, new ModelTuning { Trains = TrainedParts.Head(TaskModel.Describe(ModelFolder.Open(_start).Config, _task)) });
        var encoding = new TaskEncoderOptions { ClassWeights = _section.ClassWeights is "balanced" && _items.BalancedWeights.Count > 0 ? _items.BalancedWeights : null };
        FeatureTuning.Fit(loaded, _tokenizer, _task, [.. train, .. validation], encoding: encoding, cancellation: _cancellation);
        return (loaded.Model, loaded.Model, new TrainingOutcome(0, 0, null, null, 0));
    }

    /// <summary>What needs no network: a bag of words and the most frequent class, of texts with classes.</summary>
    private IEnumerable<ComparedFigure> Baselines(IReadOnlyList<TaskItem> test)
    {
        if (_task.Task != TaskKind.Classify)
        {
            yield break;
        }

        var numbers = _items.Labels.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        (string, int) Numbered(TaskItem item) => (item.Text, numbers[item.Label!]);
        TaskItem[] train = [.. _items.Train, .. _items.Validation];
        yield return new("Bag of words", Math.Round(BagOfWords.Train(train.Select(Numbered), _items.Labels.Count).Accuracy([.. test.Select(Numbered)]), 5)) { Note = "naive Bayes" };
        var frequent = train.CountBy(static item => item.Label!, StringComparer.Ordinal).MaxBy(static count => count.Value).Key;
        yield return new("Majority", Math.Round(test.Count(item => item.Label == frequent) / (double)test.Count, 5)) { Note = "always the most frequent class" };
    }

    private void Tell(IEnumerable<string> remarks)
    {
        foreach (var remark in remarks)
        {
            _context.Tell(Stage, remark);
        }
    }
}
