using System.Text;

namespace Sinter.Evaluation;

/// <summary>
/// The baseline of text classification: multinomial naive Bayes over the words of a text, whatever their order (McCallum and Nigam 1998), with one added to each count. Words are runs of
/// letters and digits in lower case, and single other signs.
/// </summary>
public sealed class BagOfWords
{
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly List<double[]> _logProbabilities = [];
    private readonly double[] _logPriors;

    private BagOfWords(int labels) => _logPriors = new double[labels];

    /// <summary>Learns from labelled texts.</summary>
    /// <param name="examples">Texts, each with the number of its class; at least one.</param>
    /// <param name="labels">Number of classes.</param>
    public static BagOfWords Train(IEnumerable<(string Text, int Label)> examples, int labels)
    {
        var bag = new BagOfWords(labels);
        var counts = new List<double[]>();
        var texts = new double[labels];
        foreach (var (text, label) in examples)
        {
            texts[label]++;
            foreach (var word in Words(text))
            {
                if (!bag._words.TryGetValue(word, out var id))
                {
                    bag._words[word] = id = counts.Count;
                    counts.Add(new double[labels]);
                }

                counts[id][label]++;
            }
        }

        var totals = Enumerable.Range(0, labels).Select(label => counts.Sum(count => count[label]) + counts.Count).ToArray();
        foreach (var count in counts)
        {
            bag._logProbabilities.Add([.. count.Select((seen, label) => Math.Log((seen + 1) / totals[label]))]);
        }

        for (var label = 0; label < labels; label++)
        {
            bag._logPriors[label] = Math.Log((texts[label] + 1) / (texts.Sum() + labels));
        }

        return bag;
    }

    /// <summary>The likeliest class of a text; the first of those that are equal. Words that were never seen say nothing.</summary>
    public int Predict(string text)
    {
        var scores = (double[])_logPriors.Clone();
        foreach (var word in Words(text))
        {
            if (_words.TryGetValue(word, out var id))
            {
                for (var label = 0; label < scores.Length; label++)
                {
                    scores[label] += _logProbabilities[id][label];
                }
            }
        }

        return Array.IndexOf(scores, scores.Max());
    }

    /// <summary>The share of labelled texts that are given their class.</summary>
    public double Accuracy(IReadOnlyCollection<(string Text, int Label)> examples) =>
        examples.Count == 0 ? 0 : (double)examples.Count(example => Predict(example.Text) == example.Label) / examples.Count;

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (!Rune.IsWhiteSpace(rune))
            {
                yield return rune.ToString();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
