using Sinter.Tokenizers.Bpe;

namespace Sinter.Tokenizers.Tests;

public sealed class SymbolMergerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merges_words_of_every_length_as_the_definition_says(bool ranksByResult)
    {
        // Up to 64 symbols are merged by a scan, more by a heap; ids of results go up and down, as files of strangers may have them.
        var random = new Random(3);
        var merger = new SymbolMerger();
        for (var round = 0; round < 300; round++)
        {
            var merges = Merges(random);
            var table = new MergeTable(merges, ranksByResult);
            int[] word = [.. Enumerable.Range(0, random.Next(1, 140)).Select(_ => random.Next(4))];
            var expected = Naive([.. word], merges, ranksByResult);
            word[..merger.Merge(word, table)].ShouldBe(expected);
        }
    }

    [Fact]
    public void An_endless_word_takes_little_memory_and_time_for_each_byte()
    {
        Merge[] merges = [new(0, 0, 1), new(1, 1, 2), new(2, 2, 3), new(0, 1, 4)];
        var word = new int[1 << 20];
        var before = GC.GetAllocatedBytesForCurrentThread();
        new SymbolMerger().Merge(word, new MergeTable(merges)).ShouldBe(word.Length / 8);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32L * word.Length);
    }

    [Fact]
    public void Of_two_merges_of_a_pair_the_later_counts()
    {
        var table = new MergeTable([new Merge(1, 2, 7), new Merge(3, 4, 8), new Merge(1, 2, 9)]);
        table.Rank(1, 2).ShouldBe(2);
        table.Result(2).ShouldBe(9);
        table.Rank(2, 1).ShouldBe(MergeTable.None);
    }

    [Fact]
    public void Refuses_ids_that_do_not_fit() =>
        Should.Throw<InvalidDataException>(static () => new MergeTable([new Merge(1, 2, 1 << 21)])).Message.ShouldContain("ids up to 2097152");

    private static Merge[] Merges(Random random)
    {
        var pairs = new HashSet<(int, int)>();
        var merges = new List<Merge>();
        for (var made = 4; made < 24; made++)
        {
            var (left, right) = (random.Next(made), random.Next(made));
            if (pairs.Add((left, right)))
            {
                merges.Add(new Merge(left, right, random.Next(3) == 0 ? random.Next(4, 24) : made));
            }
        }

        return [.. merges];
    }

    private static List<int> Naive(List<int> word, Merge[] merges, bool ranksByResult)
    {
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, word.Count - 1))
                .Select(at => (At: at, Rank: Array.FindIndex(merges, merge => merge.Left == word[at] && merge.Right == word[at + 1])))
                .Where(static pair => pair.Rank >= 0)
                .OrderBy(pair => ranksByResult ? merges[pair.Rank].Result : pair.Rank)
                .ThenBy(static pair => pair.At)
                .Select(static pair => ((int At, int Rank)?)pair)
                .FirstOrDefault();
            if (best is not var (at, rank))
            {
                return word;
            }

            word[at] = merges[rank].Result;
            word.RemoveAt(at + 1);
        }
    }
}
