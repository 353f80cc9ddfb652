using FsCheck;
using FsCheck.Fluent;
using Sinter.Tokenizers;

namespace Sinter.Data.Tests;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_again() =>
        Prop.ForAll<string, string, string>((id, text, fact) =>
        {
            var document = new Document { Id = Unicode(id), Text = Unicode(text), Source = "s", Metadata = new MetadataDictionary([new("fact", Unicode(fact))]) };
            JsonLines.WriteDocuments(_folder.File("a.jsonl"), [document, document]);
            return JsonLines.ReadDocuments(_folder.File("a.jsonl")).SequenceEqual([document, document]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_conversation_is_read_again()
    {
        var conversation = new Conversation
        {
            Id = "c",
            Messages = [new ChatMessage("user", "What is \"this\"?\nLine two"), new ChatMessage("assistant", "A test.")],
            Metadata = new MetadataDictionary([new("question", "summary")]),
        };

        JsonLines.WriteConversations(_folder.File("c.jsonl"), [conversation]).ShouldBe(1);

        var read = JsonLines.ReadConversations(_folder.File("c.jsonl")).ShouldHaveSingleItem();
        read.Id.ShouldBe("c");
        read.Messages.ShouldBe(conversation.Messages);
        read.Metadata.ShouldBe(conversation.Metadata);
    }

    [Fact]
    public void A_line_reads_as_people_write_it()
    {
        var path = _folder.File("a.jsonl", "\uFEFF{\"id\":\"1\",\"text\":\"one\",\"score\":[1,{\"deep\":2}]}\r\n\r\n  \n{\"text\":\"zwei ä\",\"id\":\"2\"}");

        JsonLines.ReadDocuments(path).Select(document => document.Id + "=" + document.Text).ShouldBe(["1=one", "2=zwei ä"]);
    }

    [Fact]
    public void Text_stays_readable_in_the_file()
    {
        JsonLines.WriteDocuments(_folder.File("a.jsonl"), [new Document { Id = "a", Text = "ä <b> 'x' + y", Source = "s" }]);

        File.ReadAllText(_folder.File("a.jsonl")).ShouldBe("{\"id\":\"a\",\"text\":\"ä <b> 'x' + y\",\"source\":\"s\",\"metadata\":{}}\n");
    }

    [Fact]
    public void A_lone_surrogate_is_written_as_the_replacement_character()
    {
        JsonLines.WriteDocuments(_folder.File("a.jsonl"), [new Document { Id = "a", Text = "x\uD800y" }]);

        JsonLines.ReadDocuments(_folder.File("a.jsonl")).Single().Text.ShouldBe("x\uFFFDy");
    }

    [Fact]
    public void Lines_longer_than_any_buffer_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789", 50_000));
        JsonLines.WriteDocuments(_folder.File("a.jsonl"), [new Document { Id = "a", Text = text }, new Document { Id = "b", Text = "short" }, new Document { Id = "c", Text = text }]);

        JsonLines.ReadDocuments(_folder.File("a.jsonl")).Select(document => document.Text.Length).ShouldBe([500_000, 5, 500_000]);
    }

    [Theory]
    [InlineData("{\"id\":\"2\",\"text\":\"cut sh", "not one whole JSON object")]
    [InlineData("not json", "not one whole JSON object")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{\"id\":\"2\"}", "'text' is missing")]
    [InlineData("{\"text\":\"x\"}", "'id' is missing")]
    [InlineData("{\"id\":2,\"text\":\"x\"}", "'id' is not a text")]
    [InlineData("{\"id\":\"2\",\"text\":\"x\",\"metadata\":[]}", "'metadata' is not an object")]
    [InlineData("{\"id\":\"2\",\"text\":\"x\",\"metadata\":{\"a\":\"1\",\"a\":\"2\"}}", "'a' is given twice")]
    [InlineData("{\"id\":\"2\",\"text\":\"x\"} {}", "not one whole JSON object")]
    [InlineData("{\"id\":\"2\",\"text\":\"\\uD800\"}", "not valid Unicode")]
    public void A_bad_line_is_told_with_its_file_and_number(string line, string reason)
    {
        var path = _folder.File("bad.jsonl", "{\"id\":\"1\",\"text\":\"fine\"}\n\n" + line + "\n");

        var fault = Should.Throw<InvalidDataException>(() => JsonLines.ReadDocuments(path).Count());

        fault.Message.ShouldContain(reason);
        fault.Message.ShouldContain($"Line 3 of '{path}'");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line()
    {
        File.WriteAllBytes(_folder.File("bad.jsonl"), [.. "{\"id\":\"1\",\"text\":\""u8, 0xFF, 0xFE, .. "\"}\n"u8]);

        Should.Throw<InvalidDataException>(() => JsonLines.ReadDocuments(_folder.File("bad.jsonl")).Count()).Message.ShouldContain("Line 1");
    }

    [Theory]
    [InlineData("{\"id\":\"c\",\"messages\":[]}", "'messages' is missing")]
    [InlineData("{\"id\":\"c\",\"messages\":[{\"role\":\"user\"}]}", "'content' is missing")]
    [InlineData("{\"id\":\"c\",\"messages\":[\"hi\"]}", "a message is not an object")]
    public void A_bad_conversation_is_told(string line, string reason)
    {
        var path = _folder.File("bad.jsonl", line);

        Should.Throw<InvalidDataException>(() => JsonLines.ReadConversations(path).Count()).Message.ShouldContain(reason);
    }

    [Fact]
    public void Nothing_is_left_where_the_writing_fails()
    {
        static IEnumerable<Document> Failing()
        {
            yield return new Document { Id = "a", Text = "t" };
            throw new InvalidOperationException("no more");
        }

        Should.Throw<InvalidOperationException>(() => JsonLines.WriteDocuments(_folder.File("a.jsonl"), Failing()));

        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    private static string Unicode(string? text) => new System.Text.UTF8Encoding(false).GetString(System.Text.Encoding.UTF8.GetBytes(text ?? ""));
}
