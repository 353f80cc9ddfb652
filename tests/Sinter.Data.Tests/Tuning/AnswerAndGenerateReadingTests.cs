using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class AnswerAndGenerateReadingTests : TuningFixture
{
    [Fact]
    public void The_nested_form_gives_every_question_with_its_context()
    {
        const string json = """
            {"version":"v2.0","data":[{"title":"t","paragraphs":[
              {"context":"Ann lives in Rome.","qas":[
                {"id":"1","question":"Where?","answers":[{"text":"Rome","answer_start":13},{"text":"in Rome","answer_start":10}],"is_impossible":false},
                {"id":"2","question":"When?","answers":[],"plausible_answers":[{"text":"Ann","answer_start":0}],"is_impossible":true}]},
              {"context":"Bob.","qas":[{"id":"3","question":"Who?","answers":[{"text":"Bob","answer_start":0}]}]}]}]}
            """;
        var data = TuningFile.ReadAnswers(File("a.json", json), Options);

        data.Records.Select(record => (record.Id, record.Question, record.HasAnswer)).ShouldBe([("1", "Where?", true), ("2", "When?", false), ("3", "Who?", true)]);
        data.Records[0].Answers.ShouldBe([new AnswerSpan("Rome", 13), new AnswerSpan("in Rome", 10)]);
        data.Form.ShouldBe("SQuAD (articles, paragraphs, questions)");
        data.Records[0].InputHash().ShouldBe(data.Records[1].InputHash());
        data.Records[0].ContentHash().ShouldNotBe(data.Records[1].ContentHash());
    }

    [Theory]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":{\"text\":[\"Rome\"],\"answer_start\":[3]}}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":[{\"text\":\"Rome\",\"answer_start\":3}]}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":[\"Rome\"]}")]
    [InlineData("{\"question\":\"q\",\"passage\":\"in Rome\",\"answer\":\"Rome\"}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":{\"text\":[\"Rome\"],\"answer_start\":[2]}}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":{\"text\":[\" Rome \"],\"answer_start\":[99]}}")]
    public void Flat_forms_give_the_answer_at_its_place(string json) =>
        TuningFile.ReadAnswers(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem().Answers.ShouldBe([new AnswerSpan("Rome", 3)]);

    [Theory]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":{\"text\":[],\"answer_start\":[]}}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":[]}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answer\":\"\"}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":null}")]
    [InlineData("{\"question\":\"q\",\"context\":\"in Rome\",\"answers\":[{\"text\":\"Rome\",\"answer_start\":3}],\"is_impossible\":true}")]
    public void A_question_may_have_no_answer(string json) =>
        TuningFile.ReadAnswers(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem().HasAnswer.ShouldBeFalse();

    [Fact]
    public void Places_count_code_points_in_files_and_characters_in_records()
    {
        // Two emoji before the answer: 7 code points, 9 UTF-16 characters.
        var record = TuningFile.ReadAnswers(File("a.jsonl", "{\"question\":\"q\",\"context\":\"\\ud83d\\ude00 \\ud83d\\ude00 in Rome, Rome\",\"answers\":[{\"text\":\"Rome\",\"answer_start\":7}]}"), Options).Records[0];

        record.Answers.ShouldBe([new AnswerSpan("Rome", 9)]);
        record.Context.Substring(9, 4).ShouldBe("Rome");
    }

    [Fact]
    public void Of_several_occurrences_the_nearest_is_taken()
    {
        var record = TuningFile.ReadAnswers(File("a.jsonl", "{\"question\":\"q\",\"context\":\"an x, an x, an x\",\"answers\":[{\"text\":\"x\",\"answer_start\":10}]}"), Options).Records[0];
        record.Answers.ShouldBe([new AnswerSpan("x", 9)]);
    }

    [Fact]
    public void Answers_that_are_nowhere_are_told()
    {
        var data = TuningFile.ReadAnswers(
            File("a.jsonl", """
            {"id":"7","question":"q","context":"in Rome","answers":[{"text":"Paris","answer_start":3}]}
            {"question":"q","context":"in Rome","answers":[{"text":"Rome","answer_start":2147483647}]}
            {"question":"","context":"in Rome","answers":[]}
            {"question":"q","context":"","answers":[]}
            {"question":"q","context":"in Rome"}
            """), Options);

        data.Records.ShouldHaveSingleItem().Answers.ShouldBe([new AnswerSpan("Rome", 3)]);
        data.Faults.Single(fault => fault.Kind == FaultKind.AnswerNotInContext).Sentence.ShouldBe("1 of 5 records has an answer that is not in its context (first: a.jsonl, line 1: the answer 'Paris' of the question '7'); it is left out.");
        data.Faults.Single(fault => fault.Kind == FaultKind.EmptyText).Count.ShouldBe(2);
        data.Faults.Single(fault => fault.Kind == FaultKind.MissingField).Detail.ShouldContain("there is no 'answers'");
    }

    [Theory]
    [InlineData("{\"translation\":{\"en\":\"in\",\"ro\":\"out\"}}")]
    [InlineData("{\"document\":\"in\",\"summary\":\"out\",\"id\":\"1\"}")]
    [InlineData("{\"article\":\"in\",\"highlights\":\"out\"}")]
    [InlineData("{\"input\":\"in\",\"output\":\"out\"}")]
    [InlineData("{\"source\":\"in\",\"target\":[\"out\",\"other\"]}")]
    [InlineData("{\"text\":\"in\",\"summary\":\"out\"}")]
    [InlineData("{\"id\":\"1\",\"input\":\"in\",\"target\":\"out\"}")]
    public void Sources_and_targets_are_found(string json)
    {
        var record = TuningFile.ReadGenerate(File("a.json", json), Options).Records.ShouldHaveSingleItem();
        (record.Source, record.Target).ShouldBe(("in", "out"));
    }

    [Fact]
    public void The_direction_of_a_translation_may_be_chosen()
    {
        var paths = File("a.json", "{\"translation\":{\"en\":\"in\",\"ro\":\"out\"}}\n{\"translation\":{\"en\":\"in\",\"ro\":\" \"}}\n{\"translation\":{\"en\":\"in\"}}\n");
        var data = TuningFile.ReadGenerate(paths, Options);
        data.Faults.Select(fault => fault.Kind).ShouldBe([FaultKind.MissingField, FaultKind.EmptyAnswer]);

        var turned = TuningFile.ReadGenerate(paths, Options with { Fields = new() { Source = "ro", Target = "translation.en" } });
        (turned.Records[0].Source, turned.Records[0].Target).ShouldBe(("out", "in"));
    }
}
