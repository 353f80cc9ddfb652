namespace Sinter.Data.Augmentation;

/// <summary>How texts are changed.</summary>
public sealed record AugmentationOptions
{
    /// <summary>The changes that are made, one in each copy, in turn from one that the id decides.</summary>
    public required IReadOnlyList<AugmentationKind> Kinds { get; init; }

    /// <summary>The share of words that change, above 0 and at most 1; at least one word does. 0.1 is that of EDA.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>The synonyms, for the two changes that need them.</summary>
    public SynonymList? Synonyms { get; init; }

    /// <summary>The seed; with the id of a document it decides all that is chosen.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Checks it.</summary>
    /// <exception cref="InvalidDataException">A change lacks what it needs, or a number is out of its bounds.</exception>
    public void Check()
    {
        if (Kinds.Count == 0)
        {
            throw new InvalidDataException("No change is named to augment with; name at least one.");
        }

        if (Rate is not (> 0 and <= 1))
        {
            throw new InvalidDataException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The rate of augmentation is {Rate}; expected more than 0 and at most 1."));
        }

        if (Synonyms is null && Kinds.FirstOrDefault(static kind => kind is AugmentationKind.Synonyms or AugmentationKind.Insertion) is var kind and not AugmentationKind.Deletion)
        {
            throw new InvalidDataException($"The change '{kind.ToString().ToLowerInvariant()}' needs a list of synonyms; name its file.");
        }
    }
}
