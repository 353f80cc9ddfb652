using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Randomness;

public sealed class RandomStreamTests
{
    /// <summary>From the authors' definition of the generator, computed apart in whole numbers of any size.</summary>
    [Fact]
    public void A_stream_is_xoshiro256_starstar_from_the_hash_of_its_name()
    {
        var random = new RandomStream(1, "shuffle");

        ulong[] drawn = [random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits()];

        drawn.ShouldBe([0x7C13EFD784D6991E, 0x0AE5925A8E7EBAAB, 0x216A70D1FE00B263, 0x44A129A31BA94BD3]);
        new RandomStream(1, "shuffle").NextDouble().ShouldBe(0.4846792126816929);
    }

    [Fact]
    public void Streams_differ_by_seed_and_by_name()
    {
        var first = new RandomStream(1, "shuffle").NextBits();

        new RandomStream(1, "shuffle").NextBits().ShouldBe(first);
        new RandomStream(2, "shuffle").NextBits().ShouldNotBe(first);
        new RandomStream(1, "sample").NextBits().ShouldNotBe(first);
    }

    [Fact]
    public void A_permutation_holds_every_number_once()
        => new RandomStream(4, "order").Permutation(1000).Order().ShouldBe(Enumerable.Range(0, 1000));

    [Fact]
    public void Whole_numbers_stay_below_the_limit_and_reach_all_of_it()
    {
        var random = new RandomStream(4, "below");

        var drawn = Enumerable.Range(0, 1000).Select(_ => random.NextBelow(7)).ToHashSet();

        drawn.Order().ShouldBe([0L, 1, 2, 3, 4, 5, 6]);
        Should.Throw<ArgumentOutOfRangeException>(() => random.NextBelow(0));
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        var random = new RandomStream(4, "normal");

        var drawn = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();

        drawn.Average().ShouldBe(0, 0.02);
        Math.Sqrt(drawn.Average(value => value * value)).ShouldBe(1, 0.02);
    }
}
