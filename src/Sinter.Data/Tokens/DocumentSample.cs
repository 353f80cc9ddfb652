namespace Sinter.Data.Tokens;

/// <summary>A share of documents, chosen by the hashes of their ids: the same ones on every machine, in any order, and a larger share holds all of a smaller one.</summary>
public static class DocumentSample
{
    /// <summary>Whether a document is in the sample.</summary>
    /// <param name="document">The document.</param>
    /// <param name="share">The share that is taken, from 0 to 1.</param>
    public static bool Takes(Document document, double share) => share >= 1 || StableHash.Of(document.Id) < share * ulong.MaxValue;
}
