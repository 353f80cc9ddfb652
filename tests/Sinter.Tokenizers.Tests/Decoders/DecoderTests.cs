using System.Text;
using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Tests.Files;

namespace Sinter.Tokenizers.Tests.Decoders;

public sealed class DecoderTests
{
    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true}""";
    private const string WordPiece = """{"type":"WordPiece","prefix":"##","cleanup":true}""";
    private const string PlainWordPiece = """{"type":"WordPiece","prefix":"@@","cleanup":false}""";
    private const string Metaspace = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""";
    private const string MetaspaceNever = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false}""";
    private const string Bpe = """{"type":"BPEDecoder","suffix":"</w>"}""";
    private const string ByteFallback = """{"type":"ByteFallback"}""";
    private const string Strip = """{"type":"Strip","content":"▁","start":1,"stop":2}""";
    private const string Replace = """{"type":"Replace","pattern":{"String":"ab"},"content":"▁x"}""";
    private const string Llama =
        """{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""";

    private const string StripBoth =
        """{"type":"Sequence","decoders":[{"type":"Sequence","decoders":[{"type":"Fuse"}]},{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"Strip","content":" ","start":2,"stop":1}]}""";

    /// <summary>Texts as the Rust library of Hugging Face decodes them.</summary>
    [Theory]
    [InlineData(ByteLevel, "Ġthe Ċ Ã © <0x41> 日本", " the\né<0x41>日本")]
    [InlineData(WordPiece, "##b a ##ing do n't . ##. ▁", "##b aing don't.. ▁")]
    [InlineData(WordPiece, "do not", "do not")]
    [InlineData(PlainWordPiece, "@@x @@x . a", "@@xx . a")]
    [InlineData(Metaspace, "▁a▁ ▁the ▁▁ a▁b", "a the  a b")]
    [InlineData(MetaspaceNever, "▁a▁ ▁the", " a  the")]
    [InlineData(Bpe, "a</w> b c</w> d</w>", "a bc d")]
    [InlineData(Bpe, "a</w> b", "a b")]
    [InlineData(ByteFallback, "<0xC3> <0x9F> <0x4> <0xzz> a", "ß<0x4><0xzz>a")]
    [InlineData(Strip, "▁▁a▁▁▁ ▁ ab", "▁a▁ab")]
    [InlineData(Replace, "abab aab a b", "▁x▁xa▁xab")]
    [InlineData(Llama, "▁the ▁▁ <0xC3> <0x9F> ▁", "the  ß ")]
    [InlineData(Llama, "a ▁a", "a a")]
    [InlineData(StripBoth, "▁ ▁▁a ▁ ▁", " a ")]
    public void Gives_the_text_that_Hugging_Face_gives(string json, string tokens, string expected) => Decode(json, tokens.Split(' ')).ShouldBe(expected);

    [Theory]
    [InlineData(ByteLevel)]
    [InlineData(WordPiece)]
    [InlineData(MetaspaceNever)]
    [InlineData(Bpe)]
    [InlineData(Llama)]
    [InlineData(StripBoth)]
    public void Writes_what_it_read(string json) => JsonText.Written(Read(json).Write).ShouldBe(json);

    [Fact]
    public void Reads_the_older_way_to_write_that_no_space_is_put_before_text()
    {
        var decoder = Read("""{"type":"Metaspace","replacement":"▁","add_prefix_space":false}""");
        JsonText.Written(decoder.Write).ShouldContain("\"prepend_scheme\":\"never\"");
        Read("""{"type":"Metaspace","replacement":"▁"}""").Decode("▁a"u8.ToArray(), first: true).ShouldBe("a"u8.ToArray());
    }

    [Fact]
    public void Keeps_bytes_that_are_not_a_character_by_themselves()
    {
        Read(Llama).Decode("<0xC3>"u8.ToArray(), first: false).ShouldBe([0xC3]);
        Read(ByteLevel).Decode("Ã"u8.ToArray(), first: false).ShouldBe([0xC3]);
    }

    [Fact]
    public void Is_none_where_the_file_has_none() => DecoderReader.Read(JsonText.Part("decoder", "null")).ShouldBeNull();

    [Theory]
    [InlineData("""{"type":"Nope"}""", "decoder.type is 'Nope', which is no decoder that Sinter knows; it knows ByteLevel")]
    [InlineData("""{"type":"CTC","pad_token":"<pad>"}""", "speech")]
    [InlineData("""{"type":7}""", "decoder.type is 7, expected a text")]
    [InlineData("[]", "decoder is [], expected an object")]
    [InlineData("""{"type":"WordPiece","prefix":null}""", "decoder.prefix is missing, expected a text")]
    [InlineData("""{"type":"WordPiece","prefix":"##","cleanup":"yes"}""", "expected true or false")]
    [InlineData("""{"type":"BPEDecoder","suffix":""}""", "decoder.suffix is empty")]
    [InlineData("""{"type":"Strip","content":"ab","start":0,"stop":0}""", "decoder.content is \"ab\", expected one character")]
    [InlineData("""{"type":"Strip","content":" ","start":-1,"stop":0}""", "whole number")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"often"}""", "expected always, first or never")]
    [InlineData("""{"type":"Replace","pattern":{"String":""},"content":""}""", "decoder.pattern.String is empty")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"("},"content":""}""", "decoder.pattern.Regex cannot be read: ")]
    [InlineData("""{"type":"Replace","pattern":{},"content":""}""", "expected an object with String or Regex")]
    [InlineData("""{"type":"Sequence","decoders":{}}""", "decoder.decoders is {}, expected an array")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"WordPiece","prefix":"##","cleanup":true}]}""", "decoder has a step behind Fuse")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":" ","start":0,"stop":2}]}""", "decoder has a step behind Fuse")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":"▁","start":1,"stop":0}]}""", "decoder has a step behind Fuse")]
    public void Says_what_is_wrong(string json, string said)
    {
        var message = Should.Throw<InvalidDataException>(() => Read(json)).Message;
        message.ShouldContain(said);
        message.ShouldEndWith(".");
    }

    [Fact]
    public void Refuses_more_steps_than_any_decoder_needs()
    {
        var steps = string.Join(',', Enumerable.Repeat("""{"type":"Fuse"}""", 65));
        Should.Throw<InvalidDataException>(() => Read($$"""{"type":"Sequence","decoders":[{{steps}}]}""")).Message.ShouldContain("64 steps");
    }

    private static TokenDecoder Read(string json) => DecoderReader.Read(JsonText.Part("decoder", json))!;

    /// <summary>Decodes as a tokenizer does.</summary>
    private static string Decode(string json, string[] tokens)
    {
        var decoder = Read(json);
        var bytes = tokens.SelectMany((token, place) => decoder.Decode(Encoding.UTF8.GetBytes(token), first: place == 0)).ToList();
        var (value, count) = decoder.StripsLeading;
        bytes.RemoveRange(0, bytes.Take(count).TakeWhile(other => other == value).Count());
        if (decoder.StripsTrailingSpace && bytes.LastOrDefault() == ' ')
        {
            bytes.RemoveAt(bytes.Count - 1);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
