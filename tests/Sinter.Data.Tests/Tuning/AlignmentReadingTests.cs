using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class AlignmentReadingTests : TuningFixture
{
    [Theory]
    [InlineData("{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\"}")]
    [InlineData("{\"prompt\":[{\"role\":\"user\",\"content\":\"u\"}],\"chosen\":[{\"role\":\"assistant\",\"content\":\"a\"}],\"rejected\":[{\"role\":\"assistant\",\"content\":\"b\"}]}")]
    [InlineData("{\"prompt\":\"u\",\"chosen\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"b\"}]}")]
    [InlineData("{\"chosen\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"b\"}]}")]
    [InlineData("{\"conversations\":[{\"from\":\"human\",\"value\":\"u\"}],\"chosen\":{\"from\":\"gpt\",\"value\":\"a\"},\"rejected\":{\"from\":\"gpt\",\"value\":\"b\"}}")]
    [InlineData("{\"instruction\":\"u\",\"input\":\"\",\"chosen\":\"a\",\"rejected\":\"b\"}")]
    [InlineData("{\"instruction\":\"u\",\"output\":[\"a\",\"b\"]}")]
    [InlineData("{\"question\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\"}")]
    [InlineData("{\"chosen\":\"\\n\\nHuman: u\\n\\nAssistant: a\",\"rejected\":\"\\n\\nHuman: u\\n\\nAssistant: b\"}")]
    public void Pairs_are_found_whatever_the_form(string json)
    {
        var record = TuningFile.ReadPreferences(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();

        record.Prompt.Select(message => (message.Role, message.Content)).ShouldBe([("user", "u")]);
        (record.Chosen.Role, record.Chosen.Content, record.Rejected.Role, record.Rejected.Content).ShouldBe(("assistant", "a", "assistant", "b"));
    }

    [Fact]
    public void How_much_better_an_answer_is_and_the_system_are_kept()
    {
        var record = TuningFile.ReadPreferences(File("a.jsonl", "{\"system\":\"s\",\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\",\"score_chosen\":8.5,\"score_rejected\":3}"), Options).Records[0];

        record.Margin.ShouldBe(5.5);
        record.Prompt.Select(message => message.Role).ShouldBe(["system", "user"]);
    }

    [Theory]
    [InlineData("{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"a\"}", FaultKind.EqualSides)]
    [InlineData("{\"prompt\":\"u\",\"chosen\":\"\",\"rejected\":\"b\"}", FaultKind.EmptyAnswer)]
    [InlineData("{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":null}", FaultKind.EmptyAnswer)]
    [InlineData("{\"prompt\":\"\",\"chosen\":\"a\",\"rejected\":\"b\"}", FaultKind.EmptyText)]
    [InlineData("{\"prompt\":null,\"chosen\":\"a\",\"rejected\":\"b\"}", FaultKind.NoPrompt)]
    [InlineData("{\"prompt\":\"u\",\"chosen\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"v\"},{\"role\":\"assistant\",\"content\":\"b\"}]}", FaultKind.DifferentPrompts)]
    [InlineData("{\"prompt\":\"u\",\"chosen\":[{\"role\":\"user\",\"content\":\"u\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"v\"}]}", FaultKind.NoAssistantTurn)]
    [InlineData("{\"prompt\":\"u\",\"chosen\":5,\"rejected\":[1,2]}", FaultKind.WrongMessage)]
    public void Pairs_that_say_nothing_are_told(string json, FaultKind kind)
    {
        var data = TuningFile.ReadPreferences(File("a.jsonl", "{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\"}\n" + json), Options);

        data.Records.Count.ShouldBe(1);
        data.Faults.ShouldHaveSingleItem().Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_pair_with_equal_sides_is_told_in_one_sentence()
    {
        var data = TuningFile.ReadPreferences(File("a.jsonl", "{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\"}\n{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"a\"}\n"), Options);
        data.Faults[0].Sentence.ShouldBe("1 of 2 records has the same answer chosen and rejected (first: a.jsonl, line 2); it is left out.");
    }

    [Theory]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"label\":true}", true)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"kto_tag\":false}", false)]
    [InlineData("{\"prompt\":\"u\",\"completion\":\"a\",\"label\":1}", true)]
    [InlineData("{\"prompt\":[{\"role\":\"user\",\"content\":\"u\"}],\"completion\":[{\"role\":\"assistant\",\"content\":\"a\"}],\"label\":\"False\"}", false)]
    [InlineData("{\"instruction\":\"u\",\"output\":\"a\",\"kto_tag\":true}", true)]
    public void Answers_that_are_good_or_bad_are_found(string json, bool isDesirable)
    {
        var record = TuningFile.ReadKto(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();
        (record.Prompt[0].Content, record.Completion.Content, record.IsDesirable).ShouldBe(("u", "a", isDesirable));
    }

    [Fact]
    public void Pairs_are_a_good_and_a_bad_answer()
    {
        var data = TuningFile.ReadKto(File("a.jsonl", "{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"b\"}\n{\"prompt\":\"u\",\"chosen\":\"a\",\"rejected\":\"a\"}\n"), Options);

        data.Records.Select(record => (record.Completion.Content, record.IsDesirable)).ShouldBe([("a", true), ("b", false)]);
        data.Form.ShouldContain("each pair as two answers");
        data.Faults[0].Count.ShouldBe(2);
    }

    [Fact]
    public void A_verdict_that_is_neither_is_told() =>
        TuningFile.ReadKto(File("a.jsonl", "{\"prompt\":\"u\",\"completion\":\"a\",\"label\":true}\n{\"prompt\":\"u\",\"completion\":\"a\",\"label\":\"perhaps\"}\n"), Options)
            .Faults.ShouldHaveSingleItem().Detail.ShouldBe("'label' is 'perhaps', expected true or false");

    [Theory]
    [InlineData("{\"question\":\"u\",\"answer\":\"2+2=4\\n#### 4\"}", "4")]
    [InlineData("{\"question\":\"u\",\"answer\":\"so\\n#### $1,234.50\"}", "1234.50")]
    [InlineData("{\"problem\":\"u\",\"solution\":\"so $\\\\boxed{\\\\frac{1}{2}}$.\"}", "\\frac{1}{2}")]
    [InlineData("{\"prompt\":\"u\",\"answer\":42}", "42")]
    [InlineData("{\"question\":\"u\",\"answer\":[\"x\",\"y\"]}", "x")]
    [InlineData("{\"prompt\":[{\"role\":\"user\",\"content\":\"u\"}],\"reward_model\":{\"style\":\"rule\",\"ground_truth\":\"7\"}}", "7")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}]}", "a")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}", null)]
    [InlineData("{\"prompt\":\"u\"}", null)]
    public void Prompts_with_the_answers_of_rules_are_found(string json, string? answer)
    {
        var record = TuningFile.ReadPrompts(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();
        record.Prompt.Select(message => (message.Role, message.Content)).ShouldBe([("user", "u")]);
        record.Answer.ShouldBe(answer);
    }

    [Fact]
    public void Other_fields_of_a_prompt_are_kept_as_facts()
    {
        var record = TuningFile.ReadPrompts(File("a.jsonl", "{\"id\":9,\"question\":\"u\",\"answer\":\"x\\n#### 4\",\"level\":3,\"tags\":[\"a\",\"b\"],\"none\":null}"), Options).Records[0];

        record.Id.ShouldBe("9");
        record.Metadata.OrderBy(fact => fact.Key).Select(fact => (fact.Key, fact.Value)).ShouldBe([("level", "3"), ("solution", "x\n#### 4"), ("tags", "[\"a\",\"b\"]")]);
        TuningFile.ReadPrompts(File("b.txt", "first\n\nsecond\n"), Options).Records.Select(line => line.Prompt[0].Content).ShouldBe(["first", "second"]);
    }
}
