using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.Tests.Files;

namespace Sinter.Tokenizers.Tests.Normalizers;

public sealed class NormalizerReaderTests
{
    [Theory]
    [InlineData("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":false,"strip_accents":null,"lowercase":true}""")]
    [InlineData("""{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":true,"strip_accents":false,"lowercase":false}""")]
    [InlineData("""{"type":"NFC"}""")]
    [InlineData("""{"type":"NFKD"}""")]
    [InlineData("""{"type":"Lowercase"}""")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""")]
    [InlineData("""{"type":"StripAccents"}""")]
    [InlineData("""{"type":"Nmt"}""")]
    [InlineData("""{"type":"ByteLevel"}""")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""")]
    [InlineData("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}""")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Sequence","normalizers":[{"type":"Lowercase"}]}]}""")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""")]
    public void Writes_what_it_read(string json) => JsonText.Written(Read(json)!.Write).ShouldBe(json);

    [Fact]
    public void Does_the_steps_of_a_Llama_tokenizer_in_one_pass() =>
        Read("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""").ShouldBeOfType<MetaspaceNormalizer>();

    [Fact]
    public void Is_none_where_the_file_has_none() => Read("null").ShouldBeNull();

    [Theory]
    [InlineData("""{"type":"Nope"}""", "normalizer.type is 'Nope', which is no normalizer that Sinter knows; it knows BertNormalizer, NFC")]
    [InlineData("""{"type":["NFC"]}""", "normalizer.type is [\"NFC\"], expected a text")]
    [InlineData("7", "normalizer is 7, expected an object")]
    [InlineData("""{"type":"BertNormalizer","lowercase":1}""", "normalizer.lowercase is 1, expected true or false")]
    [InlineData("""{"type":"Strip","strip_left":"x"}""", "expected true or false")]
    [InlineData("""{"type":"Prepend"}""", "normalizer.prepend is missing, expected a text")]
    [InlineData("""{"type":"Replace","pattern":"x","content":""}""", "normalizer.pattern is \"x\", expected an object")]
    [InlineData("""{"type":"Replace","pattern":{"String":"x"}}""", "normalizer.content is missing")]
    [InlineData("""{"type":"Sequence","normalizers":null}""", "normalizer.normalizers is missing, expected an array")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFC"},null]}""", "normalizer.normalizers[1] is missing, expected an object")]
    public void Says_what_is_wrong(string json, string said)
    {
        var message = Should.Throw<InvalidDataException>(() => Read(json)).Message;
        message.ShouldContain(said);
        message.ShouldEndWith(".");
    }

    [Fact]
    public void Refuses_more_steps_than_any_normalizer_needs()
    {
        var inner = $$"""{"type":"Sequence","normalizers":[{{string.Join(',', Enumerable.Repeat("""{"type":"NFC"}""", 33))}}]}""";
        Should.Throw<InvalidDataException>(() => Read($$"""{"type":"Sequence","normalizers":[{{inner}},{{inner}}]}""")).Message.ShouldContain("64 steps");
    }

    private static Normalizer? Read(string json) => NormalizerReader.Read(JsonText.Part("normalizer", json));
}
