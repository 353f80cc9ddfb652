using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;
using Sinter.Data.Reports;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Takes away the documents whose text was seen before, in one pass: each is looked up in a <see cref="BloomFilter"/>, written, and forgotten. The filter can be kept in a file,
/// so that later runs know what earlier ones have seen; it is saved at the end. A run that was killed goes on where it last noted, with the hashes that it noted beside.
/// </summary>
/// <param name="folder">Where the results go.</param>
/// <param name="sources">The inputs, in order; see <see cref="DeduplicationRun.Source"/>.</param>
/// <param name="filter">What the filter is made for.</param>
/// <param name="filterPath">The file of the filter; null where it ends with the run.</param>
/// <param name="options">How it works; the rule of what stays does not count, as it is always the first.</param>
public sealed class BloomRun(DeduplicationFolder folder, IReadOnlyList<BlockSource> sources, BloomOptions filter, string? filterPath, DeduplicationOptions options)
{
    private const string Name = "bloom";

    private string Hashes => Path.Combine(folder.Work, "hashes.bin");

    /// <summary>Whether this run continued an earlier one.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Does what is left to do. False where all was done before.</summary>
    /// <param name="progress">Is told now and then how far the run is.</param>
    /// <param name="cancellation">Stops the run; what was read is kept, and the same call goes on.</param>
    /// <exception cref="InvalidDataException">The folder holds something else or was changed since, or the file is no such filter.</exception>
    /// <exception cref="IOException">Another process works there, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public bool Run(Action<DeduplicationState>? progress = null, CancellationToken cancellation = default)
    {
        var settings = DeduplicationSettings.Of(sources, [], Name, FinderOptions.Values(filter), options with { Keep = SurvivorRule.First });
        var fingerprint = settings.Fingerprint();
        if (OutputHold.IsDone(folder, fingerprint))
        {
            return false;
        }

        if (filter.FilterBytes > options.MemoryBytes)
        {
            throw new ArgumentException($"A filter for {Quantity.Whole(filter.Expected)} documents takes {Quantity.Bytes(filter.FilterBytes)}, and the memory is limited to {Quantity.Bytes(options.MemoryBytes)}; allow more memory, more false positives, or expect fewer.");
        }

        using var held = OutputHold.Take(folder);
        if (OutputHold.IsDone(folder, fingerprint))
        {
            return false;
        }

        using var heldFilter = HoldFilter();
        settings.Save(folder);
        var noted = DeduplicationProgress.Read(folder, fingerprint);
        Resumed = noted.InputBytes > 0;
        var seen = Open(noted.Spool.SketchBytes);
        noted = Process(seen, noted, progress ?? (static _ => { }), cancellation);
        if (filterPath is not null)
        {
            seen.Save(filterPath);
        }

        Report(settings, seen, noted);
        Directory.Delete(folder.Work, recursive: true);
        return true;
    }

    private FileStream? HoldFilter()
    {
        if (filterPath is null)
        {
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(filterPath))!);
        try
        {
            return new FileStream(filterPath + ".lock", FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileInUse.Is(fault))
        {
            throw new IOException($"Another process works with the filter '{filterPath}'; wait until it ends, or name another file.", fault);
        }
    }

    /// <summary>The filter of the file, or a new one, with what this run has seen before it was cut short.</summary>
    private BloomFilter Open(long hashBytes)
    {
        var expected = (long)filter.Expected;
        BloomFilter seen;
        if (filterPath is not null && File.Exists(filterPath))
        {
            seen = BloomFilter.Load(filterPath);
            if (seen.Expected != expected || seen.FalsePositives != filter.FalsePositives)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The filter '{filterPath}' was made for {seen.Expected} documents with {seen.FalsePositives} false positives, and this run expects {expected} with {filter.FalsePositives}; give the same, or another file."));
            }
        }
        else
        {
            seen = new BloomFilter(expected, filter.FalsePositives);
        }

        if (hashBytes > 0)
        {
            using var hashes = new FileStream(Hashes, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var hash = new byte[Hash128.Bytes];
            for (long at = 0; at < hashBytes; at += hash.Length)
            {
                hashes.ReadExactly(hash);
                var known = Hash128.Read(hash);
                seen.Add(known.Low, known.High);
            }
        }

        return seen;
    }

    private DeduplicationProgress Process(BloomFilter seen, DeduplicationProgress noted, Action<DeduplicationState> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var buffers = new Buffers();
        using var budget = new ByteBudget(options.BlockBytes);
        var secondsBefore = noted.Seconds;
        var names = new SourceNames(noted.SourceNames);
        var passedOver = new PassedOverCounts(noted.PassedOver.ByReason);
        var counts = new DeduplicationCounts();
        counts.Add(noted.Counts);
        using var kept = new ShardWriter(folder.Kept, options.Format, options.ShardBytes, noted.Kept);
        using var removed = new ShardWriter(folder.Removed, options.Format, options.ShardBytes, noted.Removed);
        using var broken = new ShardWriter(folder.Broken, JsonLinesShards.Plain, options.ShardBytes, noted.Broken);
        using var hashes = DocumentWriter.OpenAt(Hashes, noted.Spool.SketchBytes, 1 << 16);
        ShardWriter[] writers = [kept, removed, broken];
        var (source, block, inputBytes, sinceNote, firstFault) = (noted.Source, noted.Block, noted.InputBytes, 0L, noted.FirstFault);
        try
        {
            foreach (var result in OrderedParallel.Map(
                budget.Limit(InputBlocks.From(sources, noted.Source, noted.Block), static item => item.Block.Bytes), () => new SpoolWorker(filter.Hashes.CreateSketcher(), options, buffers), static (worker, item) => worker.Work(item.Source, item.Block), options.Workers, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                Sort(result, seen, names, counts, kept, removed, hashes);
                broken.Append(result.Broken.WrittenSpan, result.BrokenRecords);
                firstFault ??= InputBlocks.FirstFault(result);
                passedOver.Add(result.PassedOver);
                (source, block) = result.Source == source ? (source, block + 1) : (result.Source, 1);
                inputBytes += result.InputBytes;
                result.Release();
                budget.Release(result.InputBytes);
                sinceNote += result.InputBytes;
                if (sinceNote >= options.CommitBytes)
                {
                    sinceNote = 0;
                    Note();
                }

                progress(new DeduplicationState(DeduplicationPhase.Read, inputBytes, 0, $"{kept.Position.Records} kept, {removed.Position.Records} removed"));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped between two blocks: what was done is not done again.
            Note();
            throw;
        }

        // The filter may be saved next: what it then holds must be noted before, so that no document is taken for seen that was not written.
        Note();
        Array.ForEach(writers, static writer => writer.Seal());
        Array.ForEach(writers, static writer => writer.Complete());

        // Once more, as the spools of the writers are deleted only when it is noted that no shard is open.
        Note();
        return noted;

        void Note()
        {
            Array.ForEach(writers, static writer => writer.Flush());
            hashes.Flush(flushToDisk: true);
            noted = noted with
            {
                Source = source,
                Block = block,
                Spool = new SpoolPosition(0, 0, 0, hashes.Position),
                Kept = kept.Position,
                Removed = removed.Position,
                Broken = broken.Position,
                FirstFault = firstFault,
                PassedOver = new PassedOverCounts(passedOver.ByReason),
                SourceNames = [.. names.Names],
                Counts = counts.Sources,
                InputBytes = inputBytes,
                Seconds = secondsBefore + clock.Elapsed.TotalSeconds,
            };
            noted.Save(folder);
            Array.ForEach(writers, static writer => writer.Release());
        }
    }

    private static void Sort(SpoolBlock block, BloomFilter seen, SourceNames names, DeduplicationCounts counts, ShardWriter kept, ShardWriter removed, FileStream hashes)
    {
        var records = block.Records.WrittenSpan;
        var ids = block.Ids.WrittenSpan;
        var sketches = block.Sketches.WrittenSpan;
        var line = new ArrayBufferWriter<byte>();
        foreach (var document in block.Documents)
        {
            var hash = sketches.Slice(sizeof(int), Hash128.Bytes);
            var record = records[..document.RecordBytes];
            var known = Hash128.Read(hash);
            var source = counts.Of(names.NumberOf(document.Source));
            source.Documents++;
            source.Bytes += document.TextBytes;
            if (seen.Add(known.Low, known.High))
            {
                source.Removed++;
                source.RemovedBytes += document.TextBytes;
                line.ResetWrittenCount();
                RemovedLine.WriteSeen(line, ids[..document.IdBytes], Name, record.TrimEnd((byte)'\n'));
                removed.Append(line.WrittenSpan, 1);
            }
            else
            {
                kept.Append(record, 1);
                hashes.Write(hash);
            }

            records = records[document.RecordBytes..];
            ids = ids[document.IdBytes..];
            sketches = sketches[(sizeof(int) + Hash128.Bytes)..];
        }
    }

    private void Report(DeduplicationSettings settings, BloomFilter seen, DeduplicationProgress noted)
    {
        var counts = new DeduplicationCounts();
        counts.Add(noted.Counts);
        var sum = counts.Sum();
        var now = seen.CurrentFalsePositives;
        List<string> remarks = [$"A Bloom filter cannot name what a document is the same as; at most about one in {Quantity.Count(1 / Math.Max(now, seen.FalsePositives))} new documents is taken for known."];
        if (seen.Count > seen.Expected)
        {
            remarks.Add($"The filter holds {Quantity.Whole(seen.Count)} documents, and was made for {Quantity.Whole(seen.Expected)}: it errs more often than it should; begin a new one.");
        }

        var report = new DeduplicationReport
        {
            Finder = Name,
            Measure = "",
            Keep = settings.Keep,
            Read = new DocumentAmount(sum.Documents, sum.Bytes),
            Kept = new DocumentAmount(sum.Documents - sum.Removed, sum.Bytes - sum.RemovedBytes),
            Removed = new DocumentAmount(sum.Removed, sum.RemovedBytes),
            Cut = default,
            Parts = 0,
            Emptied = 0,
            NotSimilarEnough = 0,
            Earlier = 0,
            Broken = noted.Broken.Records,
            FirstFault = noted.FirstFault,
            PassedOver = noted.PassedOver.ByReason,
            Clusters = 0,
            LargestCluster = 0,
            ClusterSizes = [],
            Similarities = [],
            Sources = DeduplicationReport.SourcesOf(counts, noted.SourceNames),
            Remarks = remarks,
            Timing = new DeduplicationTiming(noted.Seconds, 0, 0, noted.InputBytes),
        };
        new DeduplicationReportPage(folder.Root, settings, report, [], []).Build().Save(folder.ReportPage);
        report.Save(folder);
    }
}
