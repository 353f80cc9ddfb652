using Sinter.Evaluation.Metrics;
using Sinter.Evaluation.Upkeep;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>The model of before and the one that was trained further, measured on the same held-out items and by the same fairness probes.</summary>
/// <param name="Decision">Which is taken.</param>
/// <param name="Old">What the old model made of the probes; null for a task or texts without any.</param>
/// <param name="New">What the new one made of them.</param>
internal sealed record UpkeepComparison(UpkeepDecision Decision, FairnessReport? Old, FairnessReport? New)
{
    private const int MostWritten = 200;
    private const int AnswerTokens = 128;

    /// <summary>Stands between the two texts of a pair while words of both are swapped.</summary>
    private const string Joint = " \u001F ";

    /// <summary>The decision in a sentence.</summary>
    public string Sentence => Decision.TakesNew
        ? $"The new model takes the place of the one before: {Reason(UpkeepVerdict.TakeNew)}"
        : $"The model before stays, as the new one is worse: {Reason(UpkeepVerdict.KeepOld)}";

    /// <summary>Opens the model of a folder to be measured, with its task.</summary>
    public static (Model Model, TaskDescription Task) Open(string folder, Backend backend)
    {
        var task = TaskDescription.Read(folder) ?? throw new InvalidDataException($"'{folder}' has no '{TaskDescription.FileName}'; delete the folder above it to begin afresh.");
        return (TrunkWeights.Load(folder, TaskModel.Describe(ModelFolder.Open(folder).Config, task), backend, seed: 0, trainable: false).Model, task);
    }

    /// <summary>Compares two models.</summary>
    /// <param name="old">The model of before with its task.</param>
    /// <param name="new">The new one.</param>
    /// <param name="tokenizer">The tokenizer of both.</param>
    /// <param name="template">The template of conversations.</param>
    /// <param name="items">The held-out items.</param>
    /// <param name="before">How many of the first of them were held out by an earlier tuning: on these the new model must not be worse either, whatever the new ones say.</param>
    /// <param name="seed">What the bootstrap draws from.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static UpkeepComparison Of(
        (Model Model, TaskDescription Task) old,
        (Model Model, TaskDescription Task) @new,
        Tokenizer tokenizer,
        ChatTemplate? template,
        IReadOnlyList<TaskItem> items,
        int before,
        int seed,
        CancellationToken cancellation)
    {
        if (old.Task.Writes)
        {
            // Writing takes long; half of what is measured was held out before, where there is so much.
            var first = Math.Min(before, Math.Max(MostWritten / 2, MostWritten - (items.Count - before)));
            items = [.. items.Take(first), .. items.Skip(before).Take(MostWritten - first)];
            before = first;
        }

        var (losses, others) = (Losses(old, tokenizer, template, items, cancellation), Losses(@new, tokenizer, template, items, cancellation));
        var comparisons = new List<ModelComparison> { Compare(losses, others, items.Count, "", seed) };
        if (before >= ModelComparison.FewestItems && before < items.Count)
        {
            comparisons.Add(Compare(losses, others, before, " on what was held out before", seed));
        }

        IReadOnlyList<FairnessProbe> probes = old.Task.Task is TaskKind.Classify or TaskKind.Pair && !old.Task.GivesNumbers ? FairnessProbe.Of(items.Select(Joined)) : [];
        var (oldFairness, newFairness) = probes.Count == 0 ? (null, null) : (Fairness(old, tokenizer, probes, cancellation), Fairness(@new, tokenizer, probes, cancellation));
        return new(UpkeepDecision.Of(comparisons, oldFairness, newFairness, seed), oldFairness, newFairness);
    }

    private static ModelComparison Compare(ItemLosses old, ItemLosses @new, int first, string on, int seed) => old.AreAnswers
        ? ModelComparison.OfAnswers(old.Measure + on, [.. old.Losses.Take(first).Select(static loss => loss == 0)], [.. @new.Losses.Take(first).Select(static loss => loss == 0)], seed)
        : ModelComparison.OfLosses(old.Measure + on, [.. old.Losses.Take(first)], [.. @new.Losses.Take(first)], old.Units?.Take(first).ToList(), seed);

    /// <summary>How wrong a model is on each item: 0 where it is right.</summary>
    private static ItemLosses Losses((Model Model, TaskDescription Task) model, Tokenizer tokenizer, ChatTemplate? template, IReadOnlyList<TaskItem> items, CancellationToken cancellation)
    {
        if (model.Task.Writes)
        {
            var encoder = new TaskEncoder(model.Task, model.Model.Config, tokenizer, new TaskEncoderOptions { Template = template });
            var written = TaskWriter.Write(model.Model, tokenizer, encoder, items, AnswerTokens, progress: null, cancellation);
            var rouge = new Rouge();
            return new("1 - ROUGE-L", [.. items.Select((item, i) => 1 - rouge.Score(written[i], item.Target ?? item.Conversation!.Messages[^1].Content).L.F1)]);
        }

        var predictions = new TaskPredictor(model.Model, tokenizer, model.Task).Predict(items, progress: null, cancellation);
        double[] Of(Func<TaskItem, TaskPrediction, double> loss) => [.. items.Select((item, i) => loss(item, predictions[i]))];
        return model.Task.Task switch
        {
            TaskKind.Tokens => new("share of wrong words", Of(static (item, prediction) => item.Tags!.Zip(prediction.Tags!).Count(static pair => pair.First != pair.Second.Label)))
            {
                Units = [.. items.Select(static item => (long)Math.Max(1, item.Tags!.Count))],
            },
            TaskKind.Qa => new("1 - F1 of answers", Of(static (item, prediction) => 1 - AnswerScore.F1(prediction.Answer?.Text ?? "", [.. (item.Answers ?? []).Select(static answer => answer.Text)]))),
            TaskKind.Choice => new("accuracy", Of(static (item, prediction) => prediction.Class == item.Right ? 0 : 1)) { AreAnswers = true },
            _ when model.Task.GivesNumbers => new("mean absolute error", Of(static (item, prediction) => Math.Abs(prediction.Score!.Value - item.Score!.Value))),
            _ => new("accuracy", Of(static (item, prediction) => prediction.Label == item.Label ? 0 : 1)) { AreAnswers = true },
        };
    }

    private static FairnessReport Fairness((Model Model, TaskDescription Task) model, Tokenizer tokenizer, IReadOnlyList<FairnessProbe> probes, CancellationToken cancellation)
    {
        string[] texts = [.. probes.SelectMany(static probe => new[] { probe.Original, probe.Swapped }).Distinct(StringComparer.Ordinal)];
        var predictions = new TaskPredictor(model.Model, tokenizer, model.Task).Predict([.. texts.Select(Parted)], progress: null, cancellation);
        var probabilities = texts.Index().ToDictionary(
            static entry => entry.Item, entry => (IReadOnlyList<float>)[.. predictions[entry.Index].Probabilities.Select(static probability => (float)probability)], StringComparer.Ordinal);
        return FairnessReport.OfClassifier(probes, text => probabilities[text]);
    }

    private static string Joined(TaskItem item) => item.Second is null ? item.Text : item.Text + Joint + item.Second;

    private static TaskItem Parted(string text)
    {
        var at = text.IndexOf(Joint, StringComparison.Ordinal);
        return at < 0 ? new TaskItem(text) : new TaskItem(text[..at]) { Second = text[(at + Joint.Length)..] };
    }

    private string Reason(UpkeepVerdict verdict) => (Decision.Comparisons.FirstOrDefault(comparison => comparison.Verdict == verdict) ?? (Decision.Comparisons is [var first, ..] ? first : null))?.ToString() ?? "there is nothing to compare them on.";

    /// <summary>What each item costs.</summary>
    private sealed record ItemLosses(string Measure, double[] Losses)
    {
        /// <summary>By how much each item counts; null for all alike.</summary>
        public long[]? Units { get; init; }

        /// <summary>Whether each is right (0) or wrong (1).</summary>
        public bool AreAnswers { get; init; }
    }
}
