using FsCheck;
using FsCheck.Fluent;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Programs;

public sealed class MemoryPlanTests
{
    [Fact]
    public void Blocks_that_live_together_never_overlap()
    {
        var block =
            from bytes in Gen.Choose(0, 5000)
            from first in Gen.Choose(0, 40)
            from life in Gen.Choose(0, 20)
            select (bytes, first, life);
        Prop.ForAll(block.ArrayOf().ToArbitrary(), lives =>
        {
            var blocks = lives.Select(life => new MemoryPlan.Block(life.bytes, life.first) { Last = life.first + life.life }).ToArray();

            var total = MemoryPlan.Place(blocks);

            return blocks.All(one => one.Offset >= 0 && one.Offset % 64 == 0 && one.Offset + one.Bytes <= total)
                && blocks.All(one => blocks.All(other => ReferenceEquals(one, other) || !LiveTogether(one, other) || !Overlap(one, other)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_block_takes_the_place_of_one_that_is_no_longer_needed()
    {
        var early = new MemoryPlan.Block(1000, 0) { Last = 3 };
        var late = new MemoryPlan.Block(900, 4) { Last = 5 };
        var through = new MemoryPlan.Block(100, 0) { Last = 5 };

        MemoryPlan.Place([through, early, late]).ShouldBe(early.Bytes + through.Bytes);

        late.Offset.ShouldBe(early.Offset);
    }

    private static bool LiveTogether(MemoryPlan.Block one, MemoryPlan.Block other) => one.First <= other.Last && other.First <= one.Last;

    private static bool Overlap(MemoryPlan.Block one, MemoryPlan.Block other)
        => one.Offset < other.Offset + other.Bytes && other.Offset < one.Offset + one.Bytes;
}
