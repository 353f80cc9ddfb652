using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.PostProcessors;
using Sinter.Tokenizers.Tests.Files;

namespace Sinter.Tokenizers.Tests.PostProcessors;

public sealed class PostProcessorTests
{
    private const string Bert = """{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]}""";
    private const string Roberta = """{"type":"RobertaProcessing","sep":["[SEP]",2],"cls":["[CLS]",1],"trim_offsets":true,"add_prefix_space":false}""";
    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":false}""";
    private const string Sequence = $$"""{"type":"Sequence","processors":[{{ByteLevel}},{{Bert}}]}""";
    private const string Template = """
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"many","type_id":3}}],"pair":[{"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"many","type_id":2}},{"Sequence":{"id":"A","type_id":4}},{"Sequence":{"id":"A","type_id":5}}],"special_tokens":{"[CLS]":{"id":"[CLS]","ids":[1],"tokens":["[CLS]"]},"many":{"id":"many","ids":[2,3],"tokens":["[SEP]","x"]}}}
        """;

    /// <summary>Ids and types of the texts "a" (id 4) and "b" (id 5) as the Rust library of Hugging Face frames them.</summary>
    [Theory]
    [InlineData(Template, "1:0 4:0 2:3 3:3", "5:1 2:2 3:2 4:4 4:5")]
    [InlineData(Bert, "1:0 4:0 2:0", "1:0 4:0 2:0 5:1 2:1")]
    [InlineData(Roberta, "1:0 4:0 2:0", "1:0 4:0 2:0 2:0 5:0 2:0")]
    [InlineData(ByteLevel, "4:0", "4:0 5:1")]
    [InlineData(Sequence, "1:0 4:0 2:0", "1:0 4:0 2:0 5:1 2:1")]
    public void Frames_texts_as_Hugging_Face_does(string json, string single, string pair)
    {
        Shown(Read(json).Single).ShouldBe(single);
        Shown(Read(json).Pair).ShouldBe(pair);
    }

    [Theory]
    [InlineData(Template)]
    [InlineData(Bert)]
    [InlineData(Roberta)]
    [InlineData(ByteLevel)]
    [InlineData(Sequence)]
    public void Writes_what_it_read(string json) => JsonText.Written(Read(json).Write).ShouldBe(json);

    [Fact]
    public void Says_how_offsets_are_trimmed()
    {
        Read(Sequence).TrimsOffsets.ShouldBeTrue();
        Read(Sequence).AddsPrefixSpace.ShouldBeTrue();
        Read(Roberta).TrimsOffsets.ShouldBeTrue();
        Read(Roberta).AddsPrefixSpace.ShouldBeFalse();
        Read(Template).TrimsOffsets.ShouldBeFalse();
    }

    [Fact]
    public void Is_none_where_the_file_has_none() => PostProcessorReader.Read(JsonText.Part("post_processor", "null"), static _ => null).ShouldBeNull();

    [Theory]
    [InlineData("""{"type":"Nope"}""", "post_processor.type is 'Nope', which is no post-processor that Sinter knows; it knows TemplateProcessing")]
    [InlineData("""{"type":null}""", "post_processor.type is missing")]
    [InlineData("\"Bert\"", "expected an object")]
    [InlineData("""{"type":"BertProcessing","sep":["[SEP]",7],"cls":["[CLS]",1]}""", "post_processor.sep[1] is 7, but the vocabulary gives \"[SEP]\" the id 2")]
    [InlineData("""{"type":"BertProcessing","sep":["</s>",2],"cls":["[CLS]",1]}""", "post_processor.sep[0] is \"</s>\", which the vocabulary does not have")]
    [InlineData("""{"type":"BertProcessing","sep":["[SEP]"],"cls":["[CLS]",1]}""", "expected a token and its id")]
    [InlineData("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[SEP]","type_id":0}}],"pair":[],"special_tokens":{}}""", "which special_tokens does not have")]
    [InlineData("""{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B","type_id":0}}],"pair":[],"special_tokens":{}}""", "is \"B\", expected A")]
    [InlineData("""{"type":"TemplateProcessing","single":[],"pair":[{"Sequence":{"id":"C","type_id":0}}],"special_tokens":{}}""", "is \"C\", expected A or B")]
    [InlineData("""{"type":"TemplateProcessing","single":[{}],"pair":[],"special_tokens":{}}""", "Sequence is missing, expected an object")]
    [InlineData("""{"type":"TemplateProcessing","single":[],"pair":[],"special_tokens":{"x":{"id":"x","ids":[3,3],"tokens":["x"]}}}""", "has 2 ids and 1 tokens")]
    [InlineData($$"""{"type":"Sequence","processors":[{{Bert}},{{Roberta}}]}""", "more than one step")]
    [InlineData("""{"type":"Sequence","processors":7}""", "expected an array")]
    public void Says_what_is_wrong(string json, string said)
    {
        var message = Should.Throw<InvalidDataException>(() => Read(json)).Message;
        message.ShouldContain(said);
        message.ShouldEndWith(".");
    }

    [Fact]
    public void Refuses_a_frame_made_to_be_endless()
    {
        var many = string.Join(',', Enumerable.Repeat("3", 600));
        var names = string.Join(',', Enumerable.Repeat("\"x\"", 600));
        const string Piece = """{"SpecialToken":{"id":"x","type_id":0}}""";
        var token = $$"""{"id":"x","ids":[{{many}}],"tokens":[{{names}}]}""";
        var json = $$"""{"type":"TemplateProcessing","single":[{{Piece}},{{Piece}}],"pair":[],"special_tokens":{"x":{{token}} } }""";
        Should.Throw<InvalidDataException>(() => Read(json)).Message.ShouldContain("post_processor.single stands for more than 1024 tokens");
    }

    private static PostProcessor Read(string json) => PostProcessorReader.Read(
        JsonText.Part("post_processor", json),
        static token => Array.IndexOf(["[UNK]", "[CLS]", "[SEP]", "x", "a", "b"], token) is >= 0 and var id ? id : null)!;

    private static string Shown(TokenFrame frame) => string.Join(' ', frame.Parts.Select(static part => $"{part.Id ?? 4 + part.Text}:{part.Type}"));
}
