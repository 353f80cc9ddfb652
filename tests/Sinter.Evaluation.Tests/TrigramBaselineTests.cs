using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Sinter.Evaluation.Tests;

public sealed class TrigramBaselineTests
{
    [Fact]
    public void The_probabilities_after_any_context_sum_to_one()
    {
        var random = new Random(7);
        var documents = Enumerable.Range(0, 300).Select(_ => Zipfian(random, 40, 30)).ToList();
        var trigram = TrigramBaseline.Train(documents, vocabularySize: 33); // three tokens never occur

        int[][] contexts = [[], [0], [32], [0, 0], [1, 2], [2, 1], [31, 32], [5, 0], .. documents.Take(20).Select(d => d[..7])];
        foreach (var context in contexts)
        {
            Enumerable.Range(0, 33).Sum(token => trigram.Probability(context, token)).ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public void They_sum_to_one_for_corpora_of_every_size_and_no_token_is_impossible() =>
        Prop.ForAll<byte[][]>(corpus =>
        {
            var documents = corpus.Select(d => Array.ConvertAll(d, b => b % 5)).ToList();
            var trigram = TrigramBaseline.Train(documents, vocabularySize: 6);
            int[][] contexts = [[], [5], [0, 1], .. documents.Take(3)];
            return contexts.All(context =>
            {
                var probabilities = Enumerable.Range(0, 6).Select(token => trigram.Probability(context, token)).ToList();
                return Math.Abs(probabilities.Sum() - 1) < 1e-9 && probabilities.Min() > 0;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Counts_and_discounts_follow_the_published_formula()
    {
        // Too small to estimate discounts from: they fall back to 0.5, 1 and 1.5.
        var trigram = TrigramBaseline.Train([[0, 1, 0], [0, 1, 1]], vocabularySize: 2);

        // Different bigrams: (start 0) twice, (0 1), (1 0) and (1 1) once each as ends of trigrams.
        // Unigram 0 follows {start, 1}: 2; unigram 1 follows {0, 1}: 2. Each (2 - 1) / 4 + (1 + 1) / 4 * 1/2 = 1/2.
        // p(0 | 1) = (1 - 0.5) / 2 + (0.5 + 0.5) / 2 * 1/2 = 1/2.
        // p(0 | 0 1) = (1 - 0.5) / 2 + (0.5 + 0.5) / 2 * 1/2 = 1/2.
        trigram.Probability([0, 1], 0).ShouldBe(0.5, 1e-12);

        // p(1 | 0) = (1 - 0.5) / 1 + 0.5 * 1/2 = 3/4; p(1 | start 0) = (2 - 1) / 2 + 1/2 * 3/4 = 7/8.
        trigram.Probability([0], 1).ShouldBe(0.875, 1e-12);

        // p(0 | start) = (2 - 1) / 2 + 1/2 * 1/2 = 3/4.
        trigram.Probability([], 0).ShouldBe(0.75, 1e-12);
    }

    [Fact]
    public void Text_with_structure_costs_far_less_than_with_unigrams()
    {
        var random = new Random(3);
        int[] Document() => [.. Enumerable.Range(random.Next(50), 60).Select(i => i * 7 % 50)];
        var train = Enumerable.Range(0, 200).Select(_ => Document()).ToList();
        var test = Document();

        var trigram = TrigramBaseline.Train(train, vocabularySize: 50).Score(test);

        trigram.ShouldBeLessThan(0.1 * UnigramBaseline.Train(train, vocabularySize: 50).Score(test));
    }

    [Fact]
    public void Noise_costs_about_as_much_as_it_holds()
    {
        var random = new Random(11);
        var train = Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, 100).Select(_ => random.Next(16)).ToArray()).ToList();
        var test = Enumerable.Range(0, 5000).Select(_ => random.Next(16)).ToArray();

        var nats = TrigramBaseline.Train(train, vocabularySize: 16).Score(test) / test.Length;

        nats.ShouldBeInRange(Math.Log(16) * 0.99, Math.Log(16) * 1.03);
    }

    [Fact]
    public void A_score_is_the_sum_of_the_costs_of_the_tokens_that_are_not_given()
    {
        var trigram = TrigramBaseline.Train([[0, 1, 2, 0, 1], [2, 2, 1]], vocabularySize: 4);

        trigram.Score([0, 1, 3], given: 1).ShouldBe(-Math.Log(trigram.Probability([0], 1)) - Math.Log(trigram.Probability([0, 1], 3)), 1e-12);
    }

    [Fact]
    public void Without_training_every_token_is_as_likely() =>
        TrigramBaseline.Train([[]], vocabularySize: 4).Probability([1, 2], 3).ShouldBe(0.25, 1e-12);

    [Fact]
    public void Documents_beyond_the_bound_are_left_out() =>
        TrigramBaseline.Train([[0, 1, 2], [0, 1, 2], [0]], vocabularySize: 3, maximumTokens: 5).TrainedTokens.ShouldBe(3);

    [Fact]
    public void A_vocabulary_too_large_for_the_keys_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TrigramBaseline.Train([], vocabularySize: 3_000_000));

    [Fact]
    public void A_token_that_the_vocabulary_lacks_is_named() =>
        Should.Throw<ArgumentException>(() => TrigramBaseline.Train([[0, 9]], vocabularySize: 4)).Message.ShouldContain("token id 9");

    [Fact]
    public void Millions_of_tokens_are_counted_in_seconds()
    {
        var random = new Random(5);
        var documents = Enumerable.Range(0, 7000).Select(_ => Zipfian(random, 500, 8192)).ToList();

        var clock = Stopwatch.StartNew();
        var trigram = TrigramBaseline.Train(documents, vocabularySize: 8192);
        clock.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"{trigram.TrainedTokens} tokens in {clock.ElapsedMilliseconds} ms");
        trigram.TrainedTokens.ShouldBe(3_500_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15)); // 1 s alone; the bound leaves room for a busy machine
    }

    private static int[] Zipfian(Random random, int length, int vocabularySize) =>
        [.. Enumerable.Range(0, length).Select(_ => (int)Math.Pow(vocabularySize, random.NextDouble()) - 1)];
}
