using System.Buffers;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>Finds documents that were read from the same address (<see cref="CanonicalUrl"/>), whatever their texts are. A document without an address equals no other.</summary>
public sealed class UrlFinder : IDuplicateFinder
{
    /// <summary>The metadata field that holds the address.</summary>
    [StepOption("The metadata field that holds the address.")]
    public string Field { get; init; } = "url";

    /// <inheritdoc/>
    public string Name => "url";

    /// <summary>The similarity is of the texts: the words that both have among those that either has, each counted once.</summary>
    public string Measure => "jaccard";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => FinderOptions.Values(this);

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new Sketcher(Field);

    /// <inheritdoc/>
    public void Find(DuplicateSearch search) => EqualSketches.Pair(search);

    /// <summary>Compares the texts; the shared part is the one that they begin with.</summary>
    public DuplicateMatch Compare(string removed, string kept)
    {
        var prefix = removed.AsSpan().CommonPrefixLength(kept);
        if (prefix == removed.Length && prefix == kept.Length)
        {
            return new DuplicateMatch(1, 0, prefix, 0, prefix);
        }

        var (first, second) = (Words(removed), Words(kept));
        var both = first.Count(second.Contains);
        var all = first.Count + second.Count - both;
        return new DuplicateMatch(all == 0 ? 0 : (double)both / all, 0, prefix, 0, prefix);
    }

    private static HashSet<ulong> Words(string text)
    {
        var words = new HashSet<ulong>();
        foreach (var word in new TextAnalysis(text).Words)
        {
            words.Add(StableHash.Of(text.AsSpan(word.Start, word.Length)));
        }

        return words;
    }

    private sealed class Sketcher(string field) : IDocumentSketcher
    {
        private readonly TextHasher _hasher = new();

        public void Sketch(Document document, IBufferWriter<byte> sketch)
        {
            if (document.Metadata.TryGetValue(field, out var url) && !string.IsNullOrWhiteSpace(url))
            {
                _hasher.Hash(CanonicalUrl.Of(url), sketch.GetSpan(Hash128.Bytes));
                sketch.Advance(Hash128.Bytes);
            }
        }
    }
}
