namespace Sinter.Inference.Tests;

public sealed class SamplerTests
{
    // Probabilities 0.5, 0.25, 0.125, 0.0625, 0.0625.
    private static readonly float[] Halving = [0, MathF.Log(0.5f), MathF.Log(0.25f), MathF.Log(0.125f), MathF.Log(0.125f)];

    [Fact]
    public void Greedy_takes_the_likeliest_and_the_first_of_equals()
    {
        var sampler = new Sampler(SamplingOptions.Greedy, 4);
        sampler.Next([1, 3, 3, 2], []).ShouldBe(1);
        sampler.Next([-3, -1, -2, -5], []).ShouldBe(1);
    }

    [Fact]
    public void Tokens_come_as_often_as_their_probabilities_say() =>
        Shares(new()).ShouldBe([0.5, 0.25, 0.125, 0.0625, 0.0625], 0.01);

    [Fact]
    public void Temperature_sharpens_the_probabilities()
    {
        // At temperature 0.5 the probabilities are squared: 64, 16, 4, 1, 1 of 86.
        Shares(new() { Temperature = 0.5 }).ShouldBe([64 / 86.0, 16 / 86.0, 4 / 86.0, 1 / 86.0, 1 / 86.0], 0.01);
    }

    [Fact]
    public void Top_k_keeps_the_k_likeliest() =>
        Shares(new() { TopK = 2 }).ShouldBe([2 / 3.0, 1 / 3.0, 0, 0, 0], 0.01);

    [Fact]
    public void Top_p_keeps_the_fewest_tokens_that_reach_the_sum()
    {
        Shares(new() { TopP = 0.74 }).ShouldBe([2 / 3.0, 1 / 3.0, 0, 0, 0], 0.01);
        Shares(new() { TopP = 0.76 }).ShouldBe([4 / 7.0, 2 / 7.0, 1 / 7.0, 0, 0], 0.01);
        Shares(new() { TopP = 1e-9 }).ShouldBe([1, 0, 0, 0, 0], 1e-9);
    }

    [Fact]
    public void Top_p_counts_the_probability_that_top_k_left()
    {
        // Of 4/7, 2/7, 1/7 the first two have 6/7 = 0.857.
        Shares(new() { TopK = 3, TopP = 0.85 }).ShouldBe([2 / 3.0, 1 / 3.0, 0, 0, 0], 0.01);
    }

    [Fact]
    public void Min_p_keeps_what_is_likely_enough_beside_the_likeliest() =>
        Shares(new() { MinP = 0.2 }).ShouldBe([4 / 7.0, 2 / 7.0, 1 / 7.0, 0, 0], 0.01);

    [Fact]
    public void The_repetition_penalty_weakens_recent_tokens_once()
    {
        var sampler = new Sampler(SamplingOptions.Greedy with { RepetitionPenalty = 2, RepetitionWindow = 3 }, 3);
        sampler.Next([3, 2, 1], [0, 0]).ShouldBe(1);
        sampler.Next([3, 1.6f, 1.4f], [0, 0, 1]).ShouldBe(0);
        sampler.Next([3, 2, 1], [0, 2, 2, 2]).ShouldBe(0);
        sampler.Next([-1, -1.5f, -3], [0]).ShouldBe(1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens_and_another_seed_others()
    {
        static int[] Draw(ulong seed)
        {
            var sampler = new Sampler(new() { Seed = seed, TopP = 0.95 }, 5);
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Halving, []))];
        }

        Draw(7).ShouldBe(Draw(7));
        Draw(7).ShouldNotBe(Draw(8));
    }

    [Fact]
    public void Top_k_finds_the_likeliest_of_any_logits()
    {
        var order = new Sampler(new() { Temperature = 100, Seed = 3 }, 997);
        var flat = new float[997];
        for (var round = 0; round < 50; round++)
        {
            var logits = Enumerable.Range(0, 997).Select(_ => order.Next(flat, []) / 1000f).ToArray();
            var k = 1 + order.Next(flat, []) / 8;
            var least = logits.Order().ElementAt(997 - k);
            var sampler = new Sampler(new() { TopK = k, Seed = (ulong)round }, 997);
            for (var draw = 0; draw < 50; draw++)
            {
                logits[sampler.Next(logits, [])].ShouldBeGreaterThanOrEqualTo(least);
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_logit_that_is_no_finite_number_is_an_error_that_names_the_token(float logit) =>
        Should.Throw<InvalidDataException>(() => new Sampler(new(), 3).Next([0, 0, logit], [])).Message.ShouldContain("for token 2, expected a finite number");

    [Fact]
    public void Another_number_of_logits_is_an_error() =>
        Should.Throw<ArgumentException>(() => new Sampler(new(), 3).Next([0, 0], [])).Message.ShouldBe("The model gave 2 logits, expected 3, one for each token.");

    [Fact]
    public void Drawing_a_token_allocates_nothing()
    {
        var sampler = new Sampler(new() { TopK = 3, TopP = 0.9, MinP = 0.01, RepetitionPenalty = 1.1 }, 5);
        int[] previous = [1, 2];
        sampler.Next(Halving, previous);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            sampler.Next(Halving, previous);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_a_sentence()
    {
        SamplingOptions[] wrong =
        [
            new() { Temperature = -1 }, new() { Temperature = double.NaN }, new() { TopK = -1 }, new() { TopP = 0 }, new() { TopP = 1.1 },
            new() { MinP = -0.1 }, new() { RepetitionPenalty = 0 }, new() { RepetitionWindow = -1 },
        ];
        foreach (var options in wrong)
        {
            Should.Throw<ArgumentException>(options.Validated).Message.ShouldContain("must");
        }

        Should.Throw<ArgumentException>(() => new Sampler(new() { TopP = 0 }, 5)).Message.ShouldBe("Top-p is 0; it must be above 0 and at most 1 (all tokens).");
    }

    private static double[] Shares(SamplingOptions options)
    {
        var sampler = new Sampler(options with { Seed = 42 }, Halving.Length);
        var counts = new double[Halving.Length];
        for (var i = 0; i < 20_000; i++)
        {
            counts[sampler.Next(Halving, [])] += 1.0 / 20_000;
        }

        return counts;
    }
}
