namespace Sinter.Data.Packing;

/// <summary>What a way of packing makes of documents; it follows from their lengths alone.</summary>
public sealed record PackingFigures
{
    /// <summary>How documents are put into sequences.</summary>
    public required PackingOrder Order { get; init; }

    /// <summary>What happens to those that are longer than the context.</summary>
    public required LongDocuments LongDocuments { get; init; }

    /// <summary>The sequences.</summary>
    public required long Sequences { get; init; }

    /// <summary>The positions that hold no token of a document.</summary>
    public required long Padding { get; init; }

    /// <summary>The share of all positions that is padding, from 0 to 1.</summary>
    public required double PaddingShare { get; init; }

    /// <summary>The documents of which parts lie in several sequences.</summary>
    public required long SplitDocuments { get; init; }

    /// <summary>The share of the documents that are split.</summary>
    public required double SplitDocumentShare { get; init; }

    /// <summary>The share of the tokens that are of split documents.</summary>
    public required double SplitTokenShare { get; init; }

    /// <summary>The tokens that stand twice, because a later part begins with the last one of the part before it.</summary>
    public required long RepeatedTokens { get; init; }

    /// <summary>The documents that lose their end.</summary>
    public required long TruncatedDocuments { get; init; }

    /// <summary>The share of the documents that are truncated.</summary>
    public required double TruncatedDocumentShare { get; init; }

    /// <summary>The tokens that are cut off.</summary>
    public required long TruncatedTokens { get; init; }

    /// <summary>The share of the tokens that are cut off.</summary>
    public required double TruncatedTokenShare { get; init; }

    /// <summary>The documents, or parts of them, in a sequence on average.</summary>
    public required double DocumentsPerSequence { get; init; }
}
