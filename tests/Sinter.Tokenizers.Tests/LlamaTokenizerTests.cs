using System.Text;
using System.Text.Json;
using Sinter.Tests;

namespace Sinter.Tokenizers.Tests;

public sealed class LlamaTokenizerTests
{
    private const string Llama2C = "models/stories260K/tok512.bin";
    private const string SentencePiece = "models/stories260K/tok512.model";

    [Theory]
    [InlineData(Llama2C)]
    [InlineData(SentencePiece)]
    public void Gives_the_ids_that_llama2_c_gave_for_the_stories(string file)
    {
        var tokenizer = Tokenizer.Load(Assets.Path(file));
        var text = File.ReadAllText(Assets.Path("models/stories260K/eval_text.txt"));
        using var expected = JsonDocument.Parse(File.ReadAllText(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var ids = expected.RootElement.GetProperty("tokens").EnumerateArray().Select(static id => id.GetInt32()).ToArray();

        tokenizer.VocabularySize.ShouldBe(512);
        (tokenizer.BeginningOfText, tokenizer.EndOfText).ShouldBe((1, 2));
        ids[0].ShouldBe(1);
        tokenizer.Encode(text).Take(ids.Length - 1).ShouldBe(ids[1..]);
        text.ShouldStartWith(tokenizer.Decode(ids));
        tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);
    }

    [Fact]
    public void Merges_as_llama2_c_does_on_text_of_every_kind()
    {
        var file = Assets.Path(Llama2C);
        var tokenizer = Tokenizer.Load(file);
        var naive = new NaiveSentencePiece(file);
        var random = new Random(11);
        for (var seed = 0; seed < 300; seed++)
        {
            var mixed = TestTexts.Mixed(seed, 40).Replace('\u2581', ' ');
            var runs = string.Concat(Enumerable.Range(0, 40).Select(_ => new string("  aeht.lo"[random.Next(9)], random.Next(1, 6))));
            foreach (var text in (string[])[mixed, runs])
            {
                tokenizer.Encode(text).ShouldBe(naive.Encode(text));
                tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);
            }
        }
    }

    [Theory]
    [InlineData(Llama2C)]
    [InlineData(SentencePiece)]
    public void Is_the_same_tokenizer_when_saved_as_tokenizer_json_and_loaded(string file)
    {
        using var folder = new TemporaryFolder();
        var original = Tokenizer.Load(Assets.Path(file));
        original.SaveFolder(folder.Path);
        var loaded = Tokenizer.Load(folder.Path);

        loaded.Fingerprint.ShouldBe(original.Fingerprint);
        (loaded.BeginningOfText, loaded.EndOfText).ShouldBe((1, 2));
        for (var seed = 0; seed < 100; seed++)
        {
            var text = TestTexts.Mixed(seed, 100);
            var ids = original.Encode(text);
            loaded.Encode(text).ShouldBe(ids);
            loaded.Decode(ids).ShouldBe(original.Decode(ids));
        }
    }

    [Fact]
    public void Drops_extra_spaces_where_the_SentencePiece_model_says_so()
    {
        var tokenizer = Tokenizer.Load(Assets.Path(SentencePiece));
        tokenizer.Encode("  Once   upon  ").ShouldBe(tokenizer.Encode("Once upon"));
        tokenizer.Encode("   ").ShouldBeEmpty();
    }

    [Fact]
    public void Writes_what_it_does_not_know_as_bytes_also_where_they_are_not_UTF8()
    {
        var tokenizer = Tokenizer.Load(Assets.Path(Llama2C));
        tokenizer.Encode("🦙").ShouldBe([410, 0xF0 + 3, 0x9F + 3, 0xA6 + 3, 0x99 + 3]);
        byte[] bytes = [0xFF, (byte)'a', 0xC3, (byte)'b', 0x80, 0xE2, 0x82];
        var ids = new List<int>();
        tokenizer.EncodeUtf8(bytes, ids);
        tokenizer.DecodeBytes(ids.ToArray()).ShouldBe(bytes);
    }

    [Fact]
    public void Takes_names_of_special_tokens_in_text_as_plain_text_unless_asked()
    {
        var tokenizer = Tokenizer.Load(Assets.Path(Llama2C));
        tokenizer.Encode("<s>a</s> <unk> <0x41>").ShouldNotContain(static id => id < 3);
        tokenizer.Encode("<s>", allowSpecial: true).ShouldBe([1]);
    }

    [Fact]
    public void Says_where_a_file_is_cut_short_or_lies()
    {
        var bytes = File.ReadAllBytes(Assets.Path(Llama2C));
        using var folder = new TemporaryFolder();
        foreach (var length in (int[])[0, 3, 4, 9, 100, 2000, bytes.Length - 1])
        {
            Refused(folder, bytes[..length]);
        }

        var lying = (byte[])bytes.Clone();
        lying[8] = 0xFF; // the length of token 0
        lying[11] = 0x7F;
        Refused(folder, lying).ShouldContain("cut short");
        var other = (byte[])bytes.Clone();
        other[^1] = 0xFF;
        Refused(folder, other).ShouldContain("not UTF-8");
        Refused(folder, Encoding.UTF8.GetBytes(new string('x', 5000)));

        static string Refused(TemporaryFolder folder, byte[] content)
        {
            var file = folder.File("broken.bin");
            File.WriteAllBytes(file, content);
            var message = Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message;
            message.ShouldContain(file);
            return message;
        }
    }

    [Fact]
    public void Says_what_is_wrong_with_a_SentencePiece_model_at_any_length_of_it()
    {
        var bytes = File.ReadAllBytes(Assets.Path(SentencePiece));
        using var folder = new TemporaryFolder();
        var file = folder.File("broken.model");
        for (var length = 0; length < bytes.Length; length += 61)
        {
            File.WriteAllBytes(file, bytes[..length]);
            Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message.ShouldContain(file);
        }
    }
}
