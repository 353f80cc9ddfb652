using System.Diagnostics;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Deduplicates inputs into a folder (<see cref="DeduplicationFolder"/>). Documents are read and sketched on all threads and spooled in the order of the input; then the finder
/// looks for what repeats; then what stays and what goes is written. A run that was killed or met a full disk goes on: in reading from where it last noted, later from the
/// spool, to the same bytes.
/// </summary>
/// <param name="folder">Where the results go.</param>
/// <param name="sources">The inputs, in order; see <see cref="Source"/>.</param>
/// <param name="finder">What finds duplicates.</param>
/// <param name="options">How it works.</param>
/// <param name="against">The outputs of earlier runs: what they kept comes before all documents of this run, is compared with and never written.</param>
public sealed class DeduplicationRun(
    DeduplicationFolder folder, IReadOnlyList<BlockSource> sources, IDuplicateFinder finder, DeduplicationOptions options, IReadOnlyList<DeduplicationFolder>? against = null)
{
    private static readonly Action<DeduplicationState> NoProgress = static _ => { };

    private readonly IReadOnlyList<DeduplicationFolder> _against = against ?? [];

    /// <summary>Whether this run continued an earlier one.</summary>
    public bool Resumed { get; private set; }

    /// <summary>An input as a deduplication reads it: with the objects that documents are read from.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="format">The name of its form; null to tell it from the content.</param>
    public static BlockSource Source(Inputs.InputFile file, DeduplicationOptions options, string? format = null) => BlockSource.Of(file, options.ReadingOfRun, format);

    /// <summary>Does what is left to do. False where all was done before.</summary>
    /// <param name="progress">Is told now and then how far the run is.</param>
    /// <param name="cancellation">Stops the run; what was read is kept, and the same call goes on.</param>
    /// <exception cref="InvalidDataException">The folder holds something else or was changed since, or an earlier output cannot be compared with.</exception>
    /// <exception cref="IOException">Another process works there, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public bool Run(Action<DeduplicationState>? progress = null, CancellationToken cancellation = default)
    {
        var earlier = _against.Select(output => (Folder: output, Opened: DeduplicationIndex.Open(output, finder))).ToList();
        var settings = DeduplicationSettings.Of(sources, earlier.Select(static output => output.Opened.Identity), finder.Name, finder.Settings, options);
        var fingerprint = settings.Fingerprint();
        if (OutputHold.IsDone(folder, fingerprint))
        {
            return false;
        }

        // Looked at again once it is ours: another process may have begun or ended meanwhile.
        using var held = OutputHold.Take(folder);
        if (OutputHold.IsDone(folder, fingerprint))
        {
            return false;
        }

        settings.Save(folder);
        var noted = DeduplicationProgress.Read(folder, fingerprint);
        Resumed = noted.InputBytes > 0;
        if (!noted.IsRead)
        {
            noted = new InputPass(folder, sources, finder, options).Run(noted, progress ?? NoProgress, cancellation);
        }

        var stored = new List<StoredDocuments>();
        try
        {
            for (var i = 0; i < earlier.Count; i++)
            {
                stored.Add(earlier[i].Opened.Index.OpenDocuments(earlier[i].Folder, Path.Combine(folder.Work, $"against-{i}")));
            }

            stored.Add(new StoredDocuments(folder.Work, noted.Spool.Documents, () => new RecordFiles([DocumentSpool.RecordsIn(folder.Work)]), options.ReadingOfRun));
            Finish(settings, noted, new DocumentStore(stored), stored[^1], progress ?? NoProgress, cancellation);
        }
        finally
        {
            stored.ForEach(static documents => documents.Dispose());
        }

        Directory.Delete(folder.Work, recursive: true);
        return true;
    }

    private void Finish(
        DeduplicationSettings settings, DeduplicationProgress noted, DocumentStore documents, StoredDocuments own, Action<DeduplicationState> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var cuts = new SortedRuns<SpanCut>(Path.Combine(folder.Work, "cuts"), options.CutBytes);
        var findings = new DuplicateFindings(documents, cuts);
        Find(documents, findings, progress, cancellation);
        var findSeconds = clock.Elapsed.TotalSeconds;
        var output = new OutputPass(folder, finder, options);
        output.Run(documents, own, findings, progress, cancellation);
        DeduplicationIndex.Save(folder, finder, settings.TextField, output.Index);
        var counts = output.Counts;
        var sum = counts.Sum();
        var report = new DeduplicationReport
        {
            Finder = finder.Name,
            Measure = finder.Measure,
            Keep = settings.Keep,
            Read = new DocumentAmount(sum.Documents, sum.Bytes),
            Kept = output.Kept,
            Removed = new DocumentAmount(sum.Removed, sum.RemovedBytes),
            Cut = new DocumentAmount(sum.Cut, sum.CutBytes),
            Parts = counts.Parts,
            Emptied = counts.Emptied,
            NotSimilarEnough = counts.NotSimilarEnough,
            Earlier = documents.Earlier,
            Broken = noted.Broken.Records,
            FirstFault = noted.FirstFault,
            PassedOver = noted.PassedOver.ByReason,
            Clusters = output.Clusters.Clusters,
            LargestCluster = output.Clusters.Largest,
            ClusterSizes = output.Clusters.Bins(),
            Similarities = DeduplicationReport.SimilarityBins(counts),
            Sources = DeduplicationReport.SourcesOf(counts, noted.SourceNames),
            Timing = new DeduplicationTiming(noted.Seconds, findSeconds, clock.Elapsed.TotalSeconds - findSeconds, noted.InputBytes),
        };
        new DeduplicationReportPage(folder.Root, settings, report, output.DocumentSamples, output.PartSamples).Build().Save(folder.ReportPage);

        // The last of all, as it says that the others are there.
        report.Save(folder);
    }

    private void Find(DocumentStore documents, DuplicateFindings findings, Action<DeduplicationState> progress, CancellationToken cancellation)
    {
        const int parts = 1000;
        var work = Path.Combine(folder.Work, "finder");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        Directory.CreateDirectory(work);
        GiveBack();
        progress(new DeduplicationState(DeduplicationPhase.Find, 0, parts));
        finder.Find(new DuplicateSearch
        {
            Documents = documents,
            Sketches = documents.Sketches,
            Findings = findings,
            WorkFolder = work,
            MemoryBytes = options.FinderBytes,
            Threads = options.Workers,
            Progress = share => progress(new DeduplicationState(DeduplicationPhase.Find, (long)(Math.Clamp(share, 0, 1) * parts), parts)),
            Cancellation = cancellation,
        });
        Directory.Delete(work, recursive: true);
        GiveBack();
    }

    /// <summary>What one phase held, some of it hundreds of megabytes, is given back before the next takes as much: the limit of memory is that of the process.</summary>
    private static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
