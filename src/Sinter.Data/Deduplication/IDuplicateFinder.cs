using System.Buffers;

namespace Sinter.Data.Deduplication;

/// <summary>
/// A way to find what repeats among documents: whole documents, or parts of them. It works in two passes, so that memory stays bounded and the result depends on the documents
/// and the options alone: on many threads it makes a small sketch of each document (hashes, signatures), which go to the disk in the order of the input; then it looks for
/// equal ones among all sketches.
/// </summary>
public interface IDuplicateFinder
{
    /// <summary>What its findings are called in files and reports: <c>exact</c>, <c>minhash</c>, <c>substring</c>.</summary>
    string Name { get; }

    /// <summary>What the similarity of <see cref="Compare"/> is: <c>jaccard</c>, <c>cosine</c>, <c>hamming</c>.</summary>
    string Measure { get; }

    /// <summary>All that decides the result, by name, for settings files, fingerprints and indexes: two finders with the same settings make the same sketches.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Makes what one thread sketches with; null where the finder needs no sketches.</summary>
    IDocumentSketcher? CreateSketcher();

    /// <summary>Finds what repeats. What is told to <see cref="DuplicateSearch.Findings"/> does not depend on threads or memory.</summary>
    void Find(DuplicateSearch search);

    /// <summary>Compares a document that goes with the one that stays in its place: the true similarity, and the longest part that they share.</summary>
    DuplicateMatch Compare(string removed, string kept);
}

/// <summary>Makes the sketches of documents; it belongs to one thread.</summary>
public interface IDocumentSketcher
{
    /// <summary>Writes the sketch of a document; it may write nothing.</summary>
    void Sketch(Document document, IBufferWriter<byte> sketch);
}

/// <summary>How much a document that goes has in common with the one that stays.</summary>
/// <param name="Similarity">The true similarity from 0 to 1.</param>
/// <param name="Start">Where the longest shared part begins in the document that goes, in UTF-16 units.</param>
/// <param name="Length">Its length there; 0 where they share none.</param>
/// <param name="KeptStart">Where it begins in the document that stays.</param>
/// <param name="KeptLength">Its length there.</param>
public readonly record struct DuplicateMatch(double Similarity, int Start, int Length, int KeptStart, int KeptLength);
