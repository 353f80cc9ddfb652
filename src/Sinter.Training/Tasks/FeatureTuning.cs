using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Heads;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>
/// Tuning without gradients: the features of each text are computed once, and the classifier on top of them is fitted exactly, by logistic or linear regression. The result stands in the model's head, so that
/// the model works with everything else.
/// </summary>
public static class FeatureTuning
{
    /// <summary>The weights of the dense layer before a new classifier: small, so that the function behind it (tanh) hardly bends what it is given.</summary>
    private const float Dense = 0.05f;

    /// <summary>Items that are held at once.</summary>
    private const int AtOnce = 1024;

    /// <summary>Fits the classifier of a model to items.</summary>
    /// <param name="loaded">The model with the head of the task; its classifier is written.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="task">A task of whole texts: classes or numbers.</param>
    /// <param name="items">The items, each with what is right.</param>
    /// <param name="options">How; a penalty that is chosen on held-out items where left out.</param>
    /// <param name="encoding">Weights of classes; none where left out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">The task is of no whole texts, or an item lacks what it asks for.</exception>
    public static LinearFit Fit(TrunkWeights loaded, Tokenizer tokenizer, TaskDescription task, IReadOnlyList<TaskItem> items, LinearFitOptions? options = null, TaskEncoderOptions? encoding = null, CancellationToken cancellation = default)
    {
        if (loaded.Model is not TextModel model || task.Head is not (ModelHead.SequenceClassification or ModelHead.Regression))
        {
            throw new InvalidDataException($"The task {task.Task} is not of whole texts, so no classifier can be fitted to their features; tune the model by another method.");
        }

        PrepareDense(loaded);
        options ??= new() { Penalty = null };
        var features = Features(model, tokenizer, task, items, cancellation);
        var hasBias = model.Parameters.All.Any(static parameter => parameter.Name == "classifier.bias");
        var numberOf = task.Labels.Index().ToDictionary(static label => label.Item, static label => label.Index, StringComparer.Ordinal);
        LinearFit fit;
        if (task.GivesNumbers)
        {
            double[] numbers = [.. items.Select((item, i) => item.Score is { } score && double.IsFinite(score) ? (score - task.Offset) / task.Scale : throw new InvalidDataException(Invariant($"Item {i + 1} has no finite number to learn.")))];
            fit = LinearFit.Numbers(features, numbers, [.. items.Select(static item => item.Weight)], hasBias, options, cancellation);
        }
        else
        {
            int[] classes = [.. items.Select((item, i) => item.Label is { } label && numberOf.TryGetValue(label, out var number) ? number : throw new InvalidDataException(Invariant($"Item {i + 1} has the label '{item.Label}', which is none of the {task.Labels.Count} classes.")))];
            double[] weights = [.. items.Select((item, i) => item.Weight * (encoding?.ClassWeights?[classes[i]] ?? 1))];
            fit = LinearFit.Classes(features, classes, task.Labels.Count, weights, hasBias, options, cancellation);
        }

        Write(model, "classifier", fit.Weights);
        if (hasBias)
        {
            Write(model, "classifier.bias", fit.Biases);
        }

        return fit;
    }

    /// <summary>The features of items: what the classifier of the model is given, [items][hidden size].</summary>
    public static float[][] Features(TextModel model, Tokenizer tokenizer, TaskDescription task, IReadOnlyList<TaskItem> items, CancellationToken cancellation = default)
    {
        var reader = new TaskReader(task, model.Config, tokenizer, model.Adapter?.VirtualTokens ?? 0);
        var runner = new TaskRunner(model, output: (hidden, places) => model.Features(hidden, places));
        var features = new float[items.Count][];
        for (var first = 0; first < items.Count; first += AtOnce)
        {
            var readings = Enumerable.Range(first, Math.Min(AtOnce, items.Count - first)).Select(i => reader.Read(items[i])).ToArray();
            var outputs = runner.Run([.. readings.SelectMany(static reading => reading.Passages)], cancellation);
            var at = 0;
            for (var i = 0; i < readings.Length; i++)
            {
                // Hidden states of a pair in both orders are added, as in training.
                var sum = outputs[at];
                for (var passage = 1; passage < readings[i].Passages.Count; passage++)
                {
                    sum = [.. sum.Zip(outputs[at + passage], static (x, y) => x + y)];
                }

                features[first + i] = sum;
                at += readings[i].Passages.Count;
            }
        }

        return features;
    }

    /// <summary>
    /// Under a new classifier a dense layer that was drawn at random, or learned to tell masked tokens (ModernBERT's), passes on what it is given: the function behind it is all but linear for small numbers.
    /// </summary>
    private static void PrepareDense(TrunkWeights loaded)
    {
        var family = loaded.Model.Config.Family;
        if (!loaded.Drawn.Contains(family == ModelFamily.ModernBert ? "classifier" : "head.dense", StringComparer.Ordinal) || family == ModelFamily.DistilBert)
        {
            return;
        }

        var dense = loaded.Model.Parameters["head.dense"].Value;
        var values = dense.AsSpan<float>();
        values.Clear();
        for (var i = 0; i < dense.Shape[0]; i++)
        {
            values[(i * dense.Shape[1]) + i] = Dense;
        }
    }

    private static void Write(Model model, string name, double[] values)
    {
        var parameter = model.Parameters[name].Value.AsSpan<float>();
        for (var i = 0; i < values.Length; i++)
        {
            parameter[i] = (float)values[i];
        }
    }
}
