using System.Buffers;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>Finds documents that were read from the same address (<see cref="CanonicalUrl"/>), whatever their texts are. A document without an address equals no other.</summary>
public sealed class UrlFinder : IDuplicateFinder
{
    private static readonly ShingleOptions Words = new() { Length = 1, IgnoreMarks = false, IgnoreNumbers = false };

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

    /// <summary>Compares the texts, word by word.</summary>
    public DuplicateMatch Compare(string removed, string kept) => ShingleComparison.Of(Words, removed, kept);

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
