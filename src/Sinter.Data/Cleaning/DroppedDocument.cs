namespace Sinter.Data.Cleaning;

/// <summary>A document that was taken out, with why.</summary>
/// <param name="Document">The document as it was when the step saw it.</param>
/// <param name="Step">The step that took it out.</param>
/// <param name="Reason">The reason, the same for all documents of that sort; <see cref="CleaningReport.BrokenReason"/> where the step failed.</param>
/// <param name="Detail">What was found in this document.</param>
public sealed record DroppedDocument(Document Document, string Step, string Reason, string Detail);
