using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class AnswerJsonTests
{
    [Theory]
    [InlineData("""{"items": [{"question": "a?", "answer": "b"}, {"question": "c?", "answer": "d"}]}""")]
    [InlineData("""[{"question": "a?", "answer": "b"}, {"question": "c?", "answer": "d"},]""")]
    [InlineData("""{"Question": "a?", "Answer": "b"} {"question": "c?", "answer": "d"}""")]
    [InlineData("Sure, here \"they\" are:\n```json\n{\"items\": [{\"question\": \"a?\", \"answer\": \"b\"},\n{\"question\": \"c?\", \"answer\": \"d\"}]}\n```\nIs that \"all right?")]
    [InlineData("""{"items": [{"question": "a?", "answer": "b"}, {"question": "c?", "answer": "d"}, {"question": "cut off he""")]
    public void Whole_objects_are_found_whatever_stands_around(string answer)
    {
        var found = AnswerJson.Objects(answer);

        found.Select(static fields => fields["question"] + fields["answer"]).ShouldBe(["a?b", "c?d"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I cannot do that.")]
    [InlineData("{\"items\": [")]
    [InlineData("}}}]]{{{{[[[")]
    [InlineData("{question: a, answer: b}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    public void What_is_no_object_gives_nothing(string answer) => AnswerJson.Objects(answer).ShouldBeEmpty();

    [Theory]
    [InlineData("[]", true)]
    [InlineData("{\"items\": [ ]}", true)]
    [InlineData("```json\n[]\n```", true)]
    [InlineData("{\"items\": [{}]}", false)]
    [InlineData("I have nothing to say.", false)]
    public void An_empty_list_says_that_there_is_nothing_to_make(string answer, bool expected) => AnswerJson.IsEmptyList(answer).ShouldBe(expected);

    [Fact]
    public void Brackets_in_texts_are_texts_and_lists_of_texts_are_lines()
    {
        var found = AnswerJson.Objects("""{"question": "what is {x} or \"}\"?", "answer": ["one", "two"], "n": 3}""").ShouldHaveSingleItem();

        found["question"].ShouldBe("what is {x} or \"}\"?");
        found["answer"].ShouldBe("one\ntwo");
        found["n"].ShouldBe("3");
    }

    [Fact]
    public void Deep_nesting_takes_little_time_and_gives_only_what_is_shallow()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "\"x\"" + new string('}', 50_000);

        AnswerJson.Objects(deep).Count.ShouldBeLessThan(3);
    }
}
