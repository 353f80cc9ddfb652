using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Files;

/// <summary>Records of JSON are written as they were read.</summary>
public class SourceRecordTests
{
    [Theory]
    [InlineData("""{"id": 7, "text":"a \u00e9 \"b\"", "n": 1.50, "list": [1, {"x": null}], "text2": "t"}""")]
    [InlineData("""{"text":"","metadata":{"text":"inner","a":"b"},"big":12345678901234567890}""")]
    [InlineData("""{"deep":{"text":"not this"},"text":"this"}""")]
    public void A_record_whose_text_is_unchanged_keeps_every_byte(string json) => Write(json, "text", static document => document).ShouldBe(json + "\n");

    [Theory]
    [InlineData("""{"a":{"text":"x"},"text" : "old","b":[{"text":"y"}]}""", "text", """{"a":{"text":"x"},"text" : "new «é» \"q\"\n","b":[{"text":"y"}]}""")]
    [InlineData("""{"text":"first","text":"last"}""", "text", """{"text":"first","text":"new «é» \"q\"\n"}""")]
    [InlineData("""{"text":"outer","page":{"x":{"body":"no"},"body":"old","y":1}}""", "page.body", """{"text":"outer","page":{"x":{"body":"no"},"body":"new «é» \"q\"\n","y":1}}""")]
    public void Nothing_but_the_text_that_was_read_is_replaced(string json, string field, string expected)
    {
        var written = Write(json, field, static document => document with { Text = "new «é» \"q\"\n" });
        written.ShouldBe(expected + "\n");
        JsonNode.Parse(written).ShouldNotBeNull();
    }

    [Fact]
    public void An_object_that_goes_on_over_lines_is_written_on_one()
    {
        var written = Write("[\n {\r\n \"text\": \"a\",\n \"n\": [1,\n 2]\n }\n]", "text", static document => document);
        written.Count(static sign => sign == '\n').ShouldBe(1);
        JsonNode.Parse(written)!["n"]![1]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public void A_document_without_a_record_is_written_as_documents_are()
    {
        var output = new ArrayBufferWriter<byte>();
        SourceRecord.WriteLine(output, new Document { Id = "a", Text = "t", Source = "s" }, "text");
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("{\"id\":\"a\",\"text\":\"t\",\"source\":\"s\",\"metadata\":{}}\n");
    }

    [Fact]
    public void Records_are_kept_only_where_they_are_asked_for()
    {
        using var content = new MemoryStream("{\"text\":\"a\"}\n"u8.ToArray());
        new JsonLinesFormat().Read(content, "x", ReadSettings.Default).Single().Decode().Single().Document!.Record.ShouldBeNull();
    }

    private static string Write(string json, string field, Func<Document, Document> change)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(json + "\n"));
        var settings = new ReadSettings { KeepRecords = true, TextField = field };
        var document = new JsonLinesFormat().Read(content, "x.jsonl", settings).SelectMany(static block => block.Decode()).Single().Document!;
        var output = new ArrayBufferWriter<byte>();
        SourceRecord.WriteLine(output, change(document), field);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
