namespace Sinter.Data.Cleaning;

/// <summary>
/// What a cleaning did: <c>DocumentsIn = DocumentsOut + DocumentsDropped + DocumentsBroken</c>, in documents and in bytes of UTF-8 text.
/// </summary>
public sealed record CleaningReport
{
    /// <summary>The reason of documents upon which a step failed.</summary>
    public const string BrokenReason = "broken";

    /// <summary>The documents that came in.</summary>
    public required long DocumentsIn { get; init; }

    /// <summary>The documents that were kept.</summary>
    public required long DocumentsOut { get; init; }

    /// <summary>The documents that a rule dropped.</summary>
    public required long DocumentsDropped { get; init; }

    /// <summary>The documents upon which a step failed.</summary>
    public required long DocumentsBroken { get; init; }

    /// <summary>The bytes of the texts that came in.</summary>
    public required long BytesIn { get; init; }

    /// <summary>The bytes of the texts that were kept, as they were changed.</summary>
    public required long BytesOut { get; init; }

    /// <summary>What each step saw, in order.</summary>
    public required IReadOnlyList<StepCounts> Steps { get; init; }

    /// <summary>The drops by step and reason, in the order of the steps and then by name.</summary>
    public required IReadOnlyList<DropCounts> Drops { get; init; }
}

/// <summary>What one step saw.</summary>
/// <param name="Step">Its name.</param>
/// <param name="DocumentsIn">The documents that reached it.</param>
/// <param name="DocumentsChanged">Those that it let go on changed.</param>
/// <param name="DocumentsOut">Those that it let go on.</param>
public sealed record StepCounts(string Step, long DocumentsIn, long DocumentsChanged, long DocumentsOut);

/// <summary>The documents that one step dropped for one reason.</summary>
/// <param name="Step">The step.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many documents.</param>
/// <param name="Bytes">Their bytes of UTF-8 text.</param>
/// <param name="Samples">Some of them, chosen by the hash of their ids: the same ones whatever the order and the number of threads.</param>
public sealed record DropCounts(string Step, string Reason, long Count, long Bytes, IReadOnlyList<DropSample> Samples);

/// <summary>One dropped document, shortened for a report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text, cut where it is long.</param>
/// <param name="Detail">What was found in it.</param>
public sealed record DropSample(string Id, string Text, string Detail);
