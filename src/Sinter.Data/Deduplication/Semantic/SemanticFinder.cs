using System.Globalization;
using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds documents that say nearly the same in other words or another order (Abbas et al.: SemDeDup, 2023): a vector for each document from the vectors of its words
/// (<see cref="TextEmbedder"/>), clusters by k-means, and within each cluster the cosine. Word vectors are read from a file, or trained on a sample of the documents.
/// </summary>
/// <remarks>
/// Vectors lie on the disk, 4 bytes a value; in memory is what one cluster needs, and 8 bytes a document. A document goes only where it is like the one that stays itself. A
/// document on the border of two clusters is compared in both, but two documents that are alike can still lie apart: what is found is not all there is.
/// </remarks>
public sealed class SemanticFinder : IDuplicateFinder
{
    private static readonly ShingleOptions Words = new();

    private const int BatchCharacters = 1 << 20;

    private readonly SemanticOptions _options;
    private TextEmbedder? _embedder;

    /// <summary>Begins with options; a file of vectors is read at once.</summary>
    /// <exception cref="ArgumentException">An option is impossible.</exception>
    /// <exception cref="IOException">The file of vectors cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds no vectors, or is damaged.</exception>
    public SemanticFinder(SemanticOptions options)
    {
        options.Validate();
        _options = options;
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["threshold"] = options.Threshold.ToString(CultureInfo.InvariantCulture),
            ["smoothing"] = options.Smoothing.ToString(CultureInfo.InvariantCulture),
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["largestCluster"] = options.LargestCluster.ToString(CultureInfo.InvariantCulture),
        };
        if (options.Vectors is { } path)
        {
            _embedder = new TextEmbedder(WordVectors.Load(path), options.Smoothing);
            using var file = File.OpenRead(path);
            settings["vectors"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        }
        else
        {
            settings["vectors"] = "trained on a sample";
            settings["sampleCharacters"] = options.SampleCharacters.ToString(CultureInfo.InvariantCulture);
            settings["dimension"] = options.Dimension.ToString(CultureInfo.InvariantCulture);
        }

        Settings = settings;
    }

    /// <inheritdoc/>
    public string Name => "semantic";

    /// <inheritdoc/>
    public string Measure => "cosine";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>None: the vectors of words may have to be learnt from the documents first.</summary>
    public IDocumentSketcher? CreateSketcher() => null;

    /// <inheritdoc/>
    public void Find(DuplicateSearch search)
    {
        _embedder ??= Learn(search);
        if (_embedder is null)
        {
            return; // No document has a word.
        }

        using var vectors = new VectorStore(Path.Combine(search.WorkFolder, "documents.vectors"), _embedder.Dimension);
        var members = Embed(_embedder, search, vectors);
        var places = PlacesOf(search.Documents);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = search.Threads, CancellationToken = search.Cancellation };
        var clusters = new ClusterSplitter(vectors, _options.LargestCluster, _options.Seed, parallel).Split(members)
            .Select(cluster => cluster.OrderBy(document => places[document]).ToArray());
        var pairs = new List<NearPair>();
        var compared = 0L;
        foreach (var (found, size) in OrderedParallel.Map(
            clusters, () => new NearLeaders(vectors, (float)_options.Threshold, search.Documents.Earlier), static (leaders, cluster) => (leaders.Find(cluster), cluster.Length), search.Threads, search.Cancellation))
        {
            pairs.AddRange(found);
            compared += size;
            search.Progress(Math.Min(1, 0.7 + (0.3 * compared / (2 * members.Length))));
        }

        new NearDecisions(vectors, (float)_options.Threshold).Decide(pairs, places, search.Findings);
        search.Progress(1);
    }

    /// <summary>The cosine of the vectors of both texts, at least 0, and the longest run of words that both have.</summary>
    /// <exception cref="InvalidOperationException">Nothing was found yet, and no file of vectors was given.</exception>
    public DuplicateMatch Compare(string removed, string kept)
    {
        var embedder = _embedder ?? throw new InvalidOperationException("Texts can be compared once the word vectors were learnt from the documents.");
        var (first, second) = (new float[embedder.Dimension], new float[embedder.Dimension]);
        return embedder.TryEmbed(removed, first) && embedder.TryEmbed(kept, second)
            ? ShingleComparison.SharedRun(Words, removed, kept) with { Similarity = Math.Max(0, WordVectors.Cosine(first, second)) }
            : default;
    }

    private TextEmbedder? Learn(DuplicateSearch search)
    {
        var sample = new TextSample(_options.Seed, _options.SampleCharacters);
        var document = 0;
        foreach (var text in search.Documents.Texts(0))
        {
            search.Cancellation.ThrowIfCancellationRequested();
            sample.Add(document++, text);
            search.Progress(0.1 * document / search.Documents.Count);
        }

        var lines = sample.ToLines();
        if (lines.Length == 0)
        {
            return null;
        }

        var options = new WordVectorOptions
        {
            Dimension = _options.Dimension,
            MinimumCount = 1,
            Buckets = 100_000,
            Seed = _options.Seed,
            Threads = search.Threads,
        };
        var model = new WordVectorTrainer(options).Train(() => new MemoryStream(lines), "the documents", new Reporter(share => search.Progress(0.1 + (0.3 * share))), search.Cancellation);
        return new TextEmbedder(new WordVectors(model), _options.Smoothing);
    }

    /// <summary>Writes the vectors of all documents, and answers with the documents that have one.</summary>
    private static int[] Embed(TextEmbedder embedder, DuplicateSearch search, VectorStore vectors)
    {
        var members = new List<int>();
        var document = 0;
        foreach (var (values, known) in OrderedParallel.Map(Batches(search.Documents), () => embedder, EmbedBatch, search.Threads, search.Cancellation))
        {
            vectors.Add(values);
            foreach (var isKnown in known)
            {
                if (isKnown)
                {
                    members.Add(document);
                }

                document++;
            }

            search.Progress(0.4 + (0.3 * document / search.Documents.Count));
        }

        vectors.Complete();
        return [.. members];
    }

    private static IEnumerable<List<string>> Batches(IDocumentStore documents)
    {
        var (batch, characters) = (new List<string>(), 0L);
        foreach (var text in documents.Texts(0))
        {
            batch.Add(text);
            characters += text.Length + 100;
            if (characters > BatchCharacters)
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
        }

        yield return batch;
    }

    private static (float[] Values, bool[] Known) EmbedBatch(TextEmbedder embedder, List<string> batch)
    {
        var (values, known) = (new float[batch.Count * embedder.Dimension], new bool[batch.Count]);
        for (var at = 0; at < batch.Count; at++)
        {
            known[at] = embedder.TryEmbed(batch[at], values.AsSpan(at * embedder.Dimension, embedder.Dimension));
        }

        return (values, known);
    }

    /// <summary>The place of each document in the order in which they would stay: those of earlier runs, then by rank, then by number.</summary>
    private static int[] PlacesOf(IDocumentStore documents)
    {
        var order = Enumerable.Range(0, documents.Count)
            .OrderBy(document => document >= documents.Earlier).ThenBy(documents.Rank).ToArray();
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        return places;
    }

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
