using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Packing;

public sealed class SequenceViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PackedDataset> _opened = [];

    public void Dispose()
    {
        _opened.ForEach(data => data.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Every_epoch_of_a_shuffle_holds_each_sequence_once_in_its_own_order()
    {
        var shuffled = new ShuffledSequences(Set("set", 57), seed: 1);
        var epochs = Enumerable.Range(0, 4).Select(epoch => First(shuffled, epoch * 57, 57)).ToList();

        epochs.ShouldAllBe(epoch => epoch.Order().SequenceEqual(Enumerable.Range(1, 57)));
        epochs.Select(epoch => string.Join(' ', epoch)).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
    }

    [Fact]
    public void A_reading_that_stops_anywhere_goes_on_with_the_very_next_sequence()
    {
        ISequenceSource[] sources = [Mixture(seed: 5), new ShuffledSequences(Set("alone", 23), seed: 5)];
        foreach (var source in sources)
        {
            var whole = First(source, 0, 300);
            for (var stop = 0; stop <= 300; stop += 7)
            {
                var reader = new SequenceReader(source);
                var before = Enumerable.Range(0, stop).Select(_ => Next(reader)).ToList();
                reader.Position.Save(_folder.File("position.json"));

                var after = new SequenceReader(source, PackedPosition.Load(_folder.File("position.json")));
                before.Concat(Enumerable.Range(stop, 300 - stop).Select(_ => Next(after))).ShouldBe(whole);
            }
        }
    }

    [Fact]
    public void A_mixture_takes_by_weight_and_goes_through_each_set_in_epochs()
    {
        var mixture = Mixture(seed: 5);
        var read = Enumerable.Range(0, 1000).Select(place => mixture.At(place)).ToList();

        read.CountBy(entry => entry.Part).ToDictionary()[0].ShouldBeInRange(699, 701);
        var small = read.Where(entry => entry.Part == 1).Select(entry => entry.Sequence).ToList();
        small.Count.ShouldBeInRange(299, 301);
        small.Chunk(10).Where(epoch => epoch.Length == 10).ShouldAllBe(epoch => epoch.Distinct().Count() == 10);
        var shares = mixture.Shares(1000);
        shares.Select(share => share.Name).ShouldBe(["large", "small"]);
        shares.Sum(share => share.Sequences).ShouldBe(1000);
        shares[1].Epochs.ShouldBe(30, tolerance: 0.2);
        shares[0].Epochs.ShouldBe(700 / 50.0, tolerance: 0.1);
    }

    [Fact]
    public void A_set_keeps_its_order_whatever_else_is_mixed()
    {
        var large = Set("large", 50);
        var alone = new SequenceMixture([new("large", large, 1)], seed: 9);
        var mixed = new SequenceMixture([new("other", Set("other", 10), 3), new("large", large, 2)], seed: 9);

        mixed.Shares(500)[1].Sequences.ShouldBeInRange(199, 201);
        Enumerable.Range(0, 500).Select(place => mixed.At(place)).Where(entry => entry.Part == 1).Select(entry => entry.Sequence)
            .ShouldBe(Enumerable.Range(0, (int)mixed.Shares(500)[1].Sequences).Select(place => alone.At(place).Sequence));
    }

    [Fact]
    public void Reading_a_view_allocates_nothing()
    {
        var mixture = Mixture(seed: 1);
        int[] tokens = new int[4], targets = new int[4], starts = new int[4];
        mixture.Read(0, tokens, targets, starts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var place = 0; place < 500; place++)
        {
            mixture.Read(place, tokens, targets, starts);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_position_of_other_data_is_refused()
    {
        var data = Set("set", 5);
        var position = new SequenceReader(new ShuffledSequences(data, seed: 1)).Position;

        Should.Throw<InvalidDataException>(() => new SequenceReader(new ShuffledSequences(data, seed: 2), position)).Message.ShouldContain("another seed");
        Should.Throw<InvalidDataException>(() => new SequenceReader(new ShuffledSequences(Set("more", 6), seed: 1), position));
        Should.Throw<InvalidDataException>(() => new SequenceReader(Mixture(1, 0.5), new SequenceReader(Mixture(1)).Position));
        new SequenceReader(new ShuffledSequences(Set("again", 5), seed: 1), position).Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"orderFingerprint\":\"a\",\"place\":-1}")]
    [InlineData("{\"orderFingerprint\":null,\"place\":1}")]
    public void A_file_that_holds_no_position_is_told(string content)
    {
        File.WriteAllText(_folder.File("position.json"), content);

        Should.Throw<InvalidDataException>(() => PackedPosition.Load(_folder.File("position.json"))).Message.ShouldContain("holds no place");
    }

    [Fact]
    public void Sets_that_cannot_be_mixed_are_refused()
    {
        var data = Set("set", 5);

        Should.Throw<ArgumentException>(() => new SequenceMixture([], seed: 1)).Message.ShouldContain("not 0");
        Should.Throw<ArgumentException>(() => new SequenceMixture([new("a", data, 0)], seed: 1)).Message.ShouldContain("weight 0");
        Should.Throw<ArgumentException>(() => new SequenceMixture([new("a", data, double.NaN)], seed: 1));
        Should.Throw<ArgumentException>(() => new SequenceMixture([new("a", data, 1), new("a", data, 1)], seed: 1)).Message.ShouldContain("a name of its own");
        Should.Throw<InvalidDataException>(() => new SequenceMixture([new("a", data, 1), new("b", Set("long", 5, context: 8), 1)], seed: 1)).Message.ShouldContain("sequences of 4 and 8 tokens");
        Should.Throw<InvalidDataException>(() => new ShuffledSequences(Set("empty", 0), seed: 1)).Message.ShouldContain("without a sequence");
    }

    private SequenceMixture Mixture(ulong seed, double weight = 0.7) => new([new("large", Set("large", 50), weight), new("small", Set("small", 10), 0.3)], seed);

    /// <summary>A set of sequences each of which begins with a token of its own, from 1.</summary>
    private PackedDataset Set(string name, int sequences, int context = 4)
    {
        if (!Directory.Exists(_folder.File(name)))
        {
            using var writer = new PackedDatasetWriter(_folder.File(name), new PackingOptions { ContextLength = context, VocabularySize = 100, EndOfText = 0, TokenizerFingerprint = "t", Order = PackingOrder.InOrder });
            for (var i = 1; i <= sequences; i++)
            {
                writer.Add($"{i}", [.. Enumerable.Repeat(i, context - 1)], 1);
            }

            writer.Complete();
        }

        var data = PackedDataset.Open(_folder.File(name));
        _opened.Add(data);
        return data;
    }

    private static List<int> First(ISequenceSource source, long place, int count)
    {
        int[] tokens = new int[4], targets = new int[4], starts = new int[4];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            source.Read(place + i, tokens, targets, starts);
            return tokens[0];
        })];
    }

    private static int Next(SequenceReader reader)
    {
        int[] tokens = new int[4], targets = new int[4], starts = new int[4];
        reader.Read(tokens, targets, starts);
        return tokens[0];
    }
}
