namespace Sinter.Data.Cleaning;

/// <summary>One rule of a <see cref="CleaningPipeline"/>. Its thresholds are properties with the field's defaults; it never changes a document in place.</summary>
public interface IVerdictStep
{
    /// <summary>The name of the step as it stands in recipes and reports: <c>minimumWords</c>.</summary>
    string Name { get; }

    /// <summary>
    /// True where the verdict depends on the documents that came before. Such a step sees all documents one at a time in their order;
    /// any other step is called from several threads at once, and its verdict may depend on the document alone.
    /// </summary>
    bool NeedsOrder => false;

    /// <summary>Decides about one document. An exception other than for memory or cancellation counts the document as broken.</summary>
    Verdict Judge(Document document);
}
