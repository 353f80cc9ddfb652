using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class SortedRunsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sinter-runs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(1024)]
    [InlineData(20_000)]
    public void Records_come_back_in_order(int count)
    {
        // Keys by chance, few different ones, keys that differ in one byte only, and all equal.
        var random = new Random(count);
        foreach (var draw in (Func<ulong>[])[() => (ulong)random.NextInt64() << 1, () => (ulong)random.Next(5), () => (ulong)random.Next(256) << 24, () => 7])
        {
            var records = Enumerable.Range(0, count).Select(_ => new BandKey(draw(), random.Next(3), random.Next(1000))).ToList();
            var expected = records.Order().ToList();
            foreach (var memory in (long[])[1, 1 << 22])
            {
                using var runs = new SortedRuns<BandKey>(Path.Combine(_folder.FullName, "r"), memory);
                records.ForEach(runs.Add);

                runs.Read().SequenceEqual(expected).ShouldBeTrue();
                runs.Read().SequenceEqual(expected).ShouldBeTrue();
                runs.Count.ShouldBe(count);
            }
        }

        _folder.EnumerateFiles().ShouldBeEmpty();
    }

    [Fact]
    public void More_runs_than_are_merged_at_once_are_merged_in_rounds()
    {
        var random = new Random(1);
        using var runs = new SortedRuns<long>(Path.Combine(_folder.FullName, "r"), 1);
        var records = Enumerable.Range(0, 400 * 1024).Select(_ => random.NextInt64()).ToList();
        records.ForEach(runs.Add);

        runs.Read().SequenceEqual(records.Order()).ShouldBeTrue();
    }

    [Fact]
    public void What_is_added_between_readings_is_read_next()
    {
        using var runs = new SortedRuns<long>(Path.Combine(_folder.FullName, "r"), 1);
        for (var i = 5000; i > 0; i--)
        {
            runs.Add(i);
        }

        runs.Read().Count().ShouldBe(5000);
        runs.Add(-1);

        runs.Read().ShouldBe(Enumerable.Range(1, 5000).Select(static number => (long)number).Prepend(-1));
    }
}
