using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;

namespace Sinter.Inference.Tests;

public sealed class BatchSamplerTests
{
    private const int Vocabulary = 50;
    private const int Context = 48;
    private const int End = 7;

    private static readonly BatchSamplingOptions Options = new() { Sampling = new SamplingOptions { Seed = 5, TopP = 0.95 }, MaxTokens = 20, EndTokens = [End], Rows = 6, PromptRows = 3 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_sequence_is_what_the_decoder_of_one_says(double temperature)
    {
        var model = Model();
        var requests = Requests();
        var options = Options with { Sampling = Options.Sampling with { Temperature = temperature } };

        var sampled = new BatchSampler(model, options).Run(requests, TestContext.Current.CancellationToken);

        sampled.Select(sequence => (sequence.Request, sequence.Sample)).ShouldBe(requests.SelectMany((request, i) => Enumerable.Range(0, request.Samples).Select(sample => (i, sample))));
        foreach (var sequence in sampled)
        {
            var (tokens, isEnded) = OneByOne(model, requests[sequence.Request], sequence.Sample, options);
            sequence.Tokens.ShouldBe(tokens, $"{sequence.Request}/{sequence.Sample}");
            sequence.IsEnded.ShouldBe(isEnded);
        }

        sampled.ShouldContain(sequence => sequence.IsEnded == (temperature > 0));
    }

    [Fact]
    public void A_sequence_depends_neither_on_threads_nor_on_those_beside_it()
    {
        var requests = Requests();
        var expected = Texts(new BatchSampler(Model(1), Options).Run(requests, TestContext.Current.CancellationToken));

        Texts(new BatchSampler(Model(3), Options).Run(requests, TestContext.Current.CancellationToken)).ShouldBe(expected);
        var alone = new BatchSampler(Model(), Options);
        Texts([.. requests.SelectMany(request => alone.Run([request], TestContext.Current.CancellationToken))]).ShouldBe(expected);
        var backwards = alone.Run([.. requests.Reverse()], TestContext.Current.CancellationToken);
        Texts([.. backwards.OrderByDescending(sequence => sequence.Request).ThenBy(sequence => sequence.Sample)]).ShouldBe(expected);
    }

    [Fact]
    public void Samples_of_a_prompt_differ_and_another_seed_gives_others()
    {
        BatchRequest[] requests = [new([1, 2, 3], 5, Place: 0)];
        var first = Texts(new BatchSampler(Model(), Options).Run(requests, TestContext.Current.CancellationToken));

        first.Distinct().Count().ShouldBe(5);
        Texts(new BatchSampler(Model(), Options with { Sampling = Options.Sampling with { Seed = 6 } }).Run(requests, TestContext.Current.CancellationToken)).ShouldNotBe(first);
        Texts(new BatchSampler(Model(), Options).Run([requests[0] with { Place = 1 }], TestContext.Current.CancellationToken)).ShouldNotBe(first);
    }

    [Fact]
    public void An_end_token_is_the_last_and_no_text()
    {
        var sampled = new BatchSampler(Model(), Options).Run(Requests(), TestContext.Current.CancellationToken);

        foreach (var sequence in sampled)
        {
            sequence.Tokens.ShouldNotBeEmpty();
            sequence.Tokens[..^1].ShouldNotContain(End);
            sequence.IsEnded.ShouldBe(sequence.Tokens[^1] == End);
            sequence.Text.Length.ShouldBe(sequence.Tokens.Length - (sequence.IsEnded ? 1 : 0));
        }
    }

    [Fact]
    public void A_full_context_ends_a_sequence_and_padded_tokens_are_never_drawn()
    {
        var sampled = new BatchSampler(Model(), Options with { MaxTokens = 1000, EndTokens = [], DrawnTokens = 3 }).Run(
            [new([.. Enumerable.Repeat(4, Context - 1)], 2, 0), new([4], 1, 1)], TestContext.Current.CancellationToken);

        sampled.Select(sequence => sequence.Tokens.Length).ShouldBe([1, 1, Context - 1]);
        sampled.ShouldAllBe(sequence => !sequence.IsEnded && sequence.Tokens.All(token => token < 3));
    }

    [Fact]
    public void Nothing_asked_for_is_nothing_done()
    {
        var sampler = new BatchSampler(Model(), Options);

        sampler.Run([], TestContext.Current.CancellationToken).ShouldBeEmpty();
        sampler.Run([new([1], 0, 0)], TestContext.Current.CancellationToken).ShouldBeEmpty();
        sampler.Run([new([1], 0, 0), new([1], 1, 0), new([2], 0, 0)], TestContext.Current.CancellationToken).Single().Request.ShouldBe(1);
    }

    [Fact]
    public void Prompts_that_cannot_be_continued_are_told()
    {
        var sampler = new BatchSampler(Model(), Options);

        Should.Throw<ArgumentException>(() => sampler.Run([new([1], 1, 0), new([], 1, 1)])).Message.ShouldBe("Prompt 2 has 0 tokens and 1 continuations are wanted; give it 1 to 47 tokens, as the model's context holds 48.");
        Should.Throw<ArgumentException>(() => sampler.Run([new(new int[Context], 1, 0)])).Message.ShouldStartWith("Prompt 1 has 48 tokens");
        Should.Throw<ArgumentException>(() => sampler.Run([new([Vocabulary], 1, 0)])).Message.ShouldBe("Prompt 1 holds the token 50; expected 0 to 49.");
        Should.Throw<ArgumentException>(() => new BatchSampler(Model(), Options with { MaxTokens = 0 })).Message.ShouldContain("must be 1 or more");
        Should.Throw<ArgumentException>(() => new BatchSampler(Model(), Options with { Rows = 0 })).Message.ShouldContain("expected 1 to 4096");
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("prefix")]
    public void The_places_of_an_adapter_stand_before_each_prompt(string kind)
    {
        IAdapter adapter = kind == "prompt" ? new PromptAdapter(new VirtualTokenOptions { Count = 5 }) : new PrefixAdapter(new VirtualTokenOptions { Count = 5 });
        var model = new Transformer(Model().Config, new CpuBackend(1), tuning: adapter.Tuning(Model().Config));
        model.Initialize(3);
        foreach (var parameter in model.Parameters.Trained)
        {
            var random = new RandomStream(1, parameter.Name);
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value = (float)random.NextNormal();
            }
        }

        var sampled = new BatchSampler(model, Options).Run(Requests(), TestContext.Current.CancellationToken);

        foreach (var sequence in sampled)
        {
            sequence.Tokens.ShouldBe(OneByOne(model, Requests()[sequence.Request], sequence.Sample, Options, Context - 5).Tokens, $"{sequence.Request}/{sequence.Sample}");
        }

        Texts(sampled).ShouldNotBe(Texts(new BatchSampler(Model(), Options).Run(Requests(), TestContext.Current.CancellationToken)));
        new BatchSampler(model, Options with { MaxTokens = 1000, EndTokens = [] }).Run([new([4], 1, 1)], TestContext.Current.CancellationToken).Single().Tokens.Length.ShouldBe(Context - 6);
        Should.Throw<ArgumentException>(() => new BatchSampler(model, Options).Run([new(new int[Context - 5], 1, 0)])).Message
            .ShouldBe("Prompt 1 has 43 tokens and 1 continuations are wanted; give it 1 to 42 tokens, as the model's context holds 43 beside the 5 places of its adapter.");
    }

    [Fact]
    public void An_encoder_cannot_be_sampled()
        => Should.Throw<ArgumentException>(() => new BatchSampler(TinyEncoder.Model(), Options)).Message.ShouldContain("give a transformer decoder");

    [Fact]
    public void A_stop_ends_the_work()
        => Should.Throw<OperationCanceledException>(() => new BatchSampler(Model(), Options).Run(Requests(), new CancellationToken(canceled: true)));

    /// <summary>Prompts of one token, of a piece, of a token more, and of several pieces; more of them than rows.</summary>
    private static BatchRequest[] Requests()
        => [.. new[] { 1, 5, 16, 17, 27, 2, 3 }.Select((length, i) => new BatchRequest([.. Enumerable.Range(0, length).Select(t => ((7 * t) + i) % Vocabulary)], 1 + (i % 3), Place: 100 + i))];

    private static string[] Texts(IEnumerable<SampledSequence> sequences) => [.. sequences.Select(sequence => string.Join(' ', sequence.Tokens))];

    private static (int[] Tokens, bool IsEnded) OneByOne(Transformer model, BatchRequest request, int sample, BatchSamplingOptions options, int context = Context)
    {
        var decoder = new CachedDecoder(model);
        var sampler = new Sampler(options.Sampling with { Seed = new RandomStream(options.Sampling.Seed, $"sample/{request.Place}/{sample}").NextBits() }, Vocabulary);
        var logits = decoder.Append(request.Prompt).ToArray();
        var tokens = new List<int>();
        while (true)
        {
            tokens.Add(sampler.Next(logits, tokens.ToArray()));
            if (tokens[^1] == End || tokens.Count == options.MaxTokens || request.Prompt.Length + tokens.Count == context)
            {
                return ([.. tokens], tokens[^1] == End);
            }

            logits = decoder.Append([tokens[^1]]).ToArray();
        }
    }

    private static Transformer Model(int threads = 2)
    {
        var config = new ModelConfig
        {
            VocabularySize = Vocabulary,
            HiddenSize = 32,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 2,
            IntermediateSize = 48,
            ContextLength = Context,
        };
        var model = new Transformer(config, new CpuBackend(threads), trainable: false);
        model.Initialize(seed: 3);
        return model;
    }
}
