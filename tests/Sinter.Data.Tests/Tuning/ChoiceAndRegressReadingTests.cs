using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class ChoiceAndRegressReadingTests : TuningFixture
{
    [Theory]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"b\",\"c\"],\"answer\":1}", "q", 1)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"b\",\"c\"],\"answer\":\"B\"}", "q", 1)]
    [InlineData("{\"question\":\"q\",\"options\":[\"a\",\"b\",\"c\"],\"answer\":\"c\"}", "q", 2)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"3\",\"1\",\"2\"],\"answer\":\"2\"}", "q", 2)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"3\",\"1\",\"2\"],\"answer\":2}", "q", 2)]
    [InlineData("{\"question\":\"q\",\"choices\":{\"A\":\"x\",\"B\":\"y\"},\"answer\":\"B\"}", "q", 1)]
    [InlineData("{\"question\":\"q\",\"choices\":{\"text\":[\"x\",\"y\"],\"label\":[\"1\",\"2\"]},\"answerKey\":\"1\"}", "q", 0)]
    [InlineData("{\"question\":{\"stem\":\"q\",\"choices\":[{\"text\":\"x\",\"label\":\"A\"},{\"text\":\"y\",\"label\":\"B\"}]},\"answerKey\":\"B\"}", "q", 1)]
    [InlineData("{\"ctx\":\"q\",\"ctx_a\":\"z\",\"endings\":[\"a\",\"b\",\"c\",\"d\"],\"label\":\"3\"}", "q", 3)]
    [InlineData("{\"goal\":\"q\",\"sol1\":\"a\",\"sol2\":\"b\",\"label\":1}", "q", 1)]
    [InlineData("{\"sentence\":\"q _\",\"option1\":\"2\",\"option2\":\"b\",\"answer\":\"2\"}", "q _", 1)]
    [InlineData("{\"context\":\"c\",\"question\":\"q\",\"answerA\":\"a\",\"answerB\":\"b\",\"answerC\":\"d\",\"label\":\"1\"}", "c\nq", 0)]
    [InlineData("{\"premise\":\"p\",\"choice1\":\"a\",\"choice2\":\"b\",\"question\":\"cause\",\"label\":0}", "p\nWhat was the cause of this?", 0)]
    [InlineData("{\"article\":\"c\",\"question\":\"q\",\"options\":[\"a\",\"b\"],\"answer\":\"A\"}", "c\nq", 0)]
    [InlineData("{\"question\":\"q\",\"A\":\"a\",\"B\":\"b\",\"C\":\"d\",\"answer\":\"C\"}", "q", 2)]
    public void Questions_with_choices_are_found(string json, string question, int right)
    {
        var record = TuningFile.ReadChoices(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();
        (record.Question, record.Right).ShouldBe((question, right));
        record.Choices.Count.ShouldBeGreaterThan(right);
    }

    [Theory]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"b\"],\"answer\":2}", FaultKind.WrongChoice)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"b\"],\"answer\":-1}", FaultKind.WrongChoice)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"b\"],\"answer\":\"neither\"}", FaultKind.WrongChoice)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\"],\"answer\":0}", FaultKind.WrongChoice)]
    [InlineData("{\"question\":\"q\",\"choices\":[\"a\",\"\"],\"answer\":0}", FaultKind.EmptyAnswer)]
    [InlineData("{\"question\":\"\",\"choices\":[\"a\",\"b\"],\"answer\":0}", FaultKind.EmptyText)]
    [InlineData("{\"question\":\"q\",\"choices\":\"a\",\"answer\":0}", FaultKind.MissingField)]
    [InlineData("{\"premise\":\"p\",\"choice1\":\"a\",\"choice2\":\"b\",\"question\":\"cause\",\"label\":2}", FaultKind.WrongChoice)]
    public void What_cannot_be_answered_is_told(string json, FaultKind kind)
    {
        var data = TuningFile.ReadChoices(File("a.jsonl", json + "\n{\"question\":\"q\",\"choices\":[\"a\",\"b\"],\"answer\":0}\n"), Options);
        data.Faults.ShouldHaveSingleItem().Kind.ShouldBe(kind);
    }

    [Fact]
    public void The_right_answer_of_a_file_without_places_is_not_always_first()
    {
        var lines = string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"question\":\"q{i}\",\"correct_answer\":\"right\",\"distractor1\":\"a\",\"distractor2\":\"b\",\"distractor3\":\"c\"}}\n"));
        var data = TuningFile.ReadChoices(File("a.jsonl", lines), Options);

        data.Records.ShouldAllBe(record => record.Choices[record.Right] == "right" && record.Choices.Count == 4);
        data.Records.CountBy(record => record.Right).ShouldAllBe(count => count.Value > 30 && count.Value < 70);
    }

    [Fact]
    public void Numbers_of_texts_are_found()
    {
        var data = TuningFile.ReadRegress(File("a.jsonl", "{\"text\":\"a\",\"score\":1.5}\n{\"text\":\"b\",\"score\":\"-2\"}\n{\"text\":\"c\",\"score\":\"Infinity\"}\n{\"text\":\"d\",\"score\":null}\n{\"text\":\"e\",\"score\":true}\n{\"text\":\"f\",\"score\":1e400}\n"), Options);

        data.Records.Select(record => (record.Text, record.Second, record.Score)).ShouldBe([("a", null, 1.5), ("b", null, -2)]);
        data.Faults.ShouldHaveSingleItem().Count.ShouldBe(4);
        TuningFile.ReadRegress(File("b.csv", "sentence1,sentence2,score\na,b,4.25\n"), Options).Records[0].ShouldBeEquivalentTo(new RegressRecord("a", "b", 4.25) { Place = new("b.csv", 2) });
        TuningFile.ReadRegress(File("c.csv", "review,stars\nfine,5\n"), Options).Records[0].Score.ShouldBe(5);
    }
}
