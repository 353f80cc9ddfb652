using System.Runtime.CompilerServices;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>One place of a window of tokens.</summary>
/// <param name="High">Half of the hash of what it holds.</param>
/// <param name="Low">The other half.</param>
/// <param name="Order">The place of its document in the order in which documents stay.</param>
/// <param name="Token">The number of its first token in the document.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct WindowOccurrence(ulong High, ulong Low, int Order, int Token, int Start, int End) : IComparable<WindowOccurrence>
{
    /// <summary>By hash, and equal ones with that first which stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(WindowOccurrence other) =>
        High != other.High ? (High < other.High ? -1 : 1)
        : Low != other.Low ? (Low < other.Low ? -1 : 1)
        : Order != other.Order ? Order.CompareTo(other.Order)
        : Token.CompareTo(other.Token);
}

/// <summary>A window that also stands in another place, which stays.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Token">The number of its first token.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="KeptDocument">The document in which it stays.</param>
/// <param name="KeptToken">The number of its first token there.</param>
/// <param name="KeptStart">Where it begins there.</param>
internal readonly record struct WindowMatch(int Document, int Token, int Start, int End, int KeptDocument, int KeptToken, int KeptStart) : IComparable<WindowMatch>
{
    /// <summary>By document and place; a window has one match only.</summary>
    public int CompareTo(WindowMatch other) => Document != other.Document ? Document.CompareTo(other.Document) : Token.CompareTo(other.Token);
}
