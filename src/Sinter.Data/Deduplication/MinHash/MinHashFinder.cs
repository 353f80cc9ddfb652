using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds near-duplicates by MinHash and locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998): documents of which one band of hashes is equal are a pair. How likely
/// that is depends on the Jaccard similarity of their shingles, as <see cref="MinHashOptions.Curve"/> says. A text without a word is no duplicate of anything.
/// </summary>
/// <remarks>
/// A band is known by 64 bits: among 100 million documents the chance that any two different ones are equal in any of 20 bands is about 1 in 200.
/// </remarks>
public sealed class MinHashFinder : IDuplicateFinder
{
    private const int DocumentsBetweenChecks = 1 << 12;

    private readonly MinHashOptions _options;

    /// <summary>Throws <see cref="ArgumentException"/> where a setting is out of its bounds.</summary>
    public MinHashFinder(MinHashOptions options)
    {
        options.Check();
        _options = options;
        Settings = options.Settings;
    }

    /// <inheritdoc/>
    public string Name => "minhash";

    /// <inheritdoc/>
    public string Measure => "jaccard";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => _options.Precision == 64 ? new MinHashSketcher<long>(_options) : new MinHashSketcher<int>(_options);

    /// <inheritdoc/>
    public void Find(DuplicateSearch search)
    {
        // Each thread has bands of its own. In which order their pairs come does not matter: clusters are the same.
        var parts = Math.Clamp(search.Threads, 1, _options.Bands);
        try
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts, CancellationToken = search.Cancellation }, part => FindIn(search, part, parts));
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    /// <inheritdoc/>
    public DuplicateMatch Compare(string removed, string kept) => ShingleComparison.Of(_options.Shingles, removed, kept);

    /// <summary>Pairs what is equal in every <paramref name="parts"/>th band.</summary>
    private static void FindIn(DuplicateSearch search, int part, int parts)
    {
        using var keys = new SortedRuns<BandKey>(Path.Combine(search.WorkFolder, string.Create(CultureInfo.InvariantCulture, $"bands-{part}")), search.MemoryBytes / parts);
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            Tick(search, part, document, search.Documents.Count, 0);
            var bands = MemoryMarshal.Cast<byte, ulong>(sketch.Span);
            for (var band = part; band < bands.Length; band += parts)
            {
                keys.Add(new BandKey(bands[band], band, document));
            }

            document++;
        }

        // Equal ones stand side by side; each is paired with the one before it, so that a band that all documents share costs no more than any other.
        long read = 0;
        var before = default(BandKey);
        foreach (var key in keys.Read())
        {
            Tick(search, part, read, keys.Count, 0.5);
            if (read++ > 0 && key.Matches(before))
            {
                lock (search.Findings)
                {
                    search.Findings.Pair(before.Document, key.Document);
                }
            }

            before = key;
        }
    }

    /// <summary>The bands of the first thread stand for all of them in what is told of the progress.</summary>
    private static void Tick(DuplicateSearch search, int part, long done, long all, double before)
    {
        if (done % DocumentsBetweenChecks == 0)
        {
            search.Cancellation.ThrowIfCancellationRequested();
            if (part == 0)
            {
                search.Progress(before + (0.5 * done / Math.Max(1, all)));
            }
        }
    }
}
