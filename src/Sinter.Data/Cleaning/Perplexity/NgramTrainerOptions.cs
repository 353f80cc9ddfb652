namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>How an n-gram model is trained.</summary>
public sealed record NgramTrainerOptions
{
    /// <summary>The longest n-grams, in tokens.</summary>
    public int Order { get; init; } = 5;

    /// <summary>What a token is.</summary>
    public NgramUnit Unit { get; init; } = NgramUnit.Word;

    /// <summary>Whether letters are made small.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether n-grams of three tokens and more that occur once are left out of the model, unless longer ones need them.</summary>
    public bool PruneSingletons { get; init; } = true;

    /// <summary>
    /// How many n-grams of all orders together there may be; more text than brings so many is not learned from. One takes about 40 bytes: the default is
    /// about 2 GB.
    /// </summary>
    public int MaximumNgrams { get; init; } = 50_000_000;
}
