using System.Globalization;

namespace Sinter.Data.Lineage;

/// <summary>
/// How the ids of what is made of a document tell of the document: a copy, a part or a change of <c>ID</c> is named <c>ID~...</c> or <c>ID#...</c>, so that it is unique in its
/// data set and can be found, and forgotten, with the document. Copies are numbered from 2: <c>ID~2</c>. What holds copies already gets one sign more (<c>ID~~2</c>), so
/// that no copy of a copy is named like the copy.
/// </summary>
public static class DocumentFamily
{
    /// <summary>What stands between the id of a document and the name of a copy of it.</summary>
    public const char CopySign = '~';

    /// <summary>What stands between the id of a document and the name of a part of it.</summary>
    public const char PartSign = '#';

    /// <summary>Whether <paramref name="id"/> is <paramref name="document"/>, or names a copy or a part of it.</summary>
    public static bool Holds(ReadOnlySpan<char> document, ReadOnlySpan<char> id) =>
        id.StartsWith(document, StringComparison.Ordinal) && (id.Length == document.Length || id[document.Length] is CopySign or PartSign);

    /// <summary>The id of a copy.</summary>
    /// <param name="id">The id of the document.</param>
    /// <param name="number">The number of the copy; 1 is the document itself.</param>
    /// <param name="depth">How many signs stand before the number: one more than <see cref="CopyDepth"/> of any id of the data set.</param>
    internal static string CopyId(string id, int number, int depth) =>
        number == 1 ? id : string.Concat(id, new string(CopySign, depth), number.ToString(CultureInfo.InvariantCulture));

    /// <summary>How many signs stand before the number that the id of a copy ends in; 0 where it is no copy.</summary>
    internal static int CopyDepth(ReadOnlySpan<char> id)
    {
        var rest = id.TrimEnd("0123456789");
        return rest.Length == id.Length ? 0 : rest.Length - rest.TrimEnd(CopySign).Length;
    }
}
