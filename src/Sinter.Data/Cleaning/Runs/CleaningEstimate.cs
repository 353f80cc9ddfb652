using System.Diagnostics;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>What a cleaning would take and keep, judged by a sample: the beginnings of some of its inputs, cleaned in memory.</summary>
public sealed class CleaningEstimate
{
    private const int SampledInputs = 8;
    private const long SampledBytes = 32L << 20;

    // What the runtime, the models of steps and the report take besides the blocks in flight.
    private const long BaseMemory = 150L << 20;

    private CleaningEstimate(CleaningSummary summary) => Summary = summary;

    /// <summary>What the steps did to the sample.</summary>
    public CleaningSummary Summary { get; }

    /// <summary>The documents of the sample.</summary>
    public long SampleDocuments => Summary.Documents;

    /// <summary>The records of the sample that could not be read.</summary>
    public long SampleBroken => Summary.Unreadable;

    /// <summary>The uncompressed bytes of the sample.</summary>
    public long SampleBytes { get; private init; }

    /// <summary>How long the sample took on all threads.</summary>
    public double SampleSeconds { get; private init; }

    /// <summary>How many bytes would be written for it, about: lines of JSON as gzip leaves them.</summary>
    public long SampleOutputBytes { get; private init; }

    /// <summary>How many times the sample the whole input is; null where the size of an input is not known.</summary>
    public double? Scale { get; private init; }

    /// <summary>Whether the sample is all of the input.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>The share of documents that is kept; steps that compare documents are left out.</summary>
    public double KeptShare => SampleDocuments > 0 ? (double)Summary.Kept / SampleDocuments : 0;

    /// <summary>The memory that the cleaning takes at most, about.</summary>
    public long MemoryBytes { get; private init; }

    /// <summary>Cleans a sample.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="settings">How they are read.</param>
    /// <param name="format">The name of their form, or null.</param>
    /// <param name="chain">The steps.</param>
    /// <param name="options">How the cleaning would work.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static CleaningEstimate Of(
        IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format, CleaningChain chain, CleaningOptions options, CancellationToken cancellation = default)
    {
        // Spread evenly over the inputs, as neighbours are alike.
        var count = Math.Min(SampledInputs, inputs.Count);
        var chosen = Enumerable.Range(0, count).Select(i => inputs[(int)((long)i * inputs.Count / count)]).ToList();
        long rawBytes = 0;
        var whole = count == inputs.Count;
        var clock = Stopwatch.StartNew();
        var rows = new List<ScoreRow>();
        var passedOver = new PassedOverCounts();
        long bytes = 0, broken = 0, written = 0;
        foreach (var result in OrderedParallel.Map(Blocks(), () => new BlockWorker(chain, options, new SampleKeeper(0, [])), static (worker, block) => worker.Work(0, block), options.Workers, cancellation))
        {
            rows.AddRange(result.Documents.Select(static document => document.Row));
            bytes += result.InputBytes;
            broken += result.BrokenRecords;
            passedOver.Add(result.PassedOver);
            written += result.Kept.WrittenCount + result.Dropped.WrittenCount;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var total = inputs.All(static input => input.Length is not null) ? inputs.Sum(static input => input.Length!.Value) : (long?)null;
        return new CleaningEstimate(CleaningSummary.Of(chain, rows, broken, passedOver))
        {
            SampleBytes = bytes,
            SampleSeconds = seconds,
            SampleOutputBytes = written * 2 / 5,
            Scale = whole ? 1 : total is { } all && rawBytes > 0 ? Math.Max(1, (double)all / rawBytes) : null,
            IsWhole = whole,
            MemoryBytes = BaseMemory + (options.Workers * 8L * settings.BlockBytes * 6),
        };

        IEnumerable<RecordBlock> Blocks()
        {
            foreach (var input in chosen)
            {
                long read = 0;
                var counted = input.Counted(bytes => read = bytes);
                long taken = 0;
                foreach (var block in DocumentReader.Read(counted, settings, format))
                {
                    yield return block;
                    taken += block.Bytes;
                    if (taken >= SampledBytes / count)
                    {
                        whole = false;
                        break;
                    }
                }

                rawBytes += read;
            }
        }
    }
}
