using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Packing;

public sealed class WeightedScheduleTests
{
    [Fact]
    public void Each_part_takes_its_turns_evenly_and_in_order() =>
        Prop.ForAll((from weights in Gen.Choose(1, 1000).NonEmptyListOf() select weights.Take(20).ToArray()).ToArbitrary(), weights =>
        {
            var schedule = new WeightedSchedule([.. weights.Select(weight => (double)weight)]);
            var sum = weights.Sum();
            var taken = new long[weights.Length];
            for (var turn = 0L; turn < WeightedSchedule.Round + 500; turn++)
            {
                var (part, rank) = schedule[turn];
                rank.ShouldBe(taken[part]++);
                if (turn % 997 == 0)
                {
                    schedule.CountsOf(turn + 1).ShouldBe(taken);
                    for (var i = 0; i < weights.Length; i++)
                    {
                        // Never more than a turn ahead, never more behind than there are others; and the rounding of weights.
                        ((double)taken[i] - ((turn + 1.0) * weights[i] / sum)).ShouldBeInRange(-weights.Length - 2, 3);
                    }
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public void Three_to_one_is_three_to_one_from_the_start()
    {
        var schedule = new WeightedSchedule([0.75, 0.25]);

        Enumerable.Range(0, 8).Select(turn => schedule[turn].Part).ShouldBe([0, 0, 1, 0, 0, 0, 1, 0]);
    }

    [Fact]
    public void Turns_beyond_32_bits_are_found_at_once()
    {
        var schedule = new WeightedSchedule([2, 1]);

        schedule.CountsOf(3L << 40).Sum().ShouldBe(3L << 40);
        var (part, rank) = schedule[3L << 40];
        rank.ShouldBe(schedule.CountsOf(3L << 40)[part]);
    }

    [Theory]
    [InlineData(1e-12, 1)]
    [InlineData(1, 1e300)]
    public void A_tiny_weight_still_gets_a_turn(double first, double second) =>
        new WeightedSchedule([first, second]).CountsOf(WeightedSchedule.Round).Min().ShouldBe(1);

    [Fact]
    public void More_parts_than_turns_a_round_could_share_evenly_are_served()
    {
        var counts = new WeightedSchedule([.. Enumerable.Range(1, 1024).Select(i => Math.Pow(1.05, i))]).CountsOf(WeightedSchedule.Round);

        counts.Sum().ShouldBe(WeightedSchedule.Round);
        counts.ShouldAllBe(count => count >= 1);
    }
}
