namespace Sinter.Tokenizers.Unicode;

/// <summary>A set of code points that lie in ranges.</summary>
/// <param name="edges">In rising order, the first code point of a range and the first behind it, for each range.</param>
internal sealed class CodePointSet(int[] edges)
{
    /// <summary>Whether a code point is in it.</summary>
    public bool Contains(int codePoint)
    {
        var place = Array.BinarySearch(edges, codePoint);
        return place >= 0 ? place % 2 == 0 : ~place % 2 == 1;
    }
}
