namespace Sinter.Training.Tests;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Schedule = new(ScheduleKind.Cosine, Peak: 1e-3, Minimum: 1e-4, WarmupSteps: 10, Steps: 111);

    public static TheoryData<ScheduleKind> Kinds { get; } = [.. Enum.GetValues<ScheduleKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_rate_rises_in_a_line_to_its_peak_and_the_first_step_learns_something(ScheduleKind kind)
    {
        var schedule = Schedule with { Kind = kind };

        schedule.RateAt(0).ShouldBe(1e-4, tolerance: 1e-15);
        schedule.RateAt(4).ShouldBe(5e-4, tolerance: 1e-15);
        schedule.RateAt(9).ShouldBe(1e-3, tolerance: 1e-15);
        schedule.RateAt(10).ShouldBe(1e-3, tolerance: 1e-15);
    }

    [Theory]
    [InlineData(ScheduleKind.Cosine, 1e-4)]
    [InlineData(ScheduleKind.Linear, 1e-4)]
    [InlineData(ScheduleKind.Wsd, 1e-4)]
    [InlineData(ScheduleKind.Constant, 1e-3)]
    public void At_the_last_step_and_beyond_the_rate_is_at_its_end(ScheduleKind kind, double end)
    {
        var schedule = Schedule with { Kind = kind };

        schedule.RateAt(110).ShouldBe(end, tolerance: 1e-15);
        schedule.RateAt(1000).ShouldBe(end, tolerance: 1e-15);
    }

    [Fact]
    public void The_cosine_falls_along_half_a_cosine()
    {
        ShouldFall(Schedule, from: 10);
        Schedule.RateAt(60).ShouldBe(5.5e-4, tolerance: 1e-15); // half way: the mean of peak and minimum
        Schedule.RateAt(35).ShouldBe(1e-4 + (9e-4 * (1 + Math.Sqrt(0.5)) / 2), tolerance: 1e-15); // a quarter of the way: cos 45 degrees
    }

    [Fact]
    public void The_line_falls_by_the_same_at_every_step()
    {
        var schedule = Schedule with { Kind = ScheduleKind.Linear };

        ShouldFall(schedule, from: 10);
        schedule.RateAt(35).ShouldBe(1e-4 + (9e-4 * 0.75), tolerance: 1e-15);
        Enumerable.Range(10, 100).ShouldAllBe(step => Math.Abs(schedule.RateAt(step) - schedule.RateAt(step + 1) - 9e-6) < 1e-15);
    }

    [Fact]
    public void The_stable_rate_falls_over_the_last_share_as_one_minus_a_root()
    {
        // 22 of 111 steps: 20 % are 22.2.
        var schedule = Schedule with { Kind = ScheduleKind.Wsd };

        Enumerable.Range(9, 80).ShouldAllBe(step => schedule.RateAt(step) == 1e-3);
        ShouldFall(schedule, from: 88);
        schedule.RateAt(89).ShouldBe(1e-4 + (9e-4 * (1 - Math.Sqrt(1 / 22.0))), tolerance: 1e-15);
        schedule.RateAt(99).ShouldBe(1e-4 + (9e-4 * (1 - Math.Sqrt(0.5))), tolerance: 1e-15);
    }

    [Fact]
    public void The_share_of_the_decay_is_a_setting_that_gives_way_to_the_warm_up()
    {
        var schedule = Schedule with { Kind = ScheduleKind.Wsd };

        Enumerable.Range(10, 101).Select((schedule with { DecayShare = 0 }).RateAt).ShouldAllBe(rate => rate == 1e-3);
        ShouldFall(schedule with { DecayShare = 1 }, from: 9);
        (schedule with { DecayShare = 0.5 }).RateAt(54).ShouldBe(1e-3);
        (schedule with { DecayShare = 0.5 }).RateAt(55).ShouldBeLessThan(1e-3);
        (schedule with { DecayShare = 1 }).RateAt(110).ShouldBe(1e-4, tolerance: 1e-15);
    }

    [Fact]
    public void The_constant_rate_stays()
        => Enumerable.Range(9, 102).Select((Schedule with { Kind = ScheduleKind.Constant }).RateAt).ShouldAllBe(rate => rate == 1e-3);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    [InlineData(5, 3)] // warm-up longer than the training
    public void The_shortest_trainings_have_a_rate_at_every_step(int warmup, int steps)
    {
        foreach (var kind in Enum.GetValues<ScheduleKind>())
        {
            foreach (var share in new[] { 0, 0.2, 1 })
            {
                var schedule = Schedule with { Kind = kind, WarmupSteps = warmup, Steps = steps, DecayShare = share };

                Enumerable.Range(0, steps).Select(schedule.RateAt).ShouldAllBe(rate => rate > 0 && rate <= 1e-3);
            }
        }
    }

    [Fact]
    public void A_kind_that_does_not_exist_is_refused()
        => Should.Throw<InvalidOperationException>(() => (Schedule with { Kind = (ScheduleKind)9 }).RateAt(50));

    private static void ShouldFall(LearningRateSchedule schedule, int from)
        => Enumerable.Range(from, 110 - from).ShouldAllBe(step => schedule.RateAt(step + 1) < schedule.RateAt(step));
}
