namespace Sinter.Data.Packing;

/// <summary>
/// The pieces of a document that is kept whole where it fits into a sequence: as long as the context, each beginning with the last token of the piece before it, which predicts the next one.
/// </summary>
internal static class DocumentPieces
{
    /// <summary>Where each piece begins in the document, and how long it is; a document of no tokens has none.</summary>
    public static IEnumerable<(int Offset, int Length)> Of(int length, int context)
    {
        if (length > 0)
        {
            yield return (0, Math.Min(length, context));
        }

        for (var offset = context - 1; offset + 1 < length; offset += context - 1)
        {
            yield return (offset, Math.Min(length - offset, context));
        }
    }
}
