using Sinter.Cli.Progress;
using Spectre.Console;

namespace Sinter.Cli.Tests;

public sealed class ProgressTests
{
    [Fact]
    public void The_rate_is_that_of_the_last_half_minute()
    {
        var meter = new RateMeter();
        meter.Add(0, seconds: 0);
        meter.Add(1000, seconds: 10);
        meter.Add(1100, seconds: 50);
        meter.Add(1200, seconds: 70);

        meter.Rate.ShouldBe(5);
        meter.SecondsLeft(1200, 1300).ShouldBe(20);
        meter.SecondsLeft(1200, 0).ShouldBeNull();
    }

    [Fact]
    public void Work_that_earlier_attempts_did_counts_for_no_speed()
    {
        var meter = new RateMeter();
        meter.Add(5000, seconds: 1);
        meter.Add(5010, seconds: 2);

        meter.Rate.ShouldBe(10);
    }

    [Fact]
    public void A_stage_that_begins_to_count_something_else_is_measured_anew()
    {
        var meter = new RateMeter();
        meter.Add(0, seconds: 0);
        meter.Add(50_000, seconds: 1);
        meter.Add(300, seconds: 2);
        meter.Rate.ShouldBe(0);
        meter.Add(400, seconds: 4);

        meter.Rate.ShouldBe(50);
    }

    [Fact]
    public void A_plain_line_has_amount_share_rate_time_left_and_loss()
    {
        var meter = new RateMeter();
        meter.Add(100, seconds: 0);
        meter.Add(120, seconds: 10);

        PlainProgressView.Line(new StageProgress(120, 600, "steps", 4.2149, "8,420 tokens/s"), meter)
            .ShouldBe("120/600 steps  20 %  2/s  4 min 00 s left  loss 4.215  8,420 tokens/s");
        PlainProgressView.Line(new StageProgress(1_500_000, 0, StageProgress.Bytes), new RateMeter()).ShouldBe("1.5 MB");
    }

    [Fact]
    public void Plain_output_is_no_more_than_a_line_an_interval()
    {
        using var output = new StringWriter();
        using (var view = new PlainProgressView(output, TimeSpan.FromHours(1)))
        {
            view.Begin("clean");
            for (var i = 0; i < 10_000; i++)
            {
                view.Report(new StageProgress(i, 10_000, "documents"));
            }

            view.End("in 0.1 s");
        }

        output.ToString().ReplaceLineEndings("\n").ShouldBe("clean      started\nclean      in 0.1 s\n");
    }

    [Fact]
    public void The_live_view_draws_what_it_is_told_and_keeps_the_ends()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });
        using (var view = new LiveProgressView(console))
        {
            view.Note("clean [run]");
            view.Begin("clean");
            view.Report(new StageProgress(5, 10, "documents", 1.25));
            Thread.Sleep(400);
            view.End("10 documents [all]");
        }

        var drawn = output.ToString();
        drawn.ShouldContain("clean [run]");
        drawn.ShouldContain("5/10 documents");
        drawn.ShouldContain("loss 1.250");
        drawn.ShouldContain("10 documents [all]");
    }

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(30_100_000, "30.1 MB")]
    [InlineData(2_400_000_000, "2.4 GB")]
    public void Bytes_are_shown_in_decimal_units(long bytes, string shown) => Units.Bytes(bytes).ShouldBe(shown);

    [Theory]
    [InlineData(0.44, "440 ms")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(3725, "1 h 02 min")]
    public void Durations_are_shown_as_people_say_them(double seconds, string shown) => Units.Seconds(seconds).ShouldBe(shown);
}
