using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds near-duplicates by SimHash (Charikar 2002; Manku, Jain, Das Sarma: Detecting near-duplicates for web crawling, 2007): documents whose fingerprints of 64 bits differ in
/// few bits are a pair. All such pairs are found. A text without a word is no duplicate of anything.
/// </summary>
public sealed class SimHashFinder : IDuplicateFinder
{
    private const int Bits = 64;

    // More different fingerprints than this that agree in a whole block are compared in several groups, so that memory stays bounded; of 65,536 groups no natural one is that large.
    private const int LargestGroup = 1 << 20;

    private readonly SimHashOptions _options;

    /// <summary>Throws <see cref="ArgumentException"/> where a setting is out of its bounds.</summary>
    public SimHashFinder(SimHashOptions options)
    {
        options.Check();
        _options = options;
        Settings = options.Settings;
    }

    /// <inheritdoc/>
    public string Name => "simhash";

    /// <summary><c>hamming</c>: the share of the 64 bits that are equal.</summary>
    public string Measure => "hamming";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new Sketcher(_options.Shingles);

    /// <inheritdoc/>
    public void Find(DuplicateSearch search)
    {
        using var fingerprints = new SortedRuns<FingerprintKey>(Path.Combine(search.WorkFolder, "fingerprints"), search.MemoryBytes / 2);
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            if (!sketch.IsEmpty)
            {
                fingerprints.Add(new FingerprintKey(BinaryPrimitives.ReadUInt64LittleEndian(sketch.Span), document));
            }

            document++;
        }

        // Equal ones are chained; one of each goes through the blocks.
        FingerprintKey? before = null;
        foreach (var key in fingerprints.Read())
        {
            if (key.Value == before?.Value)
            {
                search.Findings.Pair(before.Value.Document, key.Document);
            }

            before = key;
        }

        var hamming = new HammingSearch(_options.Distance, search.Findings);
        for (var block = 0; block < hamming.Blocks && _options.Distance > 0; block++)
        {
            search.Progress((1.0 + block) / (1 + hamming.Blocks));
            FindInBlock(search, hamming, block, fingerprints);
        }
    }

    /// <inheritdoc/>
    public DuplicateMatch Compare(string removed, string kept)
    {
        var fingerprint = new SimHashFingerprint(_options.Shingles);
        var similarity = fingerprint.Of(removed) is { } first && fingerprint.Of(kept) is { } second ? 1 - (BitOperations.PopCount(first ^ second) / (double)Bits) : 0;
        return ShingleComparison.SharedRun(_options.Shingles, removed, kept) with { Similarity = similarity };
    }

    /// <summary>Finds the pairs that agree in a block.</summary>
    private static void FindInBlock(DuplicateSearch search, HammingSearch hamming, int block, SortedRuns<FingerprintKey> fingerprints)
    {
        using var turned = new SortedRuns<FingerprintKey>(Path.Combine(search.WorkFolder, $"block{block}"), search.MemoryBytes / 2);
        ulong? before = null;
        foreach (var key in fingerprints.Read())
        {
            if (key.Value != before)
            {
                turned.Add(key with { Value = hamming.Turn(key.Value, block, Bits) });
                before = key.Value;
            }
        }

        var rest = hamming.Rest(block, Bits);
        var group = new List<FingerprintKey>();
        foreach (var key in turned.Read())
        {
            if (group.Count == LargestGroup || (group.Count > 0 && group[0].Value >> rest != key.Value >> rest))
            {
                FindInGroup();
            }

            group.Add(key);
        }

        FindInGroup();

        void FindInGroup()
        {
            search.Cancellation.ThrowIfCancellationRequested();
            hamming.Find(CollectionsMarshal.AsSpan(group));
            group.Clear();
        }
    }

    private sealed class Sketcher(ShingleOptions options) : IDocumentSketcher
    {
        private readonly SimHashFingerprint _fingerprint = new(options);

        public void Sketch(Document document, IBufferWriter<byte> sketch)
        {
            if (_fingerprint.Of(document.Text) is { } value)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(sketch.GetSpan(sizeof(ulong)), value);
                sketch.Advance(sizeof(ulong));
            }
        }
    }
}
