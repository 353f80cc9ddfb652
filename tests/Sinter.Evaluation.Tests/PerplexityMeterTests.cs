using System.Text.Json;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tests;
using Sinter.Tokenizers;

namespace Sinter.Evaluation.Tests;

public sealed class PerplexityMeterTests
{
    private const string Folder = "models/stories260K/";

    [Fact]
    public void Stories260K_has_the_perplexity_of_llama2c_token_by_token()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Assets.Path(Folder + "expected_logits_tinystories500.json")));
        var (model, tokenizer) = Stories();
        var meter = new PerplexityMeter(model, tokenizer);
        var tokens = meter.Encode(File.ReadAllBytes(Assets.Path(Folder + "eval_text.txt"))).AsSpan(0, 500);

        tokens.ToArray().ShouldBe(expected.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()));
        var perplexity = meter.Measure(tokens);
        perplexity.Tokens.ShouldBe(499);
        perplexity.Value.ShouldBe(expected.RootElement.GetProperty("ppl").GetDouble(), 1e-3);
        var losses = expected.RootElement.GetProperty("nll").EnumerateArray().Select(loss => loss.GetSingle());
        meter.Losses(tokens).Zip(losses, (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Bytes_are_those_of_the_text_that_is_scored()
    {
        var (model, tokenizer) = Stories();
        var meter = new PerplexityMeter(model, tokenizer);
        var text = "One day, a café — ünïcode — opened."u8.ToArray();

        meter.Measure(meter.Encode(text)).Utf8Bytes.ShouldBe(text.Length);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(25)]
    [InlineData(26)]
    [InlineData(60)]
    public void A_long_text_is_scored_as_the_windows_say_and_every_token_once(int count)
    {
        const int context = 16;
        var model = Small(context);
        var tokens = Enumerable.Range(0, count).Select(i => i * 13 % 40).ToArray();
        var losses = new PerplexityMeter(model, Bytes()).Losses(tokens);

        losses.Length.ShouldBe(count - 1);
        for (var i = 0; i < losses.Length; i++)
        {
            // The first window predicts the 16 tokens after the first; each later one begins 8 further and scores 8.
            var start = i < context ? 0 : ((i - context) / (context / 2) + 1) * (context / 2);
            losses[i].ShouldBe(LossOfLast(model, tokens[start..(i + 2)]), 1e-4f);
        }
    }

    [Fact]
    public void The_figures_are_one_sum_seen_in_three_ways()
    {
        var perplexity = new Perplexity(Tokens: 4, Nats: 4 * Math.Log(2), Utf8Bytes: 2);

        perplexity.NatsPerToken.ShouldBe(Math.Log(2), 1e-12);
        perplexity.Value.ShouldBe(2, 1e-12);
        perplexity.BitsPerByte.ShouldBe(2, 1e-12);
    }

    [Fact]
    public void Too_few_tokens_and_unknown_ones_are_refused()
    {
        var meter = new PerplexityMeter(Small(16), Bytes());

        Should.Throw<ArgumentException>(() => meter.Measure([1])).Message.ShouldContain("at least 2");
        Should.Throw<ArgumentException>(() => meter.Measure([1, 40])).Message.ShouldContain("the token 40");
        Should.Throw<ArgumentException>(() => meter.Measure([1, -1])).Message.ShouldContain("the token -1");
    }

    [Fact]
    public void Damaged_weights_are_told_and_not_printed_as_a_figure()
    {
        var model = Small(16);
        model.Parameters["norm"].Value.AsSpan<float>().Fill(float.NaN);

        Should.Throw<InvalidDataException>(() => new PerplexityMeter(model, Bytes()).Measure([1, 2, 3]));
    }

    /// <summary>What the model loses on the last of some tokens, by the way that generation goes.</summary>
    private static float LossOfLast(Transformer model, int[] tokens)
    {
        var logits = new CachedDecoder(model).Append(tokens.AsSpan(..^1)).ToArray();
        return (float)(Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[tokens[^1]]);
    }

    private static (Transformer Model, Tokenizer Tokenizer) Stories()
    {
        using var file = Llama2CFile.Open(Assets.Path(Folder + "stories260K.bin"));
        var model = new Transformer(file.Config, new CpuBackend(2), trainable: false);
        ModelWeights.Read(model, file);
        return (model, Tokenizer.Load(Assets.Path(Folder + "tok512.bin")));
    }

    private static Transformer Small(int context)
    {
        var config = new ModelConfig { VocabularySize = 40, HiddenSize = 16, Layers = 2, Heads = 2, KeyValueHeads = 1, IntermediateSize = 24, ContextLength = context };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(3);
        return model;
    }

    private static Tokenizer Bytes() => new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train(["a text"]);
}
