namespace Sinter.Data.Deduplication.Substrings;

/// <summary>Neighbouring windows of a document that may occur elsewhere too.</summary>
/// <param name="Document">The document.</param>
/// <param name="First">The first, by the number of its first token.</param>
/// <param name="Count">How many.</param>
internal readonly record struct WindowRange(int Document, int First, int Count) : IComparable<WindowRange>
{
    /// <summary>By document and place.</summary>
    public int CompareTo(WindowRange other) => Document != other.Document ? Document.CompareTo(other.Document) : First.CompareTo(other.First);
}

/// <summary>Windows with the hash of their anchor, for sorting by it.</summary>
/// <param name="Hash">The hash.</param>
/// <param name="Windows">The windows.</param>
/// <param name="IsRepeated">Whether the anchor is repeated among them.</param>
internal readonly record struct AnchoredWindows(ulong Hash, WindowRange Windows, bool IsRepeated) : IComparable<AnchoredWindows>
{
    /// <summary>By hash, document and place.</summary>
    public int CompareTo(AnchoredWindows other) => Hash != other.Hash ? Hash.CompareTo(other.Hash) : Windows.CompareTo(other.Windows);
}
