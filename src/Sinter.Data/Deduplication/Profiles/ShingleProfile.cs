using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>The options that profiles over shingles have in common, as a command line spells them.</summary>
internal abstract class ShingleProfile
{
    private protected ShingleProfile(ShingleOptions shingles)
    {
        Shingle = shingles.Kind == ShingleKind.Words ? "words" : "characters";
        Length = shingles.Length;
        IgnoreCase = shingles.IgnoreCase;
        Punctuation = shingles.Punctuation switch { ShinglePunctuation.Keep => "keep", ShinglePunctuation.Remove => "remove", _ => "space" };
        IgnoreMarks = shingles.IgnoreMarks;
        IgnoreNumbers = shingles.IgnoreNumbers;
        Seed = (int)shingles.Seed;
    }

    [StepOption("What shingles are made of.", Allowed = ["words", "characters"])]
    public string Shingle { get; init; }

    [StepOption("How many words or characters a shingle has.", Least = 1, Most = ShingleOptions.MaximumLength)]
    public int Length { get; init; }

    [StepOption("Whether upper and lower case are the same.")]
    public bool IgnoreCase { get; init; }

    [StepOption("What becomes of punctuation: it counts, is left out, or parts words.", Allowed = ["keep", "remove", "space"])]
    public string Punctuation { get; init; }

    [StepOption("Whether letters are the same with and without their marks.")]
    public bool IgnoreMarks { get; init; }

    [StepOption("Whether all numbers are the same.")]
    public bool IgnoreNumbers { get; init; }

    [StepOption("Begins all hashes; who does not know it cannot make texts whose hashes collide.", Least = 0, Most = int.MaxValue)]
    public int Seed { get; init; }

    private protected ShingleOptions Shingles => new()
    {
        Kind = Shingle is "words" ? ShingleKind.Words : ShingleKind.Characters,
        Length = Length,
        IgnoreCase = IgnoreCase,
        Punctuation = Punctuation switch { "keep" => ShinglePunctuation.Keep, "remove" => ShinglePunctuation.Remove, _ => ShinglePunctuation.Space },
        IgnoreMarks = IgnoreMarks,
        IgnoreNumbers = IgnoreNumbers,
        Seed = (ulong)Seed,
    };
}

/// <summary>The options of MinHash.</summary>
internal sealed class MinHashProfile : ShingleProfile
{
    public MinHashProfile(MinHashOptions options)
        : base(options.Shingles)
    {
        Bands = options.Bands;
        Rows = options.Rows;
        Precision = options.Precision;
    }

    [StepOption("How many bands there are; two documents of which one is equal are a pair.", Least = 1, Most = MinHashOptions.MaximumHashes)]
    public int Bands { get; init; }

    [StepOption("How many hashes a band has.", Least = 1, Most = MinHashOptions.MaximumHashes)]
    public int Rows { get; init; }

    [StepOption("The bits of a hash: 64, or 32 in a third of the time.", Least = 32, Most = 64)]
    public int Precision { get; init; }

    public MinHashFinder Create() => new(new MinHashOptions { Shingles = Shingles, Bands = Bands, Rows = Rows, Precision = Precision });
}

/// <summary>The options of SimHash.</summary>
internal sealed class SimHashProfile() : ShingleProfile(new SimHashOptions().Shingles)
{
    [StepOption("In how many of their 64 bits two documents may differ.", Least = 0, Most = SimHashOptions.MaximumDistance)]
    public int Distance { get; init; } = new SimHashOptions().Distance;

    public SimHashFinder Create() => new(new SimHashOptions { Shingles = Shingles, Distance = Distance });
}
