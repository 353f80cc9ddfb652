using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Packing;

public sealed class SequencePermutationTests
{
    [Fact]
    public void Every_count_gives_a_permutation()
    {
        for (var count = 1; count <= 300; count++)
        {
            Order(count, seed: 7, epoch: count % 3).Order().ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
        }

        Order(100_003, seed: 1, epoch: 0).Distinct().Count().ShouldBe(100_003);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void All_orders_of_a_few_are_about_as_likely(int count)
    {
        const int Seeds = 24_000;
        var orders = Enumerable.Range(0, Seeds).CountBy(seed => string.Join(',', Order(count, (ulong)seed, epoch: 0)), StringComparer.Ordinal).ToList();

        var possible = Enumerable.Range(1, count).Aggregate(1, (product, factor) => product * factor);
        orders.Count.ShouldBe(possible);
        var expected = (double)Seeds / possible;
        var chiSquare = orders.Sum(order => Math.Pow(order.Value - expected, 2) / expected);

        // A random shuffle passes this but once in some thousand: mean of chi-square = degrees of freedom, deviation = sqrt(2 degrees).
        chiSquare.ShouldBeLessThan(possible - 1 + (4 * Math.Sqrt(2 * (possible - 1))) + 4);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(65_536)]
    [InlineData(70_001)]
    public void Neighbours_are_torn_apart_and_places_are_not_kept(int count)
    {
        var order = Order(count, seed: 42, epoch: 0);

        // Of a random order each has about one fixed place and two neighbours that stay neighbours, and the numbers do not grow with the places.
        order.Index().Count(entry => entry.Index == entry.Item).ShouldBeLessThan(10);
        order.Zip(order.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) == 1).ShouldBeLessThan(15);
        Math.Abs(Correlation(order)).ShouldBeLessThan(4 / Math.Sqrt(count));
    }

    [Fact]
    public void Blocks_of_places_draw_from_everywhere_alike()
    {
        const int Count = 64_000;
        const int Blocks = 8;
        var order = Order(Count, seed: 3, epoch: 5);
        var table = order.Index().CountBy(entry => (entry.Index * Blocks / Count, entry.Item * Blocks / Count)).Select(cell => cell.Value).ToList();

        table.Count.ShouldBe(Blocks * Blocks);
        var expected = (double)Count / (Blocks * Blocks);
        table.Sum(found => Math.Pow(found - expected, 2) / expected).ShouldBeLessThan(100);
    }

    [Fact]
    public void Seeds_and_epochs_give_other_orders_and_the_same_ones_the_same()
    {
        var order = Order(500, seed: 9, epoch: 2);

        Order(500, seed: 9, epoch: 2).ShouldBe(order);
        Order(500, seed: 9, epoch: 3).ShouldNotBe(order);
        Order(500, seed: 10, epoch: 2).ShouldNotBe(order);
        Order(501, seed: 9, epoch: 2)[..500].ShouldNotBe(order);
    }

    [Fact]
    public void An_order_is_the_same_on_every_machine_and_for_ever() =>
        Order(10, seed: 42, epoch: 0).ShouldBe([3, 8, 2, 4, 0, 6, 7, 1, 5, 9]);

    [Fact]
    public void A_count_beyond_32_bits_is_permuted_too()
    {
        const long Count = (1L << 40) + 12_345;
        var permutation = new SequencePermutation(Count, seed: 1, epoch: 0);
        var seen = new HashSet<long>();
        for (var place = 0L; place < 10_000; place++)
        {
            var number = permutation[(Count - 1) - (place * 99_999_989)];
            number.ShouldBeInRange(0, Count - 1);
            seen.Add(number).ShouldBeTrue();
        }
    }

    private static List<long> Order(int count, ulong seed, long epoch)
    {
        var permutation = new SequencePermutation(count, seed, epoch);
        return [.. Enumerable.Range(0, count).Select(place => permutation[place])];
    }

    private static double Correlation(List<long> order)
    {
        var mean = (order.Count - 1) / 2.0;
        var variance = order.Sum(number => Math.Pow(number - mean, 2));
        return order.Index().Sum(entry => (entry.Index - mean) * (entry.Item - mean)) / variance;
    }
}
