using System.Diagnostics;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>The first pass: reads the inputs on all threads, and gives what comes of them to a spool, in order. The position is noted now and then, after all that it speaks of is on the disk.</summary>
internal sealed class InputPass(DeduplicationFolder folder, IReadOnlyList<BlockSource> sources, IDuplicateFinder finder, DeduplicationOptions options)
{
    /// <summary>Goes on from what was noted to the end of the inputs, and gives what is noted there.</summary>
    public DeduplicationProgress Run(DeduplicationProgress noted, Action<DeduplicationState> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var buffers = new Buffers();
        using var budget = new ByteBudget(options.BlockBytes);
        var secondsBefore = noted.Seconds;
        var names = new SourceNames(noted.SourceNames);
        var passedOver = new PassedOverCounts(noted.PassedOver.ByReason);
        using var broken = new ShardWriter(folder.Broken, JsonLinesShards.Plain, options.ShardBytes, noted.Broken);
        using var spool = new DocumentSpool(folder.Work, noted.Spool, names);
        var (source, block, inputBytes, sinceNote) = (noted.Source, noted.Block, noted.InputBytes, 0L);
        var total = sources.All(static known => known.Bytes > 0) ? sources.Sum(static known => known.Bytes) : 0;
        var firstFault = noted.FirstFault;
        try
        {
            foreach (var result in OrderedParallel.Map(
                budget.Limit(InputBlocks.From(sources, noted.Source, noted.Block), static item => item.Block.Bytes), () => new SpoolWorker(finder.CreateSketcher(), options, buffers), static (worker, item) => worker.Work(item.Source, item.Block), options.Workers, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                spool.Append(result);
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
                    Note(isRead: false);
                }

                progress(new DeduplicationState(DeduplicationPhase.Read, inputBytes, inputBytes <= total ? total : 0, $"{spool.Position.Documents} documents"));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped between two blocks: what was done is not done again.
            Note(isRead: false);
            throw;
        }

        spool.Complete();
        broken.Seal();
        broken.Complete();
        Note(isRead: true);
        broken.Release();
        return noted;

        void Note(bool isRead)
        {
            if (!isRead)
            {
                spool.Flush();
                broken.Flush();
            }

            noted = noted with
            {
                Source = source,
                Block = block,
                IsRead = isRead,
                Spool = spool.Position,
                Broken = broken.Position,
                FirstFault = firstFault,
                PassedOver = new PassedOverCounts(passedOver.ByReason),
                SourceNames = [.. names.Names],
                InputBytes = inputBytes,
                Seconds = secondsBefore + clock.Elapsed.TotalSeconds,
            };
            noted.Save(folder);
            broken.Release();
        }
    }
}
