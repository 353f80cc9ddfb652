using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Takes the items of benchmarks out of inputs, into a folder: what stays and what was taken away in shards, a report, a page. Blocks are judged on all cores and written in the
/// order of the input, so that the bytes do not depend on the number of threads. The folder is filled aside and takes its name when it is whole: a run that was stopped leaves
/// nothing and begins anew, one that is repeated finds that all is done.
/// </summary>
/// <param name="folder">Where the results go.</param>
/// <param name="inputs">The inputs, in order.</param>
/// <param name="settings">How they are read.</param>
/// <param name="format">The name of their form; null to tell it from content and name.</param>
/// <param name="index">The benchmarks.</param>
/// <param name="options">What becomes of documents that hold their items.</param>
public sealed class DecontaminationRun(
    DecontaminationFolder folder, IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format, BenchmarkIndex index, DecontaminationOptions options)
{
    private readonly ReadSettings _settings = settings with { KeepRecords = true };

    /// <summary>Whether the folder holds this very decontamination already.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public bool IsDone()
    {
        var fingerprint = Fingerprint();
        if (File.Exists(folder.Root))
        {
            throw new InvalidDataException($"'{folder.Root}' is a file; name a folder to write to.");
        }

        if (!Directory.Exists(folder.Root) || !Directory.EnumerateFileSystemEntries(folder.Root).Any())
        {
            return false;
        }

        return DecontaminationReport.FingerprintOf(folder) is not { } known
            ? throw new InvalidDataException($"'{folder.Root}' is not empty and holds no decontamination; name a new folder.")
            : string.Equals(known, fingerprint, StringComparison.Ordinal) && inputs.All(static input => input.Length is not null) ? true
            : throw new InvalidDataException($"'{folder.Root}' holds a decontamination of other inputs, benchmarks or options; name another folder, or replace it with --overwrite.");
    }

    /// <summary>Does it all, and replaces what the folder holds.</summary>
    /// <param name="progress">Is told how many bytes of input are done.</param>
    /// <param name="cancellation">Stops it; nothing is left then.</param>
    /// <exception cref="IOException">Another process works there, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecontaminationResult Run(Action<long>? progress = null, CancellationToken cancellation = default)
    {
        using var held = Hold();
        var census = options.MostOccurrences > 0 ? TakeCensus(cancellation) : null;
        using var target = AtomicFolder.Create(folder.Root);
        var files = new DecontaminationFolder(target.WorkPath);
        var tally = new DecontaminationTally(index);
        using (var kept = new ShardWriter(files.Kept, JsonLinesShards.Plain, options.ShardBytes))
        using (var removed = new ShardWriter(files.Removed, JsonLinesShards.Plain, options.ShardBytes))
        using (var broken = new ShardWriter(files.Broken, JsonLinesShards.Plain, options.ShardBytes))
        {
            long done = 0;
            foreach (var block in OrderedParallel.Map(
                Blocks(), () => new DecontaminationWorker(index, options, _settings, census), static (worker, item) => worker.Work(item), options.Workers, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                kept.Append(block.Kept.WrittenSpan, block.KeptLines);
                removed.Append(block.Removed.WrittenSpan, block.RemovedLines);
                broken.Append(block.Broken.WrittenSpan, block.BrokenLines);
                tally.Add(block);
                progress?.Invoke(done += block.InputBytes);
            }

            foreach (var writer in new[] { kept, removed, broken })
            {
                Complete(writer);
            }
        }

        var matcher = new ContaminationMatcher(index) { Frequent = census };
        var result = tally.ToResult(PlantedRecall.Measure(index, matcher, options.Limits, tally.Hosts.Texts, options.Seed), census?.FrequentGrams ?? 0);
        DecontaminationReport.Write(files, Path.GetFileName(target.Path), result, index.Options, options, Fingerprint());
        target.Complete();
        return result;
    }

    private GramCensus TakeCensus(CancellationToken cancellation)
    {
        if (inputs.Any(static input => input.Length is null && input.Path is null))
        {
            throw new InvalidDataException("Grams that are frequent in the input are known only after it was read once, so an input that can be read only once cannot be looked through for them; give a file, or leave that limit out.");
        }

        var census = new GramCensus(index, options.MostOccurrences);
        foreach (var _ in OrderedParallel.Map(Blocks(), index.CreateMatcher, Count, options.Workers, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return census;

        int Count(ContaminationMatcher matcher, RecordBlock block)
        {
            foreach (var outcome in block.Decode())
            {
                if (outcome.Document is { } document)
                {
                    matcher.Count(document.Text, census);
                }
            }

            return 0;
        }
    }

    private IEnumerable<RecordBlock> Blocks() => inputs.SelectMany(input => DocumentReader.Read(input, _settings, format));

    private static void Complete(ShardWriter writer)
    {
        writer.Complete();
        writer.Flush();
        writer.Release();
    }

    private string Fingerprint()
    {
        var known = string.Join('\n', inputs.Select(static input => $"{input.Name} {input.Length}")
            .Append($"{settings.TextField} {settings.IdField} {format} {index.Fingerprint:x16} {index.Options with { Fields = [] }} {string.Join(',', index.Options.Fields)} {options with { Threads = 0 }}"));
        return StableHash.Of(known).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    private FileStream Hold()
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Root)) + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileInUse.Is(fault))
        {
            throw new IOException($"Another process writes to '{folder.Root}'; wait until it ends, or name another folder.", fault);
        }
    }
}
