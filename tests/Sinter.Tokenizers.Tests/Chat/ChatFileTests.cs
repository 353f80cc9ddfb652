namespace Sinter.Tokenizers.Tests.Chat;

public sealed class ChatFileTests
{
    private const string One = """{"messages": [{"role": "user", "content": "Hi"}]}""";

    [Theory]
    [InlineData(One, 1)]
    [InlineData(One + "\n" + One + "\n\n" + One + "\n", 3)]
    [InlineData("""[{"role": "user", "content": "Hi"}]""", 1)]
    [InlineData("\uFEFF" + One, 1)]
    [InlineData("""{"id": 7, "messages": [{"role": "user", "content": "Hi"}], "metadata": {"x": 1}}""", 1)]
    public void Reads_conversations_as_JSON_and_JSONL(string content, int expected)
    {
        using var folder = new TemporaryFolder();
        var conversations = ChatFile.Read(folder.File("chat.jsonl", content));
        conversations.Count.ShouldBe(expected);
        conversations.ShouldAllBe(static conversation => conversation.Messages.Single() == new ChatMessage("user", "Hi"));
    }

    [Fact]
    public void Keeps_what_else_templates_may_look_at()
    {
        using var folder = new TemporaryFolder();
        var conversation = ChatFile.Read(folder.File("chat.json", """
            {"messages": [{"role": "user", "name": "Ada", "content": [{"type": "text", "text": "a"}, {"type": "image"}, {"type": "text", "text": "b"}]},
                          {"role": "assistant", "content": null, "tool_calls": [1]}],
             "tools": [{"type": "function"}], "documents": [{"title": "t"}], "chat_template_kwargs": {"thinking": true}}
            """)).Single();
        conversation.Messages.Select(static message => message.Content).ShouldBe(["ab", ""]);
        ChatTemplate.Parse("{{ messages[0].name }}{{ messages[0].content[2].text }}{{ messages[1].tool_calls }}{{ tools[0].type }}{{ documents[0].title }}{{ thinking }}")
            .Render(conversation, addGenerationPrompt: false).ShouldBe("Adab[1]functiontTrue");
    }

    [Theory]
    [InlineData("", "holds no conversation")]
    [InlineData("{\"messages\": [", "line 1")]
    [InlineData("{}", "conversation 1.messages is missing, expected an array")]
    [InlineData("""{"messages": []}""", "conversation 1.messages has no message")]
    [InlineData("""[{"content": "x"}]""", "role is missing, expected a text")]
    [InlineData("""[{"role": "user", "content": 1}]""", "content is 1, expected a text")]
    [InlineData("""[{"role": "user", "content": "\ud800"}]""", "half of a surrogate pair")]
    [InlineData("7", "is 7, expected an object")]
    [InlineData(One + "\n" + """{"messages": [{"role": 1}]}""", "conversation 2.messages[0].role is 1")]
    public void Says_what_is_wrong(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InvalidDataException>(() => ChatFile.Read(folder.File("chat.json", content))).Message.ShouldContain(expected);
    }

    [Fact]
    public void Takes_JSON_that_is_too_deep_for_a_fault()
    {
        using var folder = new TemporaryFolder();
        var deep = new string('[', 100_000);
        Should.Throw<InvalidDataException>(() => ChatFile.Read(folder.File("chat.json", deep))).Message.ShouldContain("not valid JSON");
    }
}
