namespace Sinter.Data.Cleaning;

/// <summary>One dropped document, shortened for a report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text, cut where it is long.</param>
/// <param name="Detail">What was found in it.</param>
public sealed record DropSample(string Id, string Text, string Detail);
