using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Tests;

namespace Sinter.Tokenizers.Tests;

public sealed class TokenizerJsonTests
{
    [Fact]
    public void Is_the_same_tokenizer_when_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("tokenizer.json");
        TestTexts.Small.Save(file);
        var loaded = Tokenizer.Load(file);

        loaded.Fingerprint.ShouldBe(TestTexts.Small.Fingerprint);
        loaded.EndOfText.ShouldBe(0);
        loaded.Encode(TestTexts.Mixed(9, 1000)).ShouldBe(TestTexts.Small.Encode(TestTexts.Mixed(9, 1000)));
        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    [Fact]
    public void Has_a_fingerprint_of_the_file_it_writes()
    {
        using var folder = new TemporaryFolder();
        TestTexts.Small.Save(folder.File("tokenizer.json"));
        var hash = System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.File("tokenizer.json")));
        TestTexts.Small.Fingerprint.ShouldBe(Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void Reads_both_ways_to_write_merges()
    {
        using var folder = new TemporaryFolder();
        var root = Small();
        var merges = root["model"]!["merges"]!.AsArray();
        for (var i = 0; i < merges.Count; i++)
        {
            var parts = merges[i]!.GetValue<string>().Split(' ');
            merges[i] = new JsonArray(parts[0], parts[1]);
        }

        Load(folder, root).Fingerprint.ShouldBe(TestTexts.Small.Fingerprint);
    }

    [Fact]
    public void Keeps_what_it_does_not_use_itself()
    {
        using var folder = new TemporaryFolder();
        var root = Small();
        root["post_processor"] = new JsonObject { ["type"] = "ByteLevel", ["trim_offsets"] = false };
        var loaded = Load(folder, root);
        loaded.Save(folder.File("again.json"));
        JsonNode.Parse(File.ReadAllText(folder.File("again.json")))!["post_processor"]!["trim_offsets"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Finds_added_tokens_with_their_strip_rules()
    {
        using var folder = new TemporaryFolder();
        var root = Small();
        AddToken(root, 700, "<mask>", lstrip: true);
        AddToken(root, 701, "<mask>>", rstrip: true);
        AddToken(root, 702, "word", singleWord: true);
        var tokenizer = Load(folder, root);

        tokenizer.VocabularySize.ShouldBe(703);
        tokenizer.Encode("a  <mask> b").ShouldBe([.. tokenizer.Encode("a"), 700, .. tokenizer.Encode(" b")]);
        tokenizer.Encode("a <mask>>  b").ShouldBe([.. tokenizer.Encode("a "), 701, .. tokenizer.Encode("b")]);
        tokenizer.Encode("a word.").ShouldBe([.. tokenizer.Encode("a "), 702, .. tokenizer.Encode(".")]);
        tokenizer.Encode("swordfish").ShouldNotContain(702);
    }

    [Theory]
    [InlineData("model.type", "\"Sentences\"", "Sentences")]
    [InlineData("model.dropout", "0.1", "dropout")]
    [InlineData("model.unk_token", "\"<nope>\"", "<nope>")]
    [InlineData("model.vocab", "[]", "expected an object")]
    [InlineData("model.vocab", "{}", "model.merges[0] joins")]
    [InlineData("model.merges", "{}", "expected an array")]
    [InlineData("model.merges", "[\"! nope\"]", "model.merges[0] joins '!' and 'nope'")]
    [InlineData("model.merges", "[\"! ! !\"]", "expected two tokens")]
    [InlineData("model.merges", "[[\"!\"]]", "expected two tokens")]
    [InlineData("model.merges", "[7]", "expected a text")]
    [InlineData("pre_tokenizer", "{\"type\":\"Spaces\"}", "Spaces")]
    [InlineData("normalizer", "{\"type\":\"NFX\",\"normalizers\":[]}", "normalizer")]
    [InlineData("added_tokens", "[{\"id\":0,\"content\":\"\"}]", "empty")]
    [InlineData("added_tokens", "[{\"id\":-1,\"content\":\"x\"}]", "whole number")]
    [InlineData("added_tokens", "[{\"id\":2000000000,\"content\":\"<x>\"}]", "without a hole")]
    [InlineData("added_tokens", "[{\"id\":5,\"content\":\"<x>\"}]", "have the same id 5")]
    [InlineData("added_tokens", "[{\"id\":5,\"content\":\"<|user|>\"}]", "one id")]
    [InlineData("added_tokens", "[{\"id\":700,\"content\":\"\\ud800\"}]", "surrogate")]
    public void Says_which_key_is_wrong(string key, string value, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("tokenizer.json");
        var root = Small();
        var steps = key.Split('.');
        var parent = steps[..^1].Aggregate((JsonNode)root, static (node, step) => node[step]!);
        parent[steps[^1]] = "\u0001";
        File.WriteAllText(file, root.ToJsonString().Replace("\"\\u0001\"", value, StringComparison.Ordinal));

        var message = Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message;
        message.ShouldContain(said);
        message.ShouldContain(file);
        message.ShouldEndWith(".");
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void Says_which_id_is_missing_or_taken_twice()
    {
        using var folder = new TemporaryFolder();
        var hole = Small();
        hole["model"]!["vocab"]!.AsObject().Remove("a");
        Refused(folder, hole).ShouldContain("without a hole");
        var twice = Small();
        twice["model"]!["vocab"]!["a"] = twice["model"]!["vocab"]!["b"]!.GetValue<int>();
        Refused(folder, twice).ShouldContain("'a' and 'b' have the same id");

        static string Refused(TemporaryFolder folder, JsonNode root) => Should.Throw<InvalidDataException>(() => Load(folder, root)).Message;
    }

    [Fact]
    public void Says_where_a_file_is_cut_short()
    {
        using var folder = new TemporaryFolder();
        var text = Small().ToJsonString();
        for (var length = 0; length < text.Length; length += 997)
        {
            var file = folder.File("tokenizer.json", text[..length]);
            Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message.ShouldContain("not valid JSON at line 1");
        }
    }

    [Fact]
    public void Says_that_a_token_is_named_twice()
    {
        using var folder = new TemporaryFolder();
        var text = Small().ToJsonString().Replace("\"vocab\":{", "\"vocab\":{\"a\":5,", StringComparison.Ordinal);
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("vocabulary.json", text))).Message.ShouldContain("twice");
    }

    [Fact]
    public void Refuses_deep_nesting_and_endless_files_without_reading_them()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("deep.json", new string('[', 100_000))));
        var huge = folder.File("huge.json");
        using (var stream = File.Create(huge))
        {
            stream.SetLength(300L << 20); // sparse: no disk is used
        }

        Should.Throw<InvalidDataException>(() => Tokenizer.Load(huge)).Message.ShouldContain("at most 64 MiB");
    }

    [Fact]
    public void Never_lets_merges_make_a_special_token_whatever_the_file_says()
    {
        using var folder = new TemporaryFolder();
        var root = Small();
        var merged = ((Bpe.BpeDefinition)TestTexts.Small.Definition.Model).Merges[0].Result;
        root["added_tokens"]!.AsArray().Add(JsonNode.Parse($$"""{"id":{{merged}},"content":{{JsonSerializer.Serialize(TestTexts.Small.Token(merged))}},"special":true}"""));
        var tokenizer = Load(folder, root);
        tokenizer.Encode(TestTexts.Mixed(2, 500)).ShouldNotContain(merged);
        tokenizer.Decode(tokenizer.Encode(TestTexts.Mixed(2, 500))).ShouldBe(TestTexts.Mixed(2, 500));
    }

    [Fact]
    public void Says_what_is_expected_where_there_is_no_tokenizer()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<FileNotFoundException>(() => Tokenizer.Load(folder.Path)).Message.ShouldContain("tokenizer.json");
        Should.Throw<FileNotFoundException>(() => Tokenizer.Load(folder.File("none.json"))).Message.ShouldContain("none.json");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("other.json", "{}"))).Message.ShouldContain("expected a tokenizer.json");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("list.json", "[]"))).Message.ShouldContain("expected an object");
    }

    [Theory]
    [InlineData("Ġ t x\n", "line 1 is not two tokens")]
    [InlineData("#version: 0.2\nĠ t\nĠ nope\n", "line 3 joins 'Ġ' and 'nope'")]
    public void Says_which_line_of_merges_txt_is_wrong(string merges, string said)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Assets.Path("tokenizers/gpt2/vocab.json"), folder.File("vocab.json"));
        folder.File("merges.txt", merges);
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.Path)).Message.ShouldContain(said);
    }

    [Fact]
    public void Names_the_missing_half_of_a_pair_of_files()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Assets.Path("tokenizers/gpt2/vocab.json"), folder.File("vocab.json"));
        Should.Throw<FileNotFoundException>(() => Tokenizer.Load(folder.Path)).Message.ShouldContain("merges.txt");
    }

    private static JsonObject Small()
    {
        using var folder = new TemporaryFolder();
        TestTexts.Small.Save(folder.File("tokenizer.json"));
        return JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!.AsObject();
    }

    private static Tokenizer Load(TemporaryFolder folder, JsonNode root) => Tokenizer.Load(folder.File("loaded.json", root.ToJsonString()));

    private static void AddToken(JsonObject root, int id, string content, bool lstrip = false, bool rstrip = false, bool singleWord = false) =>
        root["added_tokens"]!.AsArray().Add(new JsonObject
        {
            ["id"] = id,
            ["content"] = content,
            ["lstrip"] = lstrip,
            ["rstrip"] = rstrip,
            ["single_word"] = singleWord,
            ["special"] = false,
        });
}
