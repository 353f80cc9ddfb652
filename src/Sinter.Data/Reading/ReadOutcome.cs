using Sinter.Data.Sources;

namespace Sinter.Data.Reading;

/// <summary>
/// What became of one record of an input: a document, a fault, or a record that is not meant to be a document and was passed over. Always exactly one of the three: so
/// nothing is lost silently.
/// </summary>
public readonly record struct ReadOutcome
{
    private ReadOutcome(Document? document, BrokenInput? broken, string? passedOver)
    {
        Document = document;
        Broken = broken;
        PassedOver = passedOver;
    }

    /// <summary>The document; null where the record holds none or could not be read.</summary>
    public Document? Document { get; }

    /// <summary>The fault; null where there is none.</summary>
    public BrokenInput? Broken { get; }

    /// <summary>Why the record was passed over: <c>request</c>, <c>status 404</c>, <c>redirect</c>; null where it was not.</summary>
    public string? PassedOver { get; }

    /// <summary>A record that was read.</summary>
    public static ReadOutcome Of(Document document) => new(document, null, null);

    /// <summary>A record that could not be read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="place">The line or the number of the record, from 1; 0 where none is known.</param>
    /// <param name="reason">What is wrong, in one sentence.</param>
    public static ReadOutcome Fault(string source, long place, string reason) => new(null, new BrokenInput(source, place, reason), null);

    /// <summary>A record that is sound and not meant to be a document.</summary>
    /// <param name="reason">Why, in a word or two. Records are counted by it, so a format has few of them, whatever a file holds.</param>
    public static ReadOutcome Pass(string reason) => new(null, null, reason);
}
