using System.Text.Json.Nodes;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Runs;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("events.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_read_back_in_order_with_their_fields()
    {
        using (var log = EventLog.Open(Path))
        {
            log.Write("pretrain", "start", new JsonObject { ["resuming"] = false });
            log.Step("pretrain", step: 1, tokens: 2048, loss: 9.01, learningRate: 1e-5, gradientNorm: 1.5, tokensPerSecond: 8000);
            log.Validation("pretrain", step: 1, tokens: 2048, loss: 9.0, bitsPerByte: 3.2);
            log.Sample("pretrain", step: 1, prompt: "Hello \"you\"\n", text: "ünïcode 💥");
            log.Warning("pretrain", "careful");
        }

        var events = EventLog.Read(Path).ToList();

        events.Select(happened => happened.Event).ShouldBe(["start", "step", "validation", "sample", "warning"]);
        events[1].Stage.ShouldBe("pretrain");
        events[1].Time.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        events[1].Data.GetProperty("loss").GetDouble().ShouldBe(9.01);
        events[1].Data.GetProperty("tokens").GetInt64().ShouldBe(2048);
        events[3].Data.GetProperty("prompt").GetString().ShouldBe("Hello \"you\"\n");
        events[3].Data.GetProperty("text").GetString().ShouldBe("ünïcode 💥");
    }

    [Fact]
    public void A_line_is_on_record_before_the_call_returns()
    {
        using var log = EventLog.Open(Path);

        log.Warning("clean", "first");

        EventLog.Read(Path).Single().Data.GetProperty("message").GetString().ShouldBe("first");
    }

    [Fact]
    public void Opening_again_adds_to_what_is_there()
    {
        EventLog.Open(Path).Dispose();
        for (var i = 0; i < 3; i++)
        {
            using var log = EventLog.Open(Path);
            log.Warning("clean", "again");
        }

        EventLog.Read(Path).Count().ShouldBe(3);
    }

    [Fact]
    public void A_last_line_that_was_cut_short_is_passed_over_and_removed_by_the_next_run()
    {
        using (var log = EventLog.Open(Path))
        {
            log.Warning("clean", "whole");
            log.Warning("clean", new string('x', 10_000));
        }

        using (var file = new FileStream(Path, FileMode.Open))
        {
            file.SetLength(file.Length - 20);
        }

        EventLog.Read(Path).Count().ShouldBe(1);
        using (var log = EventLog.Open(Path))
        {
            log.Warning("clean", "after");
        }

        EventLog.Read(Path).Select(happened => happened.Data.GetProperty("message").GetString()).ShouldBe(["whole", "after"]);
    }

    [Fact]
    public void A_log_of_one_broken_line_begins_anew()
    {
        File.WriteAllText(Path, "{\"time\":");
        using (var log = EventLog.Open(Path))
        {
            log.Warning("clean", "after");
        }

        EventLog.Read(Path).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"time\":5,\"stage\":\"a\",\"event\":\"b\"}")]
    [InlineData("{\"time\":\"yesterday\",\"stage\":\"a\",\"event\":\"b\"}")]
    [InlineData("{\"time\":\"2026-01-01T00:00:00Z\",\"stage\":1,\"event\":\"b\"}")]
    public void A_line_that_is_no_event_is_passed_over(string line)
    {
        File.WriteAllText(Path, line + "\n");

        EventLog.Read(Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_log_that_does_not_exist_holds_nothing() => EventLog.Read(Path).ShouldBeEmpty();

    [Fact]
    public void A_loss_that_is_no_number_is_written_as_a_gap()
    {
        using (var log = EventLog.Open(Path))
        {
            log.Step("pretrain", 1, 1, double.NaN, 1, double.PositiveInfinity, 1);
        }

        EventLog.Read(Path).Single().Data.GetProperty("loss").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public void Many_threads_may_write_at_once()
    {
        using (var log = EventLog.Open(Path))
        {
            Parallel.For(0, 200, i => log.Warning("clean", new string('y', i)));
        }

        EventLog.Read(Path).Count().ShouldBe(200);
    }
}
