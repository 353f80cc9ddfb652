namespace Sinter.Data.Cleaning;

/// <summary>What a cleaning step decides about a document: it goes on, as it is or changed, or it is dropped for a reason.</summary>
public readonly record struct Verdict
{
    private Verdict(Document? kept, string reason, string detail)
    {
        Kept = kept;
        Reason = reason;
        Detail = detail;
    }

    /// <summary>The document that goes on; null where it is dropped.</summary>
    public Document? Kept { get; }

    /// <summary>Why it is dropped, in the same few words for every document of that sort: the reason is what drops are counted by.</summary>
    public string Reason { get; }

    /// <summary>What was found in this document and what the limit is, for a person to judge.</summary>
    public string Detail { get; }

    /// <summary>The document goes on.</summary>
    public static Verdict Keep(Document document) => new(document, "", "");

    /// <summary>The document is dropped.</summary>
    public static Verdict Drop(string reason, string detail) => new(null, reason, detail);
}
