using System.Diagnostics.CodeAnalysis;

namespace Sinter.Data.Deduplication;

/// <summary>What a finder has found: documents that are the same, and parts of documents that stand elsewhere too. It belongs to one thread.</summary>
/// <param name="documents">The documents.</param>
/// <param name="cuts">Takes the parts.</param>
public sealed class DuplicateFindings(IDocumentStore documents, SortedRuns<SpanCut> cuts)
{
    /// <summary>Which documents are the same.</summary>
    public UnionFind Clusters { get; } = new(documents.Count);

    /// <summary>The parts, in the order of the documents and of their places once it is read.</summary>
    public SortedRuns<SpanCut> Cuts { get; } = cuts;

    /// <summary>Says that two documents are the same; which of them stays is decided when all pairs are known, by their ranks.</summary>
    public void Pair(int first, int second) => Clusters.Union(first, second);

    /// <summary>Says that a part of a document also stands in another place, which stays. Cuts of one document may overlap and touch.</summary>
    public void Cut(SpanCut cut) => Cuts.Add(cut);
}

/// <summary>A part of a document that also stands elsewhere.</summary>
/// <param name="Document">The document that it is cut out of.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="KeptDocument">The document in which it stays.</param>
/// <param name="KeptStart">Where it begins there; it has the same length, unless the finder compares otherwise than by characters.</param>
[SuppressMessage("Design", "CA1036", Justification = "Cuts are sorted; nobody says that one is less than another.")]
public readonly record struct SpanCut(int Document, int Start, int Length, int KeptDocument, int KeptStart) : IComparable<SpanCut>
{
    /// <summary>By document, place, length, and then by what they match.</summary>
    public int CompareTo(SpanCut other) =>
        Document != other.Document ? Document.CompareTo(other.Document)
        : Start != other.Start ? Start.CompareTo(other.Start)
        : Length != other.Length ? Length.CompareTo(other.Length)
        : KeptDocument != other.KeptDocument ? KeptDocument.CompareTo(other.KeptDocument)
        : KeptStart.CompareTo(other.KeptStart);
}
