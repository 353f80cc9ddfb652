using Sinter.Data.Tuning;
using Sinter.Tokenizers;

namespace Sinter.Data.Tests.Tuning;

public sealed class InstructReadingTests : TuningFixture
{
    [Theory]
    [InlineData("{\"instruction\":\"u\",\"input\":\"\",\"output\":\"a\"}", "user:u|assistant:a")]
    [InlineData("{\"instruction\":\"u\",\"input\":\"i\",\"output\":\"a\",\"system\":\"s\"}", "system:s|user:u\ni|assistant:a")]
    [InlineData("{\"instruction\":\"u\",\"output\":\"a\",\"history\":[[\"q\",\"b\"]]}", "user:q|assistant:b|user:u|assistant:a")]
    [InlineData("{\"instruction\":\"u\",\"context\":\"c\",\"response\":\"a\",\"category\":\"x\"}", "user:u\nc|assistant:a")]
    [InlineData("{\"conversations\":[{\"from\":\"system\",\"value\":\"s\"},{\"from\":\"human\",\"value\":\"u\"},{\"from\":\"gpt\",\"value\":\"a\"}]}", "system:s|user:u|assistant:a")]
    [InlineData("{\"system\":\"s\",\"conversations\":[{\"from\":\"human\",\"value\":\"u\"},{\"from\":\"gpt\",\"value\":\"a\"},{\"from\":\"human\",\"value\":\"thanks\"}]}", "system:s|user:u|assistant:a|user:thanks")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}]}", "user:u|assistant:a")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"u\"},{\"type\":\"text\",\"text\":\"v\"}]},{\"role\":\"assistant\",\"content\":\"a\"}]}", "user:uv|assistant:a")]
    [InlineData("{\"prompt\":\"u\",\"completion\":\"a\"}", "user:u|assistant:a")]
    [InlineData("{\"prompt\":[{\"role\":\"user\",\"content\":\"u\"}],\"completion\":[{\"role\":\"assistant\",\"content\":\"a\"}]}", "user:u|assistant:a")]
    [InlineData("{\"prompt\":\"u\",\"response\":\"a\"}", "user:u|assistant:a")]
    [InlineData("{\"question\":\"u\",\"answer\":\"a\"}", "user:u|assistant:a")]
    [InlineData("{\"question\":\"u\",\"answer\":[\"a\",\"b\"]}", "user:u|assistant:a")]
    [InlineData("{\"text\":\"### Human: u\\n### Assistant: a ### Human: v### Assistant: b\"}", "user:u|assistant:a|user:v|assistant:b")]
    [InlineData("{\"prompt\":\"\\n\\nHuman: u\\n\\nAssistant: a\\n\\nHuman: v\\n\\nAssistant:\",\"completion\":\"b\"}", "user:u|assistant:a|user:v|assistant:b")]
    [InlineData("{\"instruction\":\"u\",\"instances\":[{\"input\":\"i\",\"output\":\"a\"}]}", "user:u\ni|assistant:a")]
    public void Conversations_are_found_whatever_the_form(string json, string expected) =>
        string.Join('|', TuningFile.ReadInstruct(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem().Messages.Select(message => $"{message.Role}:{message.Content}")).ShouldBe(expected);

    [Theory]
    [InlineData("{\"ask\":\"u\",\"reply\":\"a\"}")]
    [InlineData("{\"ask\":\"u\",\"reply\":\"a\",\"text\":\"t\",\"prompt\":\"p\",\"completion\":\"c\"}")]
    [InlineData("{\"ask\":\"u\",\"reply\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"}]}")]
    [InlineData("{\"ask\":[{\"role\":\"user\",\"content\":\"u\"}],\"reply\":\"a\"}")]
    public void Named_fields_come_before_those_with_usual_names(string json)
    {
        var options = Options with { Fields = RecordFields.Default with { Prompt = "ask", Completion = "reply" } };

        TuningFile.ReadInstruct(File("a.jsonl", json), options).Records.ShouldHaveSingleItem().Messages.Select(message => $"{message.Role}:{message.Content}").ShouldBe(["user:u", "assistant:a"]);
    }

    [Fact]
    public void Who_names_fields_in_another_way_is_told_of_that_way() =>
        Sentence(() => TuningFile.ReadInstruct(File("a.jsonl", "{\"ask\":\"u\",\"reply\":\"a\"}"), Options with { FieldAdvice = "name them with --prompt-field" })).ShouldEndWith("; name them with --prompt-field.");

    [Fact]
    public void Instances_of_one_instruction_are_records_of_their_own()
    {
        var data = TuningFile.ReadInstruct(File("a.jsonl", "{\"instruction\":\"u\",\"instances\":[{\"input\":\"1\",\"output\":\"a\"},{\"input\":\"2\",\"output\":\"\"},{\"input\":\"3\",\"output\":\"c\"}]}\n{\"instruction\":\"v\",\"instances\":[]}\n"), Options);

        data.Records.Select(record => record.Messages[0].Content).ShouldBe(["u\n1", "u\n3"]);
        data.Found.ShouldBe(4);
        data.Faults.Select(fault => fault.Kind).ShouldBe([FaultKind.MissingField, FaultKind.EmptyAnswer]);
    }

    [Fact]
    public void Calls_of_functions_become_what_templates_know()
    {
        const string json = """
            {"conversations":[{"from":"human","value":"weather?"},{"from":"function_call","value":"{\"name\":\"look\",\"arguments\":{\"city\":\"Rome\"}}"},{"from":"observation","value":"sunny"},{"from":"gpt","value":"It is sunny."}],
             "tools":"[{\"name\":\"look\",\"description\":\"d\",\"parameters\":{}}]"}
            """;
        var record = TuningFile.ReadInstruct(File("a.json", json), Options).Records.ShouldHaveSingleItem();

        record.Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "assistant"]);
        record.Messages[1].Json!.Value.GetProperty("tool_calls")[0].GetProperty("function").GetRawText().ShouldBe("{\"name\":\"look\",\"arguments\":{\"city\":\"Rome\"}}");
        record.Tools!.Value[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("look");
        var text = ChatTemplate.Parse("{{ tools[0].function.name }}{% for m in messages %}[{{ m.role }}{{ m.tool_calls[0].function.arguments.city if m.tool_calls }}]{% endfor %}").Render(record.ToConversation(), addGenerationPrompt: false);
        text.ShouldBe("look[user][assistantRome][tool][assistant]");
    }

    [Fact]
    public void What_messages_have_besides_is_kept()
    {
        const string json = """{"messages":[{"role":"user","content":"u"},{"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"1","tool_call_id":"x"},{"role":"assistant","content":"a","weight":0}]}""";
        var record = TuningFile.ReadInstruct(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();

        record.Messages[1].Content.ShouldBe("");
        record.Messages[1].Json.ShouldNotBeNull();
        record.Messages[2].Json!.Value.GetProperty("tool_call_id").GetString().ShouldBe("x");
        Enumerable.Range(0, 4).Select(record.IsLearned).ShouldBe([false, true, false, false]);
    }

    [Fact]
    public void Conversations_that_teach_nothing_are_told()
    {
        var data = TuningFile.ReadInstruct(
            File("a.jsonl", """
            {"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"}]}
            {"messages":[{"role":"user","content":"u"}]}
            {"messages":[]}
            {"messages":[{"role":"user","content":"u"},{"role":"assistant","content":" "}]}
            {"messages":[{"role":"assistant","content":"a"}]}
            {"messages":[{"role":"user","content":""},{"role":"assistant","content":"a"}]}
            {"messages":[{"role":"alien","content":"u"},{"role":"assistant","content":"a"}]}
            {"messages":["u","a"]}
            {"messages":[{"role":"user","content":[{"type":"image_url","image_url":"x"}]},{"role":"assistant","content":"a"}]}
            {"messages":"none"}
            """), Options);

        data.Records.ShouldHaveSingleItem();
        data.Faults.ToDictionary(fault => fault.Kind, fault => fault.Count).ShouldBe(
            new Dictionary<FaultKind, long>
            {
                [FaultKind.NoAssistantTurn] = 2,
                [FaultKind.EmptyAnswer] = 1,
                [FaultKind.NoPrompt] = 1,
                [FaultKind.EmptyText] = 1,
                [FaultKind.WrongMessage] = 3,
                [FaultKind.MissingField] = 1,
            },
            ignoreOrder: true);
        data.Faults.Single(fault => fault.Kind == FaultKind.NoAssistantTurn).Sentence.ShouldBe("2 of 10 records have no turn of the assistant (first: a.jsonl, line 2); they are left out.");
        data.Faults.Single(fault => fault.Kind == FaultKind.WrongMessage).Sentence.ShouldContain("the role 'alien' is not known");
    }

    [Fact]
    public void Files_and_records_of_several_forms_are_read_together()
    {
        File("a.jsonl", "{\"instruction\":\"u\",\"output\":\"a\"}\n{\"messages\":[{\"role\":\"user\",\"content\":\"v\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n{\"other\":1}\n{\"instruction\":\"w\",\"output\":\"c\"}\n");
        File("b.csv", "prompt,response,weight\nx,d,2\n");
        var data = TuningFile.ReadInstruct(["a.jsonl", "b.csv"], Options);

        data.Records.Select(record => record.Messages[^1].Content).ShouldBe(["a", "b", "c", "d"]);
        data.Records[^1].Weight.ShouldBe(2);
        data.Form.ShouldBe("Alpaca (instruction, input, output), messages with role and content, prompt and completion");
        data.Faults.ShouldHaveSingleItem().Sentence.ShouldBe("1 of 5 records lacks a field (first: a.jsonl, line 3: there is no 'instruction'; it has the field 'other'); it is left out.");
    }
}
