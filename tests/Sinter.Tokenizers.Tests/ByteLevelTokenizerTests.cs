using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Tests;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Tests;

public sealed class ByteLevelTokenizerTests
{
    [Fact]
    public void Gives_back_every_byte_string()
    {
        Prop.ForAll<byte[]>(static bytes => RoundTrips(bytes ?? [])).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));
        for (var seed = 0; seed < 200; seed++)
        {
            RoundTrips(TestTexts.Bytes(seed, 500)).ShouldBeTrue();
        }

        static bool RoundTrips(byte[] bytes)
        {
            var ids = new List<int>();
            TestTexts.Small.EncodeUtf8(bytes, ids);
            return TestTexts.Small.DecodeBytes(ids.ToArray()).AsSpan().SequenceEqual(bytes);
        }
    }

    [Fact]
    public void Gives_back_text_of_every_script()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var text = TestTexts.Mixed(seed, 100);
            TestTexts.Small.Decode(TestTexts.Small.Encode(text)).ShouldBe(text);
        }
    }

    [Fact]
    public void Encodes_text_and_its_bytes_alike()
    {
        var text = TestTexts.Mixed(1, 500);
        List<int> fromText = [];
        List<int> fromBytes = [];
        TestTexts.Small.Encode(text.AsSpan(), fromText);
        TestTexts.Small.EncodeUtf8(Encoding.UTF8.GetBytes(text), fromBytes);
        fromText.ShouldBe(TestTexts.Small.Encode(text));
        fromBytes.ShouldBe(fromText);
    }

    [Fact]
    public void Merges_short_and_long_words_in_the_order_of_the_merges()
    {
        // A word of over 64 bytes goes through the heap, a shorter one through the scan.
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 400, MinimumFrequency = 1 })
            .Train(["abababab cdcdcdcd aabbaabb abcabcabc bcbcbc"]);
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var word = new string([.. Enumerable.Range(0, random.Next(65, 300)).Select(_ => "abcd"[random.Next(4)])]);
            tokenizer.Encode(word).ShouldBe(NaiveBpe.Encode(tokenizer, word));
            tokenizer.Encode(word[..40]).ShouldBe(NaiveBpe.Encode(tokenizer, word[..40]));
        }
    }

    [Fact]
    public void Gives_the_same_ids_from_many_threads_at_once()
    {
        var texts = Enumerable.Range(0, 64).Select(seed => TestTexts.Mixed(seed, 300)).ToArray();
        var expected = texts.Select(text => TestTexts.Small.Encode(text)).ToArray();
        Parallel.For(0, 512, round => TestTexts.Small.Encode(texts[round % 64]).ShouldBe(expected[round % 64]));
    }

    [Fact]
    public void Encodes_the_same_whether_words_are_remembered_or_not()
    {
        var many = string.Join(' ', Enumerable.Range(0, 60_000).Select(static i => $"w{i * 7919}"));
        TestTexts.Small.Encode(many).ShouldBe(TestTexts.Small.Encode(many));
        TestTexts.Small.Decode(TestTexts.Small.Encode(many)).ShouldBe(many);
    }

    [Fact]
    public void Allocates_nothing_once_warm()
    {
        var text = TestTexts.Mixed(3, 2000);
        var ids = new List<int>(100_000);
        TestTexts.Small.Encode(text, ids);
        ids.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        TestTexts.Small.Encode(text, ids);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024);
    }

    [Fact]
    public void Encodes_a_very_long_word_exactly_and_refuses_an_endless_one()
    {
        var bytes = new byte[TextEncoder.LongestPiece + 1];
        Array.Fill(bytes, (byte)'a');
        var ids = new List<int>();
        TestTexts.Small.EncodeUtf8(bytes.AsSpan(0, 1 << 20), ids);
        TestTexts.Small.DecodeBytes(ids.ToArray()).ShouldBe(bytes[..(1 << 20)]);
        Should.Throw<ArgumentException>(() => TestTexts.Small.EncodeUtf8(bytes, [])).Message.ShouldStartWith("The text holds a single word of 16 MiB");
    }

    [Fact]
    public void Says_of_each_token_which_text_it_stands_for()
    {
        const string Text = "A café costs 5 €, 😀 or  more<|endoftext|>.";
        var encoded = TestTexts.Small.EncodeWithOffsets(Text, allowSpecial: true);
        encoded.Ids.ShouldBe(TestTexts.Small.Encode(Text, allowSpecial: true));
        var last = 0;
        foreach (var (id, offset) in encoded.Ids.Zip(encoded.Offsets))
        {
            offset.Start.ShouldBeLessThanOrEqualTo(last);
            offset.End.ShouldBeGreaterThanOrEqualTo(last);
            var (token, part) = (TestTexts.Small.Decode([id], skipSpecial: false), Text[offset.Start..offset.End]);
            (string.Equals(token, part, StringComparison.Ordinal) || token.Contains('\uFFFD', StringComparison.Ordinal)).ShouldBeTrue($"'{token}' for '{part}'");
            last = offset.End;
        }

        last.ShouldBe(Text.Length);
        var utf8 = Encoding.UTF8.GetBytes(Text);
        TestTexts.Small.EncodeWithOffsets(utf8, allowSpecial: true).Offsets.Select(offset => utf8[offset.Start..offset.End]).SelectMany(static part => part).ShouldBe(utf8);
    }

    [Fact]
    public void Takes_a_special_token_in_text_as_plain_text_unless_asked()
    {
        var id = TestTexts.Small.TokenId(SpecialTokens.EndOfText)!.Value;
        TestTexts.Small.Encode("a<|endoftext|>b").ShouldNotContain(id);
        TestTexts.Small.Encode("a<|endoftext|>b", allowSpecial: true).ShouldBe([.. TestTexts.Small.Encode("a"), id, .. TestTexts.Small.Encode("b")]);
        TestTexts.Small.Decode(TestTexts.Small.Encode("a<|endoftext|>b")).ShouldBe("a<|endoftext|>b");
    }

    [Fact]
    public void Leaves_special_tokens_out_of_decoded_text_unless_asked()
    {
        var ids = TestTexts.Small.Encode("a<|endoftext|>b", allowSpecial: true);
        TestTexts.Small.Decode(ids).ShouldBe("ab");
        TestTexts.Small.Decode(ids, skipSpecial: false).ShouldBe("a<|endoftext|>b");
    }

    [Fact]
    public void Says_which_ids_there_are_when_one_is_not() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TestTexts.Small.Decode([-1])).Message.ShouldContain("0 to 699");

    [Fact]
    public void Encodes_nothing_as_nothing()
    {
        TestTexts.Small.Encode("").ShouldBeEmpty();
        TestTexts.Small.Decode([]).ShouldBe("");
    }

    [Theory]
    [InlineData("tokenizers/gpt2/vocab.json")]
    [InlineData("tokenizers/gpt2/encoder.json")]
    public void Encodes_the_fixture_of_GPT2_exactly(string vocabulary)
    {
        var path = Assets.Path(vocabulary);
        if (vocabulary.EndsWith("vocab.json", StringComparison.Ordinal))
        {
            using var folder = new TemporaryFolder();
            File.Copy(path, folder.File("vocab.json"));
            File.Copy(Assets.Path("tokenizers/gpt2/vocab.bpe"), folder.File("merges.txt"));
            EncodesFixture(Tokenizer.Load(folder.Path));
        }
        else
        {
            EncodesFixture(Tokenizer.Load(path));
        }

        static void EncodesFixture(Tokenizer tokenizer)
        {
            var text = File.ReadAllText(Assets.Path("tokenizers/mlnet-testdata/lib.rs.txt"));
            var expected = JsonSerializer.Deserialize<int[]>(File.ReadAllText(Assets.Path("tokenizers/mlnet-testdata/tokens_gpt2.json")));
            tokenizer.VocabularySize.ShouldBe(50257);
            tokenizer.EndOfText.ShouldBe(50256);
            tokenizer.Encode(text).ShouldBe(expected);
            tokenizer.Decode(expected).ShouldBe(text);
        }
    }

    [Fact]
    public void Encodes_the_cases_of_llama_cpp_for_GPT2_exactly()
    {
        var tokenizer = Tokenizer.Load(Assets.Path("tokenizers/gpt2/encoder.json"));
        var inputs = File.ReadAllText(Assets.Path("tokenizers/llama.cpp-vocab/ggml-vocab-gpt-2.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var outputs = File.ReadAllLines(Assets.Path("tokenizers/llama.cpp-vocab/ggml-vocab-gpt-2.gguf.out"));
        outputs.Length.ShouldBeGreaterThan(40);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = outputs[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
            tokenizer.Encode(inputs[i]).ShouldBe(expected, $"case {i}: {inputs[i]}");
        }
    }

    [Fact]
    public void Reads_a_tokenizer_json_whose_added_tokens_are_runs_of_spaces()
    {
        // The file holds GPT-2's vocabulary and 38 tokens for runs of spaces and tabs behind it.
        var tokenizer = Tokenizer.Load(Assets.Path("tokenizers/gpt2/tokenizer.json"));
        tokenizer.VocabularySize.ShouldBe(50295);
        tokenizer.Encode("a    b").ShouldBe([64, 50284, 65]);
        tokenizer.Encode("Hello world").ShouldBe([15496, 995]);
    }
}
