using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;

namespace Sinter.Inference.Tests;

public sealed class SelfSpeculativeDecoderTests
{
    private const int Vocabulary = 260;

    /// <summary>Seeds, and how much larger weights are than a new model's: new weights repeat what they read, which heads propose well; large ones say what no head foresees.</summary>
    public static TheoryData<ulong, float, int> Models => new()
    {
        { 1, 1, 4 },
        { 2, 4, 4 },
        { 3, 12, 4 },
        { 4, 1, 2 },
        { 5, 2, 3 },
        { 6, 1, 8 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_text_is_the_same_to_the_bit_of_every_logit(ulong seed, float weights, int heads)
    {
        var model = NewModel(seed, weights, heads);
        var random = new RandomStream(seed, "prompt");
        foreach (var length in (int[])[1, 2, 5, 16, 17, 40, 130])
        {
            int[] prompt = [.. Enumerable.Range(0, length).Select(_ => (int)random.NextBelow(Vocabulary))];
            var (plain, ahead) = (new CachedDecoder(model), new SelfSpeculativeDecoder(model));
            var (expected, logits) = (plain.Append(prompt).ToArray(), ahead.Append(prompt).ToArray());
            for (var i = 0; i < 60; i++)
            {
                logits.ShouldBe(expected);
                var token = Array.IndexOf(expected, expected.Max());
                (expected, logits) = (plain.Append([token]).ToArray(), ahead.Append([token]).ToArray());
            }

            ahead.Passes.ShouldBe(60 - ahead.Accepted);
        }
    }

    [Fact]
    public void Tokens_that_no_one_proposed_give_the_same_logits_too()
    {
        var model = NewModel(1, 1, 4);
        var (plain, ahead) = (new CachedDecoder(model), new SelfSpeculativeDecoder(model));
        var random = new RandomStream(9, "tokens");
        for (var i = 0; i < 40; i++)
        {
            // Now and then several at once, as the next question of a chat.
            int[] tokens = [.. Enumerable.Range(0, i % 7 == 6 ? 9 : 1).Select(_ => (int)random.NextBelow(Vocabulary))];
            ahead.Append(tokens).ToArray().ShouldBe(plain.Append(tokens).ToArray());
        }
    }

    [Fact]
    public void Where_proposals_never_come_true_it_goes_on_token_by_token_to_the_same_logits()
    {
        var model = NewModel(3, 12, 4);
        var (plain, ahead) = (new CachedDecoder(model), new SelfSpeculativeDecoder(model) { GivesUp = true });
        var random = new RandomStream(4, "tokens");
        ahead.Append([1, 2, 3]).ToArray().ShouldBe(plain.Append([1, 2, 3]).ToArray());
        for (var i = 0; i < 60; i++)
        {
            var token = (int)random.NextBelow(Vocabulary);
            ahead.Append([token]).ToArray().ShouldBe(plain.Append([token]).ToArray());
        }

        ahead.Append([4, 5, 6]).ToArray().ShouldBe(plain.Append([4, 5, 6]).ToArray());
        ahead.Append([7]).ToArray().ShouldBe(plain.Append([7]).ToArray());
        ahead.Proposed.ShouldBe(3 * 12, "a pass with proposals is longer than one without");
    }

    [Fact]
    public void A_model_that_repeats_itself_needs_a_quarter_of_the_passes()
    {
        var model = NewModel(1, 1, 4);
        var ahead = new SelfSpeculativeDecoder(model);
        var logits = ahead.Append([7, 7, 7, 7, 7]).ToArray();
        for (var i = 0; i < 80; i++)
        {
            logits = ahead.Append([Array.IndexOf(logits, logits.Max())]).ToArray();
        }

        ahead.Passes.ShouldBeLessThan(30);
        ahead.TokensPerPass.ShouldBeGreaterThan(2.7);
        ahead.Proposed.ShouldBe(3 * ahead.Passes);
    }

    [Fact]
    public void The_context_can_be_filled_to_its_last_token_and_no_further()
    {
        var model = NewModel(1, 1, 4);
        var (plain, ahead) = (new CachedDecoder(model), new SelfSpeculativeDecoder(model));
        int[] prompt = [.. Enumerable.Repeat(3, ahead.ContextLength - 6)];
        plain.Append(prompt);
        ahead.Append(prompt);
        for (var i = 0; i < 6; i++)
        {
            ahead.Append([3]).ToArray().ShouldBe(plain.Append([3]).ToArray());
        }

        Should.Throw<ArgumentException>(() => ahead.Append([3]));
        Should.Throw<ArgumentException>(() => ahead.Append([]));
    }

    [Fact]
    public void After_a_reset_nothing_of_the_sequence_before_is_left()
    {
        var ahead = new SelfSpeculativeDecoder(NewModel(2, 4, 4));
        var first = ahead.Append([1, 2, 3]).ToArray();
        ahead.Append([4]);
        ahead.Append([5, 6, 7, 8]);
        ahead.Append([9]);
        ahead.Reset();

        ahead.Append([1, 2, 3]).ToArray().ShouldBe(first);
        ahead.Reset();
        ahead.Append([4]).ToArray().ShouldBe(new CachedDecoder(NewModel(2, 4, 4)).Append([4]).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void A_generation_is_the_same_greedy_or_drawn(double temperature)
    {
        var model = NewModel(5, 2, 4);
        var options = new GenerationOptions { MaxTokens = 50, Sampling = SamplingOptions.Greedy with { Temperature = temperature, Seed = 3 } };

        Text(speculate: true).ShouldBe(Text(speculate: false));

        IReadOnlyList<int> Text(bool speculate)
        {
            var generation = new TextGenerator(TokenModels.Of(model, speculate), ByteTokenizer.Instance).Start("Once upon a time", options);
            generation.Complete(TestContext.Current.CancellationToken);
            return generation.Tokens;
        }
    }

    [Fact]
    public void Only_models_with_several_heads_compute_ahead()
    {
        TokenModels.Of(NewModel(1, 1, 4), speculate: true).ShouldBeOfType<SelfSpeculativeDecoder>();
        TokenModels.Of(NewModel(1, 1, 4)).ShouldBeOfType<CachedDecoder>();
        TokenModels.Of(NewModel(1, 1, 1), speculate: true).ShouldBeOfType<CachedDecoder>();
        Should.Throw<ArgumentException>(() => new SelfSpeculativeDecoder(NewModel(1, 1, 1)))
            .Message.ShouldBe("The model predicts the next token only and has no heads that propose; use CachedDecoder.");
    }

    private static Transformer NewModel(ulong seed, float weights, int heads)
    {
        var model = new Transformer(
            new ModelConfig { VocabularySize = Vocabulary, HiddenSize = 48, Layers = 2, Heads = 6, KeyValueHeads = 2, IntermediateSize = 96, ContextLength = 200, PredictedTokens = heads },
            new CpuBackend(1),
            trainable: false);
        model.Initialize(seed);
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank == 2))
        {
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight *= weights;
            }
        }

        return model;
    }
}
