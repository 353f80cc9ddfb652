using Sinter.Data.FastText;

namespace Sinter.Data.Content;

/// <summary>
/// Trains a <see cref="ToxicityModel"/>: logistic regression on features that are weighted by how unevenly the two labels have them (Wang and Manning 2012, "Baselines and
/// bigrams"), by stochastic gradient descent with a step of its own for each weight (AdaGrad, Duchi et al. 2011). The same texts in the same order, with the same seed, give the
/// same bytes.
/// </summary>
/// <param name="epochs">How often it goes through the texts.</param>
/// <param name="seed">Where the order of the texts begins.</param>
public sealed class ToxicityTrainer(int epochs = 8, int seed = 0)
{
    private const double LearningRate = 0.3;
    private const double BiasRate = 0.03;

    /// <summary>Trains on labelled texts.</summary>
    /// <exception cref="ArgumentException">Not both labels are there.</exception>
    public ToxicityModel Train(IReadOnlyList<LabelledText> texts)
    {
        if (texts.All(static text => text.IsToxic) || !texts.Any(static text => text.IsToxic))
        {
            throw new ArgumentException("Texts of both labels are needed to train.", nameof(texts));
        }

        var reader = new TextFeatures();
        var features = texts.Select(text => reader.Of(text.Text).ToArray()).ToList();
        var ratios = LogRatios(texts, features);
        var (weights, bias) = Fit(texts, features, ratios);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= ratios[i];
        }

        var scale = Math.Max(weights.Max(Math.Abs), 1e-9) / sbyte.MaxValue;
        return new ToxicityModel([.. weights.Select(weight => (sbyte)Math.Round(weight / scale))], (float)scale, (float)bias);
    }

    /// <summary>The logarithm of how much more of a feature toxic texts have than others, with one added to each sum.</summary>
    private static double[] LogRatios(IReadOnlyList<LabelledText> texts, List<int[]> features)
    {
        var (toxic, other) = (new double[TextFeatures.Count], new double[TextFeatures.Count]);
        for (var i = 0; i < texts.Count; i++)
        {
            var sums = texts[i].IsToxic ? toxic : other;
            foreach (var feature in features[i])
            {
                sums[feature] += 1 / Math.Sqrt(features[i].Length);
            }
        }

        var (allToxic, allOther) = (toxic.Sum(), other.Sum());
        var known = Enumerable.Range(0, TextFeatures.Count).Count(feature => toxic[feature] + other[feature] > 0);
        return [.. toxic.Zip(other, (more, less) => more + less > 0 ? Math.Log((more + 1) / (allToxic + known)) - Math.Log((less + 1) / (allOther + known)) : 0)];
    }

    private (double[] Weights, double Bias) Fit(IReadOnlyList<LabelledText> texts, List<int[]> features, double[] ratios)
    {
        var weights = new double[TextFeatures.Count];
        var squares = new double[TextFeatures.Count];
        var bias = 0.0;
        var order = Enumerable.Range(0, texts.Count).Where(i => features[i].Length > 0).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle(order, epoch);
            foreach (var i in order)
            {
                var norm = 1 / Math.Sqrt(features[i].Length);
                var logit = bias;
                foreach (var feature in features[i])
                {
                    logit += weights[feature] * ratios[feature] * norm;
                }

                var error = ToxicityModel.Probability(logit) - (texts[i].IsToxic ? 1 : 0);
                bias -= BiasRate * error;
                foreach (var feature in features[i])
                {
                    var gradient = error * ratios[feature] * norm;
                    squares[feature] += gradient * gradient;
                    weights[feature] -= gradient == 0 ? 0 : LearningRate * gradient / Math.Sqrt(squares[feature]);
                }
            }
        }

        return (weights, bias);
    }

    private void Shuffle(int[] order, int epoch)
    {
        var random = SplitMix.For(seed, epoch);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = random.NextBelow(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
