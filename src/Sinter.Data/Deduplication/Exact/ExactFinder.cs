using System.Buffers;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>Finds documents with the same text. Two are the same where the first 128 bits of the SHA-256 of their texts are; what is not to count can be left out before.</summary>
public sealed class ExactFinder : IDuplicateFinder
{
    /// <summary>Whether capital letters are as small ones.</summary>
    [StepOption("Whether capital letters are as small ones.")]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether punctuation and symbols are left out.</summary>
    [StepOption("Whether punctuation and symbols are left out.")]
    public bool IgnorePunctuation { get; init; }

    /// <summary>Whether any run of white space is as one space, and none at the ends.</summary>
    [StepOption("Whether any run of white space is as one space, and none at the ends.")]
    public bool IgnoreWhiteSpace { get; init; }

    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public string Measure => "jaccard";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => FinderOptions.Values(this);

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new Sketcher(Normaliser());

    /// <inheritdoc/>
    public void Find(DuplicateSearch search) => EqualSketches.Pair(search);

    /// <inheritdoc/>
    public DuplicateMatch Compare(string removed, string kept)
    {
        if (string.Equals(removed, kept, StringComparison.Ordinal))
        {
            return new DuplicateMatch(1, 0, removed.Length, 0, kept.Length);
        }

        var same = Normaliser().Apply(removed).SequenceEqual(Normaliser().Apply(kept));
        return new DuplicateMatch(same ? 1 : 0, 0, same ? removed.Length : 0, 0, same ? kept.Length : 0);
    }

    private TextNormaliser Normaliser() => new(IgnoreCase, IgnorePunctuation, IgnoreWhiteSpace);

    private sealed class Sketcher(TextNormaliser normaliser) : IDocumentSketcher
    {
        private readonly TextHasher _hasher = new();

        public void Sketch(Document document, IBufferWriter<byte> sketch)
        {
            _hasher.Hash(normaliser.Apply(document.Text), sketch.GetSpan(Hash128.Bytes));
            sketch.Advance(Hash128.Bytes);
        }
    }
}
