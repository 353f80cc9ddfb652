namespace Sinter.Training.Tests;

public sealed class CosineScheduleTests
{
    private static readonly CosineSchedule Schedule = new(Peak: 1e-3, Minimum: 1e-4, WarmupSteps: 10, Steps: 111);

    [Fact]
    public void The_first_step_learns_something() => Schedule.RateAt(0).ShouldBe(1e-4, tolerance: 1e-15);

    [Fact]
    public void The_rate_rises_in_a_line_to_its_peak()
    {
        Schedule.RateAt(4).ShouldBe(5e-4, tolerance: 1e-15);
        Schedule.RateAt(9).ShouldBe(1e-3, tolerance: 1e-15);
        Schedule.RateAt(10).ShouldBe(1e-3, tolerance: 1e-15);
    }

    [Fact]
    public void The_rate_then_falls_along_half_a_cosine_to_its_minimum_at_the_last_step()
    {
        Enumerable.Range(10, 100).ShouldAllBe(step => Schedule.RateAt(step + 1) < Schedule.RateAt(step));
        Schedule.RateAt(60).ShouldBe(5.5e-4, tolerance: 1e-15); // half way: the mean of peak and minimum
        Schedule.RateAt(35).ShouldBe(1e-4 + (9e-4 * (1 + Math.Sqrt(0.5)) / 2), tolerance: 1e-15); // a quarter of the way: cos 45 degrees
        Schedule.RateAt(110).ShouldBe(1e-4, tolerance: 1e-15);
    }

    [Fact]
    public void Beyond_the_last_step_the_rate_stays_at_its_minimum() => Schedule.RateAt(1000).ShouldBe(1e-4, tolerance: 1e-15);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    [InlineData(5, 3)] // warm-up longer than the training
    public void The_shortest_trainings_have_a_rate_at_every_step(int warmup, int steps)
    {
        var schedule = Schedule with { WarmupSteps = warmup, Steps = steps };

        Enumerable.Range(0, steps).Select(schedule.RateAt).ShouldAllBe(rate => rate > 0 && rate <= 1e-3);
    }
}
