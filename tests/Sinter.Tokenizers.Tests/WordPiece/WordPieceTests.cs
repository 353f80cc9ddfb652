using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.WordPiece;

public sealed class WordPieceTests
{
    private static readonly string[] Vocabulary = ["[UNK]", "un", "##aff", "##able", "##a", "a", "##ffa", "abc", "##é", "é", "##", "##c", "b"];

    /// <summary>Ids and ranges of characters as the Rust library of Hugging Face gives them for words of at most six characters.</summary>
    [Theory]
    [InlineData("unaffa", "1 2 4", "0-2 2-5 5-6")]
    [InlineData("unaffable", "0", "0-9")]
    [InlineData("aaffa abc abcc", "5 2 4 7 7 11", "0-1 1-4 4-5 6-9 10-13 13-14")]
    [InlineData("ééa éééééé ééééééé", "9 8 4 9 8 8 8 8 8 0", "0-1 1-2 2-3 4-5 5-6 6-7 7-8 8-9 9-10 11-18")]
    [InlineData("ab ##a unc uné un## b", "0 4 1 11 1 8 0 12", "0-2 3-6 7-9 9-10 11-13 13-14 15-19 20-21")]
    [InlineData("", "", "")]
    public void Takes_the_longest_token_from_the_left(string text, string ids, string offsets)
    {
        using var folder = new TemporaryFolder();
        var encoded = Load(folder, Model()).EncodeWithOffsets(text);
        string.Join(' ', encoded.Ids).ShouldBe(ids);
        string.Join(' ', encoded.Offsets.Select(static range => $"{range.Start}-{range.End}")).ShouldBe(offsets);
    }

    [Fact]
    public void Never_makes_a_special_token_of_plain_text()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder, Model(), special: "abc");
        tokenizer.Encode("abc un").ShouldBe([0, 1]);
        tokenizer.Encode("abc un", allowSpecial: true).ShouldBe([7, 1]);
    }

    [Fact]
    public void Gives_the_unknown_token_for_damaged_bytes_and_for_endless_words()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder, Model());
        var ids = new List<int>();
        tokenizer.EncodeUtf8([.. "a"u8, 0xFF, 0x20, .. "b"u8, 0x20, 0xC3], ids);
        ids.ShouldBe([0, 12, 0]);
        tokenizer.Encode(new string('a', 10_000_000)).ShouldBe([0]);
    }

    [Fact]
    public void Is_the_same_when_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder, Model());
        tokenizer.Save(folder.File("again.json"));
        Tokenizer.Load(folder.File("again.json")).Fingerprint.ShouldBe(tokenizer.Fingerprint);
        JsonNode.Parse(File.ReadAllText(folder.File("again.json")))!["model"]!.ToJsonString().ShouldBe(Model().ToJsonString());
    }

    [Fact]
    public void Has_the_usual_values_where_a_file_gives_none()
    {
        using var folder = new TemporaryFolder();
        var model = Model();
        model.Remove("unk_token");
        model.Remove("continuing_subword_prefix");
        model.Remove("max_input_chars_per_word");
        Load(folder, model).Encode("unaffable " + new string('é', 100) + " " + new string('é', 101)).ShouldBe([1, 2, 3, 9, .. Enumerable.Repeat(8, 99), 0]);
    }

    [Fact]
    public void Looks_whole_words_up()
    {
        using var folder = new TemporaryFolder();
        var model = JsonNode.Parse("""{"type":"WordLevel","vocab":{"<unk>":0,"the":1,"日本":2,"x":3},"unk_token":"<unk>"}""")!.AsObject();
        var tokenizer = Load(folder, model);
        tokenizer.Encode("the 日本 日 x xx").ShouldBe([1, 2, 0, 3, 0]);
        tokenizer.Save(folder.File("again.json"));
        Tokenizer.Load(folder.File("again.json")).Fingerprint.ShouldBe(tokenizer.Fingerprint);
        Load(folder, model, special: "x").Encode("the x").ShouldBe([1, 0]);
    }

    [Theory]
    [InlineData("WordPiece", "unk_token", "\"<nope>\"", "model.unk_token is '<nope>', which is not in the vocabulary")]
    [InlineData("WordPiece", "continuing_subword_prefix", "7", "expected a text")]
    [InlineData("WordPiece", "max_input_chars_per_word", "-1", "whole number")]
    [InlineData("WordPiece", "max_input_chars_per_word", "10001", "at most 10000")]
    [InlineData("WordPiece", "vocab", "[]", "expected an object")]
    [InlineData("WordPiece", "vocab", "{\"[UNK]\":0,\"a\":2}", "without a hole")]
    [InlineData("WordLevel", "unk_token", "\"<nope>\"", "model.unk_token is '<nope>', which is not in the vocabulary")]
    [InlineData("WordLevel", "vocab", "{\"[UNK]\":0,\"\":1}", "empty")]
    public void Says_what_is_wrong(string type, string key, string value, string said)
    {
        using var folder = new TemporaryFolder();
        var model = Model();
        model["type"] = type;
        model[key] = JsonNode.Parse(value);
        var message = Should.Throw<InvalidDataException>(() => Load(folder, model)).Message;
        message.ShouldContain(said);
        message.ShouldEndWith(".");
    }

    private static JsonObject Model() => new()
    {
        ["type"] = "WordPiece",
        ["unk_token"] = "[UNK]",
        ["continuing_subword_prefix"] = "##",
        ["max_input_chars_per_word"] = 6,
        ["vocab"] = new JsonObject(Vocabulary.Index().Select(static token => KeyValuePair.Create(token.Item, (JsonNode?)token.Index))),
    };

    private static Tokenizer Load(TemporaryFolder folder, JsonObject model, string? special = null)
    {
        var added = special is null ? "" : $$"""{"id":{{model["vocab"]![special]}},"content":{{JsonSerializer.Serialize(special)}},"special":true}""";
        return Tokenizer.Load(folder.File(
            "tokenizer.json",
            $$"""{"added_tokens":[{{added}}],"normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,"model":{{model.ToJsonString()}} }"""));
    }
}
