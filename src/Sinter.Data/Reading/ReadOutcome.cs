using Sinter.Data.Sources;

namespace Sinter.Data.Reading;

/// <summary>What became of one record of an input: a document, or a fault. Never both, never neither: so nothing is lost silently.</summary>
public readonly record struct ReadOutcome
{
    private ReadOutcome(Document? document, BrokenInput? broken)
    {
        Document = document;
        Broken = broken;
    }

    /// <summary>The document; null where the record could not be read.</summary>
    public Document? Document { get; }

    /// <summary>The fault; null where there is none.</summary>
    public BrokenInput? Broken { get; }

    /// <summary>A record that was read.</summary>
    public static ReadOutcome Of(Document document) => new(document, null);

    /// <summary>A record that could not be read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="place">The line or the number of the record, from 1; 0 where none is known.</param>
    /// <param name="reason">What is wrong, in one sentence.</param>
    public static ReadOutcome Fault(string source, long place, string reason) => new(null, new BrokenInput(source, place, reason));
}
