using System.Diagnostics;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>What a deduplication would take, judged by a sample: the beginnings of some of its inputs, read and sketched in memory.</summary>
public sealed record DeduplicationEstimate
{
    private const int SampledInputs = 8;
    private const long SampledBytes = 32L << 20;

    // What the runtime and the blocks under way take for each byte of a block.
    private const long BaseMemory = 100L << 20;
    private const int BytesOfBlock = 8;

    // What a group and a survivor take for each document.
    private const int BytesOfDocument = 8;

    /// <summary>The documents of the sample.</summary>
    public required long SampleDocuments { get; init; }

    /// <summary>The records of the sample that could not be read.</summary>
    public required long SampleBroken { get; init; }

    /// <summary>The uncompressed bytes of the sample.</summary>
    public required long SampleBytes { get; init; }

    /// <summary>How many times the sample the whole input is; null where the size of an input is not known.</summary>
    public required double? Scale { get; init; }

    /// <summary>Whether the sample is all of the input.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The seconds to read all and to write all, without the search; null where <see cref="Scale"/> is.</summary>
    public double? Seconds { get; private init; }

    /// <summary>The bytes on the disk while it works: the spool, what is written, and its index; null where <see cref="Scale"/> is.</summary>
    public long? DiskBytes { get; private init; }

    /// <summary>The bytes that stay at most, where nothing is a duplicate; null where <see cref="Scale"/> is.</summary>
    public long? OutputBytes { get; private init; }

    /// <summary>The memory that it takes at most, about.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Reads and sketches a sample.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="format">The name of their form, or null.</param>
    /// <param name="finder">What would find duplicates.</param>
    /// <param name="options">How the deduplication would work.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static DeduplicationEstimate Of(IReadOnlyList<InputFile> inputs, string? format, IDuplicateFinder finder, DeduplicationOptions options, CancellationToken cancellation = default)
    {
        // Spread evenly over the inputs, as neighbours are alike.
        var count = Math.Min(SampledInputs, inputs.Count);
        var chosen = Enumerable.Range(0, count).Select(i => inputs[(int)((long)i * inputs.Count / count)]).ToList();
        var settings = options.ReadingOfRun;
        var whole = count == inputs.Count;
        var clock = Stopwatch.StartNew();
        var buffers = new Buffers();
        long rawBytes = 0, bytes = 0, documents = 0, broken = 0, records = 0, besides = 0;
        foreach (var block in OrderedParallel.Map(Blocks(), () => new SpoolWorker(finder.CreateSketcher(), options, buffers), static (worker, block) => worker.Work(0, block), options.Workers, cancellation))
        {
            bytes += block.InputBytes;
            documents += block.Documents.Count;
            broken += block.BrokenRecords;
            records += block.Records.WrittenCount;
            besides += block.Ids.WrittenCount + block.Sketches.WrittenCount + (block.Documents.Count * 32L);
            block.Release();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var total = inputs.All(static input => input.Length is not null) ? inputs.Sum(static input => input.Length!.Value) : (long?)null;
        var scale = whole ? 1 : total is { } all && rawBytes > 0 ? Math.Max(1, (double)all / rawBytes) : (double?)null;
        return new DeduplicationEstimate
        {
            SampleDocuments = documents,
            SampleBroken = broken,
            SampleBytes = bytes,
            Scale = scale,
            IsWhole = whole,
            Seconds = 2 * seconds * scale,
            DiskBytes = (long?)(2 * (records + besides) * scale),
            OutputBytes = (long?)((records + besides) * scale),
            MemoryBytes = BaseMemory + (options.Workers * 8L * settings.BlockBytes * BytesOfBlock) + options.FinderBytes + options.CutBytes + (long)(documents * (scale ?? 1) * BytesOfDocument),
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
