using System.Text.Json;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tests;
using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

public sealed class CachedDecoderTests
{
    private const string Folder = "models/stories260K/";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Stories260K_tells_the_very_story_of_llama2c_at_any_number_of_threads(int threads)
    {
        var generator = new TextGenerator(new CachedDecoder(Stories(threads)), Tokenizer.Load(Assets.Path(Folder + "tok512.bin")));
        var story = generator.Start("", new GenerationOptions { MaxTokens = 200 }).Complete(TestContext.Current.CancellationToken);

        // llama2.c ends its output with a line end.
        (story + "\n").ShouldBe(File.ReadAllText(Assets.Path(Folder + "expected_greedy_200.txt")));
    }

    [Fact]
    public void Every_known_row_of_logits_is_that_of_llama2c()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Assets.Path(Folder + "expected_logits_tinystories500.json")));
        var tokens = expected.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).ToArray();
        var decoder = new CachedDecoder(Stories());
        var position = 0;
        foreach (var row in expected.RootElement.GetProperty("logits").EnumerateArray())
        {
            var logits = decoder.Append(tokens.AsSpan(position++, 1)).ToArray();
            var known = row.EnumerateArray().Select(logit => logit.GetSingle()).ToArray();
            logits.Zip(known, (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThan(1e-3f);
        }

        position.ShouldBe(16);
    }

    [Fact]
    public void Tokens_one_by_one_give_what_pieces_of_any_length_give()
    {
        var model = Small();
        var tokens = Enumerable.Range(0, 200).Select(i => i * 7 % 50).ToArray();
        var oneByOne = new CachedDecoder(model);
        var expected = Array.ConvertAll(tokens, token => oneByOne.Append([token]).ToArray());

        foreach (var lengths in (int[][])[[200], [1, 199], [128, 72], [129, 71], [16, 17, 15, 152], [127, 1, 1, 71]])
        {
            var decoder = new CachedDecoder(model);
            var end = 0;
            foreach (var length in lengths)
            {
                var logits = decoder.Append(tokens.AsSpan(end, length)).ToArray();
                end += length;
                Difference(logits, expected[end - 1]).ShouldBeLessThan(1e-5f);
            }
        }
    }

    [Fact]
    public void After_a_reset_nothing_of_the_sequence_before_is_left()
    {
        var decoder = new CachedDecoder(Small());
        var first = decoder.Append([1, 2, 3]).ToArray();
        decoder.Append([4, 5, 6, 7, 8]);
        decoder.Reset();

        decoder.Append([1, 2, 3]).ToArray().ShouldBe(first);
    }

    [Fact]
    public void The_context_can_be_filled_to_its_last_token_and_no_further()
    {
        var decoder = new CachedDecoder(Small());
        decoder.Append(new int[decoder.ContextLength - 1]);
        decoder.Append([3]).ToArray().ShouldAllBe(logit => float.IsFinite(logit));

        Should.Throw<ArgumentException>(() => decoder.Append([3]));
        Should.Throw<ArgumentException>(() => decoder.Append([]));
    }

    private static float Difference(float[] left, float[] right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Max();

    private static Transformer Stories(int threads = 1)
    {
        using var file = Llama2CFile.Open(Assets.Path(Folder + "stories260K.bin"));
        var model = new Transformer(file.Config, new CpuBackend(threads), trainable: false);
        ModelWeights.Read(model, file);
        return model;
    }

    private static Transformer Small()
    {
        var config = new ModelConfig { VocabularySize = 50, HiddenSize = 24, Layers = 2, Heads = 6, KeyValueHeads = 3, IntermediateSize = 40, ContextLength = 200 };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(1);
        return model;
    }
}
