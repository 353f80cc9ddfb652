using System.Globalization;

namespace Sinter.Data.Deduplication;

/// <summary>How near-duplicates are found by MinHash: the shingles, how many hashes, and how these are put into bands.</summary>
public sealed record MinHashOptions
{
    /// <summary>The most hashes of one document.</summary>
    public const int MaximumHashes = 1 << 14;

    /// <summary>The settings of datatrove (and so of FineWeb): 14 buckets of 8 hashes of 64 bits over shingles of 5 words, without case, punctuation, marks and values of numbers.</summary>
    public static MinHashOptions DataTrove { get; } = new();

    /// <summary>The settings that NeMo Curator recommends: 20 buckets of 13 hashes of 32 bits over shingles of 24 characters of the text as it is.</summary>
    public static MinHashOptions NeMo { get; } = new()
    {
        Shingles = new ShingleOptions
        {
            Kind = ShingleKind.Characters,
            Length = 24,
            IgnoreCase = false,
            Punctuation = ShinglePunctuation.Keep,
            IgnoreMarks = false,
            IgnoreNumbers = false,
        },
        Bands = 20,
        Rows = 13,
        Precision = 32,
    };

    /// <summary>
    /// The settings of dataverse (those of text-dedup): shingles of 5 words in lower case, parted at punctuation, and of 250 hashes the bands and rows that are best for a
    /// threshold of 0.7 (<see cref="SCurve.Choose"/>), which are 25 of 10.
    /// </summary>
    public static MinHashOptions Dataverse { get; } = new()
    {
        Shingles = new ShingleOptions { Punctuation = ShinglePunctuation.Space, IgnoreMarks = false, IgnoreNumbers = false },
        Bands = 25,
        Rows = 10,
    };

    /// <summary>The named settings: <c>datatrove</c>, <c>nemo</c>, <c>dataverse</c>.</summary>
    public static IReadOnlyDictionary<string, MinHashOptions> Profiles { get; } =
        new SortedDictionary<string, MinHashOptions>(StringComparer.Ordinal) { ["datatrove"] = DataTrove, ["nemo"] = NeMo, ["dataverse"] = Dataverse };

    /// <summary>The shingles that documents are compared by. Their seed also begins the hashes of the signature.</summary>
    public ShingleOptions Shingles { get; init; } = new();

    /// <summary>How many bands (buckets) there are: two documents of which one band is equal are a pair.</summary>
    public int Bands { get; init; } = 14;

    /// <summary>How many hashes one band has.</summary>
    public int Rows { get; init; } = 8;

    /// <summary>
    /// The bits of a hash, 64 or 32. Those of 32 take a third of the time; in documents of more than some 10 million shingles different ones then begin to be equal by chance.
    /// </summary>
    public int Precision { get; init; } = 64;

    /// <summary>How likely a pair is found, by its similarity.</summary>
    public SCurve Curve => new(Bands, Rows);

    /// <summary>All of them by name.</summary>
    internal IReadOnlyDictionary<string, string> Settings => new SortedDictionary<string, string>(
        Shingles.Settings.Concat(
        [
            new("bands", Bands.ToString(CultureInfo.InvariantCulture)),
            new("rows", Rows.ToString(CultureInfo.InvariantCulture)),
            new("precision", Precision.ToString(CultureInfo.InvariantCulture)),
        ]).ToDictionary(StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>Throws <see cref="ArgumentException"/> where a value is out of its bounds.</summary>
    internal void Check()
    {
        Shingles.Check();
        if (Bands < 1 || Rows < 1 || (long)Bands * Rows > MaximumHashes)
        {
            throw new ArgumentException($"MinHash has at least 1 band of 1 row and at most {MaximumHashes} hashes in all, not {Bands} bands of {Rows} rows.");
        }

        if (Precision is not (32 or 64))
        {
            throw new ArgumentException($"The hashes of MinHash have 32 or 64 bits, not {Precision}.");
        }
    }
}
