namespace Sinter.Data.Cleaning;

/// <summary>
/// A step that compares documents with those before them, such as a search for duplicates. It stands behind all steps that look at one document alone, and
/// sees, one at a time and in the order of the input, only the documents that all of them keep: so its result is the same at any number of threads.
/// </summary>
public interface IOrderedStep
{
    /// <summary>What the step counts: 1 for a document that it drops, 0 for one that it keeps.</summary>
    ScoreRule Rule { get; }

    /// <summary>The id of the kept document that this one repeats; null where there is none, and then this one is remembered.</summary>
    string? FindEarlier(Document document);
}
