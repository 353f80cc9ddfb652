using System.Globalization;
using System.Text.RegularExpressions;
using Sinter.Data.Html;
using Sinter.Tests;

namespace Sinter.Data.Tests.Html;

/// <summary>Fits the weights that stand in <c>BlockWeights</c>, by hand: prints them for the table there. It reads the development half of the benchmark alone.</summary>
public sealed partial class BlockWeightFitting(ITestOutputHelper output)
{
    private const double Penalty = 3;
    private const double AugmentedWeight = 0.3;
    private const int Iterations = 250;

    [Fact(Explicit = true)]
    public void Weights_are_fitted_on_the_development_half()
    {
        var samples = ArticleBenchmark.Load(Assets.Path(ArticleBenchmark.Folder)).Where(page => page.IsForDevelopment).SelectMany(Samples).ToArray();
        var weights = Fit(samples);
        foreach (var row in weights.Select(weight => weight.ToString("0.000", CultureInfo.InvariantCulture) + "f").Chunk(12))
        {
            output.WriteLine(string.Join(", ", row) + ",");
        }

        weights.Length.ShouldBe(BlockFeatures.Count + 1);
    }

    private static IEnumerable<Sample> Samples(ArticlePage article)
    {
        var document = HtmlTreeBuilder.Build(HtmlEncoding.Decode(article.Body, "utf-8"));
        var page = PageBlocks.Of(document);
        var looks = new BlockFeatures(document, page, new PageFacts(document));
        var truth = WordsOf(article.Truth);
        var runs = Enumerable.Range(2, 3).SelectMany(length => Runs(truth, length)).ToHashSet(StringComparer.Ordinal);
        var labelled = Enumerable.Range(0, page.Blocks.Count).Select(i => (Index: i, Words: WordsOf(page.Text(page.Blocks[i]).ToString()))).Where(block => block.Words.Length > 1).ToArray();
        var sum = labelled.Sum(block => WeightOf(page.Blocks[block.Index]));
        foreach (var (index, words) in labelled)
        {
            var features = new float[BlockFeatures.Count];
            looks.Describe(index, features);
            var label = Runs(words, Math.Min(4, words.Length)).Average(run => runs.Contains(run) ? 1.0 : 0.0);
            var weight = WeightOf(page.Blocks[index]) / Math.Sqrt(sum);
            yield return new Sample(features, label, weight);
            yield return new Sample(Without(features, names: true, elements: false), label, weight * AugmentedWeight);
            yield return new Sample(Without(features, names: false, elements: true), label, weight * AugmentedWeight);
            yield return new Sample(Without(features, names: true, elements: true), label, weight * AugmentedWeight);
        }
    }

    private static double WeightOf(TextBlock block) => Math.Sqrt(Math.Min(100, block.Words + 0.5));

    private static float[] Without(float[] features, bool names, bool elements)
    {
        float[] rest = [.. features];
        if (names)
        {
            rest.AsSpan(BlockFeatures.TagFeatures).Clear();
        }

        if (elements)
        {
            rest.AsSpan(BlockFeatures.TextFeatures, 10).Clear();
            rest.AsSpan(BlockFeatures.LinkedBodyFeature, 2).Clear();
        }

        return rest;
    }

    /// <summary>Logistic regression with an L2 penalty, by Adam over all samples at once.</summary>
    private static double[] Fit(Sample[] samples)
    {
        var weights = new double[BlockFeatures.Count + 1];
        var first = new double[weights.Length];
        var second = new double[weights.Length];
        var total = samples.Sum(sample => sample.Weight);
        for (var iteration = 1; iteration <= Iterations; iteration++)
        {
            var gradient = new double[weights.Length];
            foreach (var sample in samples)
            {
                var odds = weights[^1];
                for (var i = 0; i < sample.Features.Length; i++)
                {
                    odds += weights[i] * sample.Features[i];
                }

                var error = ((1 / (1 + Math.Exp(-odds))) - sample.Label) * sample.Weight;
                for (var i = 0; i < sample.Features.Length; i++)
                {
                    gradient[i] += error * sample.Features[i];
                }

                gradient[^1] += error;
            }

            var rate = iteration > 180 ? 0.02 : 0.1;
            for (var i = 0; i < weights.Length; i++)
            {
                var slope = (gradient[i] + (i < weights.Length - 1 ? Penalty * weights[i] : 0)) / total;
                first[i] = (0.9 * first[i]) + (0.1 * slope);
                second[i] = (0.999 * second[i]) + (0.001 * slope * slope);
                weights[i] -= rate * (first[i] / (1 - Math.Pow(0.9, iteration))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, iteration))) + 1e-8);
            }
        }

        return weights;
    }

    private static string[] WordsOf(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    private static IEnumerable<string> Runs(string[] words, int length) => Enumerable.Range(0, Math.Max(0, words.Length - length + 1)).Select(i => string.Join(' ', words, i, length));

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();

    private sealed record Sample(float[] Features, double Label, double Weight);
}
