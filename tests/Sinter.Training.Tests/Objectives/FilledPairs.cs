using Sinter.Data.Packing;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

/// <summary>A source and a target of a filled row, and what stands at the target's inputs.</summary>
internal sealed record FilledPair(int[] Source, int[] Target, int[] DecoderInputs);

/// <summary>Reads the pairs out of what an objective filled, and checks on the way that positions, starts and ranges are in order.</summary>
internal static class FilledPairs
{
    public static List<FilledPair> Of(Objective objective, ISequenceSource data, long place = 0)
    {
        var batch = new ObjectiveBatch(objective, 2, data.ContextLength);

        // Both rows hold something from before.
        batch.Read(data, place + 1, row: 1);
        batch.Read(data, place + 1, row: 0);
        batch.Read(data, place, row: 1);
        var trained = batch.Targets;
        batch.Clear(0);
        var values = Enumerable.Range(0, 8).Select(input => batch.Row(input, 1).ToArray()).ToArray();
        batch.Row(7, 0).ToArray().ShouldAllBe(label => label == -1);
        batch.Targets.ShouldBeLessThanOrEqualTo(trained);
        values[7].Count(static label => label >= 0).ShouldBe(batch.Targets);
        return [.. Pairs(values)];
    }

    private static IEnumerable<FilledPair> Pairs(int[][] values)
    {
        var (sourceEnd, targetEnd) = (0, 0);
        while (targetEnd < values[7].Length && values[7][targetEnd] >= 0)
        {
            var start = targetEnd;
            values[5][start].ShouldBe(start);
            while (targetEnd < values[7].Length && values[5][targetEnd] == start && values[7][targetEnd] >= 0)
            {
                values[4][targetEnd].ShouldBe(targetEnd - start);
                values[6][2 * targetEnd].ShouldBe(sourceEnd);
                values[6][(2 * targetEnd) + 1].ShouldBe(values[6][(2 * start) + 1]);
                targetEnd++;
            }

            var (from, to) = (sourceEnd, values[6][(2 * start) + 1]);
            for (var i = from; i < to; i++)
            {
                values[1][i].ShouldBe(i - from);
                values[2][i].ShouldBe(from);
            }

            sourceEnd = to;
            yield return new FilledPair(values[0][from..to], values[7][start..targetEnd], values[3][start..targetEnd]);
        }

        // The rest is padding: a source and a target of their own, which see nothing of each other and of the pairs.
        values[2][sourceEnd..].ShouldAllBe(begin => begin == sourceEnd);
        values[7][targetEnd..].ShouldAllBe(label => label == -1);
        values[5][targetEnd..].ShouldAllBe(begin => begin == targetEnd);
        values[6][(2 * targetEnd)..].ShouldAllBe(border => border == 0);
    }
}
