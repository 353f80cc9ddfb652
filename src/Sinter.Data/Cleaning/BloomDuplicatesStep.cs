using Sinter.Data.Deduplication;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Keeps the first of all documents with the same text, as <see cref="ExactDuplicatesStep"/> does, in a few bytes a document: by a <see cref="BloomFilter"/>. It cannot name the
/// document that was kept, and drops a new one now and then.
/// </summary>
[CleaningStep("bloomDuplicates", "Keeps the first of all documents with the same text in little memory; cannot name it, and errs now and then.")]
public sealed class BloomDuplicatesStep : IOrderedStep
{
    private readonly TextHasher _hasher = new();
    private BloomFilter? _seen;

    /// <summary>How many different documents are expected.</summary>
    [StepOption("How many different documents are expected.", Least = 1, Most = 1e11)]
    public double Expected { get; init; } = 10_000_000;

    /// <summary>The share of new documents that may be taken for known.</summary>
    [StepOption("The share of new documents that may be taken for known.", Least = 1e-15, Most = 0.5)]
    public double FalsePositives { get; init; } = 1e-6;

    /// <inheritdoc/>
    public ScoreRule Rule { get; } = new("duplicate", "1 for a text that was seen before") { Maximum = 0 };

    /// <inheritdoc/>
    public string? FindEarlier(Document document)
    {
        _seen ??= new BloomFilter((long)Expected, FalsePositives);
        var hash = _hasher.Hash(document.Text);
        return _seen.Add(hash.Low, hash.High) ? "an earlier document, which a Bloom filter cannot name" : null;
    }
}
