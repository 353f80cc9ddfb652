namespace Sinter.Training.Tests;

public sealed class DataOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(97)]
    public void Every_epoch_holds_each_sequence_once(int sequences)
    {
        var order = new DataOrder(sequences, seed: 42);

        for (var epoch = 0; epoch < 4; epoch++)
        {
            Epoch(order, epoch, sequences).Order().ShouldBe(Enumerable.Range(0, sequences).Select(i => (long)i));
        }
    }

    [Fact]
    public void Each_epoch_has_its_own_order()
    {
        var order = new DataOrder(97, seed: 42);

        Epoch(order, 1, 97).ShouldNotBe(Epoch(order, 0, 97));
        Epoch(order, 2, 97).ShouldNotBe(Epoch(order, 1, 97));
        Epoch(order, 0, 97).ShouldNotBe(Enumerable.Range(0, 97).Select(i => (long)i));
    }

    [Fact]
    public void The_order_follows_from_the_seed_alone_wherever_one_begins()
    {
        var order = new DataOrder(97, seed: 42);
        var fromTheStart = Enumerable.Range(0, 300).Select(place => order[place]).ToArray();

        var backwards = new DataOrder(97, seed: 42);
        Enumerable.Range(0, 300).Reverse().Select(place => backwards[place]).Reverse().ShouldBe(fromTheStart);
        new DataOrder(97, seed: 42)[250].ShouldBe(fromTheStart[250]);
        Epoch(new DataOrder(97, seed: 43), 0, 97).ShouldNotBe(fromTheStart[..97]);
    }

    private static long[] Epoch(DataOrder order, int epoch, int sequences) => [.. Enumerable.Range(epoch * sequences, sequences).Select(place => order[place])];
}
