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

    public static TheoryData<string> Decoders => DecoderOracle.All;

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Every_family_decodes_through_the_cache_what_it_reads_at_once(string name)
    {
        var oracle = new DecoderOracle(name);
        var vocabulary = oracle.Model.Config.VocabularySize;
        var expected = oracle.Run().Logits;
        var decoder = new CachedDecoder(oracle.Model);
        for (var row = 0; row < oracle.Ids.Length; row++)
        {
            var ids = oracle.Ids[row].AsSpan(0, oracle.Mask[row].Count(static seen => seen == 1)).ToArray();

            // One by one, as a whole, and a beginning with the rest one by one: programs of 1 and of 16 tokens.
            foreach (var first in (int[])[1, ids.Length, 5])
            {
                decoder.Reset();
                Check(decoder.Append(ids.AsSpan(0, first)), first);
                for (var end = first + 1; end <= ids.Length; end++)
                {
                    Check(decoder.Append(ids.AsSpan(end - 1, 1)), end);
                }
            }

            void Check(ReadOnlySpan<float> logits, int read)
            {
                var known = expected.AsSpan(((row * oracle.Ids[0].Length) + read - 1) * vocabulary, vocabulary).ToArray();
                Difference(logits.ToArray(), known).ShouldBeLessThan(1e-4f, $"row {row}, after {read}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_long_sequence_in_portions_of_128_gives_what_one_by_one_gives(string name)
    {
        // The window, where there is one, ends within a portion; the context of the reference models is too short for that.
        var small = ModelFolder.Open(DecoderOracle.FolderOf(name)).Config;
        var config = small with { ContextLength = 300, Window = small.Window > 0 ? 37 : 0 };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(3);
        var tokens = Enumerable.Range(0, 290).Select(i => i * 7 % config.VocabularySize).ToArray();
        var (oneByOne, inPortions) = (new CachedDecoder(model), new CachedDecoder(model));
        var expected = Array.ConvertAll(tokens, token => oneByOne.Append([token]).ToArray());

        var end = 0;
        foreach (var length in (int[])[128, 16, 1, 100, 45])
        {
            var logits = inPortions.Append(tokens.AsSpan(end, length)).ToArray();
            end += length;
            Difference(logits, expected[end - 1]).ShouldBeLessThan(1e-4f);
        }

        end.ShouldBe(tokens.Length);
    }

    [Fact]
    public void The_cache_of_a_very_long_context_grows_with_the_sequence()
    {
        var config = Small().Config with { ContextLength = 1 << 24 };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(1);
        var decoder = new CachedDecoder(model);
        decoder.CacheBytes.ShouldBe(0);

        decoder.Append([1]);
        decoder.CacheBytes.ShouldBe(2L * 2 * (1024 + 128) * config.KeyValueSize * sizeof(float));
        decoder.Append(Enumerable.Range(0, 1023).Select(i => i * 7 % 50).ToArray());
        decoder.CacheBytes.ShouldBe(2L * 2 * (1024 + 128) * config.KeyValueSize * sizeof(float));
        decoder.Append([2]);
        decoder.CacheBytes.ShouldBe(2L * 2 * (2048 + 128) * config.KeyValueSize * sizeof(float));
    }

    [Fact]
    public void A_cache_that_grew_holds_what_was_in_it()
    {
        var config = Small().Config with { ContextLength = 3000 };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(1);
        var tokens = Enumerable.Range(0, 2100).Select(i => i * 7 % 50).ToArray();
        var atOnce = new CachedDecoder(model);
        var expected = atOnce.Append(tokens).ToArray();

        var grown = new CachedDecoder(model);
        grown.Append(tokens.AsSpan(0, 900));
        grown.Append(tokens.AsSpan(900, 128));
        Difference(grown.Append(tokens.AsSpan(1028)).ToArray(), expected).ShouldBeLessThan(1e-5f);
        grown.Reset();
        Difference(grown.Append(tokens).ToArray(), expected).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void A_decoder_can_be_held_to_a_shorter_context()
    {
        var decoder = new CachedDecoder(Small(), contextLimit: 5);
        decoder.ContextLength.ShouldBe(5);
        decoder.Append([1, 2, 3, 4, 5]);
        Should.Throw<ArgumentException>(() => decoder.Append([6])).Message.ShouldContain("at most 5 in all");
        new CachedDecoder(Small(), contextLimit: 5000).ContextLength.ShouldBe(200);
        Should.Throw<ArgumentOutOfRangeException>(() => new CachedDecoder(Small(), contextLimit: -1));
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
