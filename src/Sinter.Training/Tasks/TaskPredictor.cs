using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tokenizers;

namespace Sinter.Training.Tasks;

/// <summary>
/// Says what a tuned model makes of inputs: classes and probabilities, numbers, the classes of words, answers, choices. Inputs of any length are cut or windowed as in training and computed together by length,
/// so the last bits of a number can depend on its neighbours. The model's weights are read, not copied; it serves one caller at a time.
/// </summary>
public sealed class TaskPredictor
{
    /// <summary>Items that are held at once.</summary>
    private const int ItemsAtOnce = 1024;

    /// <summary>The longest answer, in tokens (Devlin et al. 2019).</summary>
    private const int LongestAnswer = 30;

    private readonly TaskReader _reader;
    private readonly TaskRunner _runner;
    private readonly int _none;

    /// <summary>Makes a predictor.</summary>
    /// <param name="model">The model with the head of the task; nobody else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="task">Its task.</param>
    /// <exception cref="InvalidDataException">They do not go together, or the task writes text.</exception>
    public TaskPredictor(Model model, Tokenizer tokenizer, TaskDescription task)
    {
        if (task.Writes)
        {
            throw new InvalidDataException($"The task {task.Task} writes text, which is generated and not predicted.");
        }

        if (model is not TextModel text || model.Config.Head != task.Head || (task.Labels.Count > 0 && model.Config.HeadOutputs != task.Labels.Count))
        {
            throw new InvalidDataException($"A model with the head {model.Config.Head} and {model.Config.HeadOutputs} outputs is none of the task {task.Task} with {task.Labels.Count} labels; '{TaskDescription.FileName}' belongs to another model.");
        }

        Task = task;
        _none = model.Adapter?.VirtualTokens ?? 0;
        _reader = new TaskReader(task, model.Config, tokenizer, _none);
        _runner = new TaskRunner(text);
    }

    /// <summary>The task.</summary>
    public TaskDescription Task { get; init; }

    /// <summary>Opens a folder that <see cref="TaskModel.Write"/> made.</summary>
    /// <exception cref="InvalidDataException">The folder says no task, or is damaged.</exception>
    public static TaskPredictor Open(string folder, Backend backend)
    {
        var task = TaskDescription.Read(folder) ?? throw new InvalidDataException($"'{folder}' has no '{TaskDescription.FileName}', so it is not known what the model was tuned to; tune it with 'sinter finetune'.");
        var config = ModelFolder.Open(folder).Config;
        return new TaskPredictor(
            task.Pooling is { } pooling && pooling != config.Pooling ? TrunkWeights.Load(folder, config with { Pooling = pooling }, backend, seed: 0, trainable: false).Model : ModelWeights.Load(folder, backend),
            Tokenizer.Load(folder),
            task);
    }

    /// <summary>What the model says of an item.</summary>
    /// <exception cref="InvalidDataException">The item lacks what the task asks for.</exception>
    public TaskPrediction Predict(TaskItem item) => Predict([item])[0];

    /// <summary>What the model says of items, in their order.</summary>
    /// <param name="items">The items; what is right need not be known.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="InvalidDataException">An item lacks what the task asks for.</exception>
    public IReadOnlyList<TaskPrediction> Predict(IReadOnlyList<TaskItem> items, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var predictions = new TaskPrediction[items.Count];
        for (var first = 0; first < items.Count; first += ItemsAtOnce)
        {
            var count = Math.Min(ItemsAtOnce, items.Count - first);
            var readings = Enumerable.Range(first, count).Select(i => _reader.Read(items[i])).ToArray();
            var outputs = _runner.Run([.. readings.SelectMany(static reading => reading.Passages)], cancellation);
            for (int i = 0, at = 0; i < count; at += readings[i].Passages.Count, i++)
            {
                predictions[first + i] = Predict(items[first + i], readings[i], outputs.AsSpan(at, readings[i].Passages.Count)) with { IsCut = readings[i].IsCut };
            }

            progress?.Invoke(first + count);
        }

        return predictions;
    }

    private TaskPrediction Predict(TaskItem item, TaskReading reading, ReadOnlySpan<float[]> outputs)
    {
        switch (Task.Task)
        {
            case TaskKind.Tokens:
                return new() { Tags = Tags(item.Words!.Count, reading, outputs) };
            case TaskKind.Qa:
                return Answer(item.Second!, reading, outputs);
            case TaskKind.Choice:
                var scores = new double[outputs.Length];
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] = outputs[i][0];
                }

                return OfClasses(scores);
        }

        var logits = new double[outputs[0].Length];
        foreach (var passage in outputs)
        {
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] += passage[i];
            }
        }

        if (Task.GivesNumbers)
        {
            return new() { Logits = logits, Score = Task.Offset + (Task.Scale * logits[0]) };
        }

        var prediction = OfClasses(logits);
        return prediction with { Label = Task.Labels[prediction.Class] };
    }

    private TaskPrediction OfClasses(double[] logits)
    {
        var probabilities = Softmax(logits);
        return new() { Logits = logits, Probabilities = probabilities, Class = Array.IndexOf(probabilities, probabilities.Max()) };
    }

    private WordTag[] Tags(int words, TaskReading reading, ReadOnlySpan<float[]> outputs)
    {
        var classes = Task.Labels.Count;
        var tags = new WordTag[words];
        Array.Fill(tags, new WordTag(Task.Labels.Contains("O", StringComparer.Ordinal) ? "O" : Task.Labels[0], 0));
        for (var i = 0; i < outputs.Length; i++)
        {
            foreach (var (word, place) in reading.Passages[i].Words)
            {
                var probabilities = Softmax([.. outputs[i].AsSpan(place * classes, classes).ToArray().Select(static logit => (double)logit)]);
                var likeliest = Array.IndexOf(probabilities, probabilities.Max());
                tags[word] = new(Task.Labels[likeliest], probabilities[likeliest]);
            }
        }

        return tags;
    }

    /// <summary>The best answer of all windows against the least likely of their nones, as BERT's authors have it.</summary>
    private TaskPrediction Answer(string text, TaskReading reading, ReadOnlySpan<float[]> outputs)
    {
        var none = double.PositiveInfinity;
        var best = (Score: double.NegativeInfinity, Start: 0, End: 0);
        List<double> all = [];
        for (var window = 0; window < outputs.Length; window++)
        {
            var (passage, logits) = (reading.Passages[window], outputs[window]);
            none = Math.Min(none, (double)logits[2 * _none] + logits[(2 * _none) + 1]);
            for (var from = 0; from < passage.Ranges.Length; from++)
            {
                for (var to = from; to < Math.Min(passage.Ranges.Length, from + LongestAnswer); to++)
                {
                    var (start, end) = Trimmed(text, passage.Ranges[from].Start, passage.Ranges[to].End);
                    if (start >= end)
                    {
                        continue;
                    }

                    var score = (double)logits[2 * (passage.First + from)] + logits[(2 * (passage.First + to)) + 1];
                    all.Add(score);
                    if (score > best.Score)
                    {
                        best = (score, start, end);
                    }
                }
            }
        }

        if (all.Count == 0)
        {
            return new() { AnswerMargin = double.NegativeInfinity };
        }

        var largest = Math.Max(best.Score, none);
        var sum = Math.Exp((none - largest) / Task.Temperature) + all.Sum(score => Math.Exp((score - largest) / Task.Temperature));
        return new()
        {
            AnswerMargin = best.Score - none,
            Answer = best.Score - none > Task.Threshold ? new FoundAnswer(text[best.Start..best.End], best.Start, Math.Exp((best.Score - largest) / Task.Temperature) / sum) : null,
        };
    }

    private static (int Start, int End) Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private double[] Softmax(double[] logits)
    {
        var largest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp((logit - largest) / Task.Temperature))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
