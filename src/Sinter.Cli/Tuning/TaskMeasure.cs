using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Stages;
using Sinter.Evaluation.Metrics;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>How well a model does a task on held-out items.</summary>
/// <param name="Name">What the figure is of, such as <c>accuracy</c>.</param>
/// <param name="Value">The figure that methods are compared by; higher is better.</param>
/// <param name="Metrics">All figures, as metrics of a stage.</param>
internal sealed record TaskMeasure(string Name, double Value, JsonObject Metrics)
{
    private const int AnswerTokens = 128;
    private const int MostWritten = 500;

    /// <summary>Whether the figure is a share of one.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>What it is measured on, for people.</summary>
    public string On { get; init; } = "";

    /// <summary>A few items with what was written, of tasks that write.</summary>
    public JsonArray? Samples { get; init; }

    /// <summary>Measures a model.</summary>
    /// <param name="context">The stage's surroundings.</param>
    /// <param name="model">The model, with the head of the task.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="task">The task.</param>
    /// <param name="template">The template of conversations.</param>
    /// <param name="items">The held-out items.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static TaskMeasure Of(StageContext context, Model model, Tokenizer tokenizer, TaskDescription task, ChatTemplate? template, IReadOnlyList<TaskItem> items, CancellationToken cancellation)
    {
        void Report(int done) => context.Progress.Report(new StageProgress(done, items.Count, "items measured"));
        if (task.Writes)
        {
            return Written(model, tokenizer, task, template, items, Report, cancellation);
        }

        var predictions = new TaskPredictor(model, tokenizer, task).Predict(items, Report, cancellation);
        var on = $"{Units.Count(items.Count)} held-out {(task.Task == TaskKind.Qa ? "questions" : "items")}";
        switch (task.Task)
        {
            case TaskKind.Tokens:
                IReadOnlyList<IReadOnlyList<string>> truth = [.. items.Select(static item => item.Tags!)];
                IReadOnlyList<IReadOnlyList<string>> tags = [.. predictions.Select(static prediction => (IReadOnlyList<string>)[.. prediction.Tags!.Select(static tag => tag.Label)])];
                if (EntityReport.AreTags(task.Labels))
                {
                    var entities = EntityReport.Of(truth, tags);
                    return new("F1 of entities", entities.Micro.F1, entities.ToJson()) { On = on };
                }

                var numbers = task.Labels.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
                var words = ClassificationReport.Of(task.Labels, [.. truth.SelectMany(static row => row).Select(tag => numbers[tag])], [.. tags.SelectMany(static row => row).Select(tag => numbers[tag])]);
                return new("accuracy of words", words.Accuracy, words.ToJson()) { On = on };
            case TaskKind.Qa:
                var report = QuestionReport.Of(
                    [.. items.Select((item, i) => new AnsweredQuestion(predictions[i].Answer?.Text ?? "", [.. (item.Answers ?? []).Select(static answer => answer.Text)], -predictions[i].AnswerMargin))]);
                return new("F1 of answers", report.All.F1 > 1 ? report.All.F1 / 100 : report.All.F1, report.ToJson()) { On = on };
            case TaskKind.Choice:
                var right = items.Index().Count(entry => predictions[entry.Index].Class == entry.Item.Right);
                var interval = Sinter.Evaluation.WilsonInterval.Of(right, items.Count);
                return new("accuracy", (double)right / items.Count, new JsonObject { ["accuracy"] = (double)right / items.Count, ["accuracyLow"] = interval.Low, ["accuracyHigh"] = interval.High }) { On = on };
        }

        if (task.GivesNumbers)
        {
            var regression = RegressionReport.Of([.. items.Select(static item => item.Score!.Value)], [.. predictions.Select(static prediction => prediction.Score!.Value)]);
            return new("Spearman's correlation", double.IsFinite(regression.Spearman) ? Math.Max(0, regression.Spearman) : 0, regression.ToJson()) { IsShare = false, On = on };
        }

        var classes = Classified(task, items, predictions);
        return new("accuracy", classes.Accuracy, classes.ToJson()) { On = on };
    }

    /// <summary>The temperature that makes probabilities of held-back items most likely; 1 for tasks without classes, or with too few items to say.</summary>
    public static double Temperature(Model model, Tokenizer tokenizer, TaskDescription task, IReadOnlyList<TaskItem> items)
    {
        const int Fewest = 50;
        if (items.Count < Fewest || task.Labels.Count == 0 || task.Task is not (TaskKind.Classify or TaskKind.Pair))
        {
            return 1;
        }

        var predictions = new TaskPredictor(model, tokenizer, task).Predict(items);
        var numbers = Numbers(task);
        var fitted = TemperatureScaling.Fit([.. predictions.Select(static prediction => prediction.Logits.Select(static logit => (float)logit).ToArray())], [.. items.Select(item => numbers[item.Label!])]);
        return fitted.AtLimit ? 1 : fitted.Temperature;
    }

    /// <summary>By how much the best answer must beat none, by held-back questions; 0 where each has an answer.</summary>
    public static double Threshold(Model model, Tokenizer tokenizer, TaskDescription task, IReadOnlyList<TaskItem> items)
    {
        if (task.Task != TaskKind.Qa || items.All(static item => item.Answers is { Count: > 0 }))
        {
            return 0;
        }

        // With a threshold below all margins each question is answered, and the report can say which would have been best.
        var open = new TaskPredictor(model, tokenizer, task with { Threshold = -1e6 }).Predict(items);
        var report = QuestionReport.Of(
            [.. items.Select((item, i) => new AnsweredQuestion(open[i].Answer?.Text ?? "", [.. (item.Answers ?? []).Select(static answer => answer.Text)], -open[i].AnswerMargin))]);
        return report.BestF1 is { } best && double.IsFinite(best.Threshold) ? -best.Threshold : 0;
    }

    private static Dictionary<string, int> Numbers(TaskDescription task) => task.Labels.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);

    private static ClassificationReport Classified(TaskDescription task, IReadOnlyList<TaskItem> items, IReadOnlyList<TaskPrediction> predictions)
    {
        var numbers = Numbers(task);
        return ClassificationReport.Of(
            task.Labels,
            [.. items.Select(item => numbers[item.Label!])],
            [.. predictions.Select(static prediction => prediction.Class)],
            [.. predictions.Select(static prediction => prediction.Probabilities.Select(static probability => (float)probability).ToArray())]);
    }

    private static TaskMeasure Written(Model model, Tokenizer tokenizer, TaskDescription task, ChatTemplate? template, IReadOnlyList<TaskItem> items, Action<int> report, CancellationToken cancellation)
    {
        items = [.. items.Take(MostWritten)];
        var encoder = new TaskEncoder(task, model.Config, tokenizer, new TaskEncoderOptions { Template = template, VirtualTokens = model.Adapter?.VirtualTokens ?? 0 });
        var written = TaskWriter.Write(model, tokenizer, encoder, items, AnswerTokens, report, cancellation);
        string[] expected = [.. items.Select(static item => item.Target ?? item.Conversation!.Messages[^1].Content)];
        var rouge = RougeReport.Of(written, expected);
        var metrics = rouge.ToJson();
        metrics["bleu"] = Math.Round(new Bleu().Corpus(written, expected).Score, 4);
        metrics["chrf"] = Math.Round(new Chrf().Corpus(written, expected), 4);
        metrics["exactMatch"] = (double)written.Index().Count(entry => entry.Item.Trim() == expected[entry.Index].Trim()) / written.Count;
        return new("ROUGE-L", rouge.L.Mean > 1 ? rouge.L.Mean / 100 : rouge.L.Mean, metrics)
        {
            On = $"{Units.Count(items.Count)} held-out texts",
            Samples = [.. items.Take(5).Select((item, i) => (JsonNode?)new JsonObject { ["source"] = item.Conversation is null ? item.Text : item.Conversation.Messages[0].Content, ["target"] = expected[i], ["written"] = written[i] })],
        };
    }
}
