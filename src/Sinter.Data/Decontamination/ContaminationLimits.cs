namespace Sinter.Data.Decontamination;

/// <summary>How much a text may have in common with an item.</summary>
/// <param name="MaximumGrams">The most grams; 0 for none, as in GPT-3.</param>
/// <param name="MaximumShare">The greatest share of the words of one field of the item; 1 where edited copies are allowed.</param>
public readonly record struct ContaminationLimits(int MaximumGrams, double MaximumShare)
{
    /// <summary>The limits that are used where none are given.</summary>
    public static ContaminationLimits Default { get; } = new(0, 0.7);

    /// <summary>Whether a text has too much in common.</summary>
    public bool Forbid(ContaminationMatch match) => match.Grams > MaximumGrams || match.Share > MaximumShare;
}
