using System.Text.Json;
using Sinter.Cli.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Reports;

public sealed class RunHistoryTests
{
    [Fact]
    public void Steps_repeated_after_a_restart_replace_those_before_it()
    {
        var history = Read(
            ("step", """{"step":1,"loss":9}"""), ("step", """{"step":2,"loss":8}"""), ("step", """{"step":3,"loss":7}"""), ("interrupted", "{}"),
            ("start", """{"resuming":true}"""), ("step", """{"step":2,"loss":8.5}"""));

        history.Curves[0].Steps.Select(s => (s.Step, s.Loss)).ShouldBe([(1, 9), (2, 8.5)]);
        history.Interruptions.ShouldBe(1);
    }

    [Fact]
    public void A_stage_that_begins_anew_leaves_its_earlier_attempts_behind()
    {
        var history = Read(
            ("start", """{"resuming":false}"""), ("step", """{"step":1,"loss":9}"""), ("step", """{"step":2,"loss":8}"""), ("validation", """{"step":2,"loss":8}"""),
            ("sample", """{"step":2,"prompt":"a","text":"old"}"""), ("warning", """{"message":"old"}"""), ("interrupted", "{}"), ("start", """{"resuming":true}"""),
            ("start", """{"resuming":false}"""), ("step", """{"step":1,"loss":7}"""));

        history.Curves.ShouldHaveSingleItem().Steps.ShouldHaveSingleItem().Loss.ShouldBe(7);
        history.Curves[0].Validation.ShouldBeEmpty();
        history.Samples.ShouldBeEmpty();
        history.Warnings.ShouldBeEmpty();
        history.Interruptions.ShouldBe(0);
    }

    [Fact]
    public void What_other_stages_left_stays_when_one_begins_anew()
    {
        var history = RunHistory.Read(
        [
            Event("start", """{"resuming":false}""", "pretrain", second: 1), Event("warning", """{"message":"kept"}""", "pretrain", second: 2),
            Event("start", """{"resuming":false}""", "finetune", second: 3), Event("warning", """{"message":"old"}""", "finetune", second: 4),
            Event("start", """{"resuming":false}""", "finetune", second: 5),
        ]);

        history.Warnings.ShouldBe(["kept"]);
        history.Started.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(1));
        history.Ended.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(5));
    }

    [Fact]
    public void A_killed_stage_that_went_on_counts_as_interrupted() =>
        Read(("start", """{"resuming":false}"""), ("step", """{"step":1,"loss":9}"""), ("start", """{"resuming":true}""")).Interruptions.ShouldBe(1);

    [Fact]
    public void Samples_of_several_prompts_share_a_step()
    {
        var history = Read(
            ("sample", """{"step":1,"prompt":"a","text":"x"}"""), ("sample", """{"step":1,"prompt":"b","text":"y"}"""), ("sample", """{"step":1,"prompt":"a","text":"z"}"""));

        history.Samples.Select(s => s.Prompt + s.Text).ShouldBe(["by", "az"]);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_counted() =>
        Read(("step", """{"step":1,"loss":null}"""), ("step", """{"step":2,"loss":1e999}"""), ("step", """{"step":3,"loss":2}""")).Curves[0].NonFiniteSteps.ShouldBe(2);

    [Fact]
    public void Fields_of_the_wrong_type_count_as_not_recorded()
    {
        var history = Read(("step", """{"step":"one","tokens":-5,"loss":[1]}"""), ("validation", """{"step":1e300}"""), ("sample", """{"prompt":3}"""), ("warning", """{"message":{}}"""), ("surprise", "{}"));

        history.Curves[0].Steps[0].ShouldBe(new TrainingStep(0, 0, null, null, null, null));
        history.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_warning_given_often_is_told_once() =>
        Read([.. Enumerable.Range(0, 500).Select(i => ("warning", $$"""{"message":"no {{i % 70}}"}"""))]).Warnings.Count.ShouldBe(50);

    [Fact]
    public void Nothing_recorded_is_no_history()
    {
        var history = Read();

        history.Started.ShouldBeNull();
        history.Curves.ShouldBeEmpty();
    }

    private static RunHistory Read(params (string Event, string Data)[] events) => RunHistory.Read(
        events.Select(e => Event(e.Event, e.Data)));

    private static RunEvent Event(string kind, string data, string stage = "pretrain", int second = 0) =>
        new(DateTimeOffset.UnixEpoch.AddSeconds(second), stage, kind, JsonDocument.Parse(data).RootElement);
}
