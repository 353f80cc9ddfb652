namespace Sinter.Data.Cleaning;

/// <summary>What a chain found in one document.</summary>
/// <param name="Result">The document as the steps left it, kept or not.</param>
/// <param name="Scores">A score for each rule of the chain, in single precision; NaN where nothing was measured.</param>
/// <param name="DroppedBy">The index of the first rule that the document breaks; −1 where it breaks none.</param>
/// <param name="Fault">Why a step failed upon it, or null.</param>
public sealed record ChainResult(Document Result, float[] Scores, int DroppedBy, string? Fault)
{
    /// <summary>The value of <see cref="DroppedBy"/> for a document that is kept.</summary>
    public const int Kept = -1;

    /// <summary>The value of <see cref="DroppedBy"/> for a document upon which a step failed.</summary>
    public const int Broken = -2;

    /// <summary>Whether the document is kept.</summary>
    public bool IsKept => DroppedBy == Kept;
}
