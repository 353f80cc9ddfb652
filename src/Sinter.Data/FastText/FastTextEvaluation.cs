namespace Sinter.Data.FastText;

/// <summary>How well a model predicts the labels of lines, as <c>fasttext test</c> and <c>test-label</c> measure it.</summary>
/// <param name="Examples">The lines with a label that the model knows and something to predict from; others are passed over.</param>
/// <param name="Precision">The share of predictions that are right.</param>
/// <param name="Recall">The share of labels that were predicted.</param>
/// <param name="Labels">The same for each label, in the order of <see cref="FastTextModel.Labels"/>.</param>
public sealed record FastTextEvaluation(long Examples, double Precision, double Recall, IReadOnlyList<FastTextLabelScore> Labels)
{
    /// <summary>Measures on a file of lines with labels.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, as for <see cref="FastTextTrainer"/>.</param>
    /// <param name="predictions">The predictions for a line (<c>k</c>).</param>
    /// <param name="threshold">The least probability of a prediction.</param>
    public static FastTextEvaluation Run(FastTextModel model, string path, int predictions = 1, float threshold = 0)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return Run(model, stream, predictions, threshold);
    }

    /// <summary>Measures on lines with labels.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lines">The lines, as for <see cref="FastTextTrainer"/>.</param>
    /// <param name="predictions">The predictions for a line (<c>k</c>).</param>
    /// <param name="threshold">The least probability of a prediction.</param>
    public static FastTextEvaluation Run(FastTextModel model, Stream lines, int predictions = 1, float threshold = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions, 1);
        var vocabulary = model.Content.Vocabulary;
        var (gold, predicted, right) = (new long[vocabulary.Labels], new long[vocabulary.Labels], new long[vocabulary.Labels]);
        var top = new Prediction[Math.Min(predictions, vocabulary.Labels)];
        var labels = new List<int>();
        var examples = 0L;
        foreach (var block in LineBlocks.Read(lines))
        {
            for (var rest = block.AsSpan(); !rest.IsEmpty;)
            {
                var line = rest[..ReadLabels(rest, vocabulary, labels)];
                rest = rest[line.Length..];
                var found = labels.Count == 0 ? 0 : model.Predict(line, top);
                if (found == 0)
                {
                    continue;
                }

                examples++;
                labels.ForEach(label => gold[label]++);
                foreach (var prediction in top.AsSpan(0, found))
                {
                    if (prediction.Probability >= threshold)
                    {
                        predicted[prediction.Label]++;
                        right[prediction.Label] += labels.Contains(prediction.Label) ? 1 : 0;
                    }
                }
            }
        }

        return new FastTextEvaluation(
            examples,
            Share(right.Sum(), predicted.Sum()),
            Share(right.Sum(), gold.Sum()),
            [.. model.Labels.Select((name, label) => new FastTextLabelScore(name, gold[label], predicted[label], right[label]))]);
    }

    /// <summary>The labels of the first line, and its length.</summary>
    private static int ReadLabels(ReadOnlySpan<byte> text, FastTextVocabulary vocabulary, List<int> labels)
    {
        labels.Clear();
        var tokens = new LineTokens(text);
        while (tokens.MoveNext())
        {
            var entry = vocabulary.Find(tokens.Token, tokens.Hash);
            if (entry >= vocabulary.Words)
            {
                labels.Add(entry - vocabulary.Words);
            }
        }

        return tokens.Read;
    }

    internal static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>How well one label is predicted.</summary>
/// <param name="Label">The label.</param>
/// <param name="Examples">The lines that have it.</param>
/// <param name="Predicted">The lines for which it was predicted.</param>
/// <param name="Right">The lines for which it was predicted rightly.</param>
public sealed record FastTextLabelScore(string Label, long Examples, long Predicted, long Right)
{
    /// <summary>The share of its predictions that are right; 0 where there are none.</summary>
    public double Precision => FastTextEvaluation.Share(Right, Predicted);

    /// <summary>The share of its lines for which it was predicted; 0 where there are none.</summary>
    public double Recall => FastTextEvaluation.Share(Right, Examples);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => FastTextEvaluation.Share(2 * Right, Predicted + Examples);
}
