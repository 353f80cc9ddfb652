using Sinter.Evaluation.Metrics;
using Sinter.Evaluation.Significance;
using Sinter.Evaluation.Tests.Metrics;

namespace Sinter.Evaluation.Tests.Significance;

public sealed class SignificanceTests
{
    [Fact]
    public void McNemar_is_the_exact_binomial()
    {
        foreach (var item in Figures.Numbers["mcnemar"]!.AsArray())
        {
            var test = new McNemarTest(item![0]!.GetValue<long>(), item[1]!.GetValue<long>());
            test.PValue.ShouldBe(item[2].Number(), 1e-10 * item[2].Number());
        }

        // McNemar's statistic of 59 and 121 with the correction: (62 - 1)² / 180.
        new McNemarTest(59, 121).ChiSquared.ShouldBe(3721 / 180.0, 1e-12);
        McNemarTest.Of([true, true, false, false], [true, false, true, true]).ShouldBe(new McNemarTest(1, 2));
        new McNemarTest(0, 1_000_000).PValue.ShouldBe(0);
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_its_standard_error()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 400 / 400);

        var interval = Bootstrap.Mean(values, seed: 1, samples: 4000);

        interval.Mean.ShouldBe(mean, 1e-12);
        interval.Low.ShouldBe(mean - (1.96 * error), 0.15 * error);
        interval.High.ShouldBe(mean + (1.96 * error), 0.15 * error);
        Bootstrap.Mean(values, seed: 1, samples: 4000).ShouldBe(interval);
        Bootstrap.Mean([3], seed: 1).ShouldBe(new MeanInterval(3, 3, 3));
    }

    [Fact]
    public void Pairs_tell_small_differences_of_wide_values()
    {
        var random = new Random(6);
        double[] first = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() * 100)];
        double[] better = [.. first.Select(value => value + 0.5 + (random.NextDouble() - 0.5))];
        double[] same = [.. first.Select(value => value + (random.NextDouble() - 0.5))];

        var difference = PairedBootstrap.OfMeans(first, better, seed: 2);
        var none = PairedBootstrap.OfMeans(first, same, seed: 2);

        difference.Low.ShouldBeGreaterThan(0.4);
        difference.High.ShouldBeLessThan(0.6);
        difference.PValue.ShouldBe(1 / 1001.0, 1e-12);
        none.Low.ShouldBeLessThan(0);
        none.High.ShouldBeGreaterThan(0);
        none.PValue.ShouldBeGreaterThan(0.05);
        PairedBootstrap.OfMeans(first, better, seed: 2).ShouldBe(difference);
    }

    [Fact]
    public void Figures_of_a_whole_corpus_are_compared_too()
    {
        string[] references = [.. Enumerable.Range(0, 30).Select(static at => $"this is sentence {at} of a small corpus with some words")];
        string[] worse = [.. references.Select(static (text, at) => at % 2 == 0 ? text.Replace("small", "tiny", StringComparison.Ordinal) : text[..20])];
        var bleu = new Bleu();
        var (one, two) = (references.Select((text, at) => bleu.Count(worse[at], [text])).ToList(), references.Select(text => bleu.Count(text, [text])).ToList());

        double Score(List<BleuCounts> counts, IReadOnlyList<int> items)
        {
            var sum = new BleuCounts();
            foreach (var item in items)
            {
                sum.Add(counts[item]);
            }

            return sum.Score(effectiveOrder: false).Score;
        }

        var result = PairedBootstrap.Of(30, items => (Score(one, items), Score(two, items)), seed: 1, samples: 200);

        result.First.ShouldBe(bleu.Corpus(worse, references).Score, 1e-12);
        result.Second.ShouldBe(100, 1e-9);
        result.Low.ShouldBeGreaterThan(0);
        result.PValue.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Should.Throw<ArgumentException>(() => Bootstrap.Mean([])).Message.ShouldContain("no items");
        Should.Throw<ArgumentException>(() => Bootstrap.Mean([1, double.NaN])).Message.ShouldContain("item 1");
        Should.Throw<ArgumentException>(() => PairedBootstrap.OfMeans([1], [1, 2])).Message.ShouldContain("1 values of the first system and 2");
        Should.Throw<ArgumentException>(() => McNemarTest.Of([true], [])).Message.ShouldContain("1 answers");
    }
}
