using System.Globalization;

namespace Sinter.Data.Mixing;

/// <summary>What a mixture is made of. The same spec over the same inputs gives the same bytes, at any number of threads.</summary>
public sealed record MixtureSpec
{
    /// <summary>
    /// How often a source is read at most where a budget asks for more than there is and nothing else is said. Up to four epochs are nearly as good as new text:
    /// Muennighoff et al. 2023, "Scaling Data-Constrained Language Models".
    /// </summary>
    public const double UsualMaximumEpochs = 4;

    private const double MostEpochs = 10_000;
    private const int LongestName = 64;

    /// <summary>The seed of the choice and of the shuffle.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>How large the mixture is, in <see cref="Unit"/>; null for the largest in which no source is read more often than <see cref="MaximumEpochs"/>, once where that is null too.</summary>
    public long? Budget { get; init; }

    /// <summary>What budget and shares are counted in.</summary>
    public MixtureUnit Unit { get; init; } = MixtureUnit.Tokens;

    /// <summary>
    /// How often a source (or a group of it) is read at most; what it then lacks goes to the others, in the relation of their parts. With equal weights this is UniMax
    /// (Chung et al. 2023, "UniMax: Fairer and More Effective Language Sampling for Large-Scale Multilingual Pretraining"). Null for 4 with a budget and 1 without.
    /// </summary>
    public double? MaximumEpochs { get; init; }

    /// <summary>
    /// The exponent of sizes: sources without weights, and groups, get parts in relation n^alpha. 1 is as they are, 0 is equal parts; 0.3 is that of XLM-R (Conneau et al. 2020) and mT5
    /// (Xue et al. 2021). It is 1/T for a temperature T (Arivazhagan et al. 2019).
    /// </summary>
    public double Alpha { get; init; } = 1;

    /// <summary>The order of the documents.</summary>
    public MixtureOrder Order { get; init; } = MixtureOrder.Shuffled;

    /// <summary>For a curriculum: <c>length</c>, or the key of a number in the metadata. Documents without it come last.</summary>
    public string OrderBy { get; init; } = LengthKey;

    /// <summary>For a curriculum: the greatest first.</summary>
    public bool Descending { get; init; }

    /// <summary>The sources, in order; at least one.</summary>
    public required IReadOnlyList<MixtureSource> Sources { get; init; }

    /// <summary>The <see cref="OrderBy"/> that is the length of the text in bytes of UTF-8.</summary>
    public const string LengthKey = "length";

    /// <summary>Checks what can be checked without reading the inputs.</summary>
    /// <exception cref="InvalidDataException">The first thing that is wrong, in one sentence.</exception>
    public void Check()
    {
        Require(Sources.Count > 0, "The mixture has no sources; name at least one.");
        Require(Budget is null or > 0, Text($"The budget is {Budget}; expected more than 0."));
        Require(MaximumEpochs is null or (> 0 and <= MostEpochs), Text($"The maximum of epochs is {MaximumEpochs}; expected more than 0 and at most {MostEpochs}."));
        Require(Alpha is >= 0 and <= 10, Text($"The exponent alpha is {Alpha}; expected from 0 to 10."));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in Sources)
        {
            Check(source);
            Require(names.Add(source.Name), $"Two sources are named '{source.Name}'; give each a name of its own.");
        }

        var shares = Sources.Sum(static source => source.Share ?? 0);
        var weighted = Sources.Where(static source => source is { Share: null, Epochs: null }).ToList();
        Require(shares <= 1 + Allotment.Tolerance, Text($"The shares add up to {shares:0.######}; expected at most 1."));
        var unweighted = weighted.Find(static source => source.Weight is null);
        Require(unweighted is null || weighted.TrueForAll(static source => source.Weight is null), $"The source '{unweighted?.Name}' has no weight while others have; give it a weight, a share or epochs.");
        Require(weighted.Count == 0 || unweighted is not null || weighted.Exists(static source => source.Weight > 0), "All weights are 0; give at least one source a weight above 0.");
        Require(weighted.Count == 0 || shares < 1 - Allotment.Tolerance, $"The shares add up to 1, which leaves nothing for '{(weighted.Count > 0 ? weighted[0].Name : "")}'; lower a share or give that source one.");
        Require(weighted.Count > 0 || shares == 0 || Sources.Any(static source => source.Epochs is not null) || shares >= 1 - Allotment.Tolerance, Text($"The shares add up to {shares:0.######} and no other source takes the rest; expected 1."));
    }

    private static void Check(MixtureSource source)
    {
        var isName = source.Name.Length is > 0 and <= LongestName && char.IsAsciiLetter(source.Name[0]) && source.Name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
        Require(isName, $"A source is named '{source.Name}'; expected at most {LongestName} letters, digits, '-', '_' and '.', beginning with a letter.");
        Require(source.Inputs.Count > 0, $"The source '{source.Name}' has no inputs; name at least one file.");
        Require(source.Inputs.All(static input => input.Path is not null || input.Name is not "-"), $"The source '{source.Name}' is the standard input, which cannot be read twice; write it to a file first.");
        Require(source.Weight is null or (>= 0 and <= 1e9), Text($"The weight of '{source.Name}' is {source.Weight}; expected 0 or more."));
        Require(source.Share is null or (> 0 and <= 1), Text($"The share of '{source.Name}' is {source.Share}; expected more than 0 and at most 1."));
        Require(source.Epochs is null or (> 0 and <= MostEpochs), Text($"The epochs of '{source.Name}' are {source.Epochs}; expected more than 0 and at most {MostEpochs}."));
        var said = (source.Weight is null ? 0 : 1) + (source.Share is null ? 0 : 1) + (source.Epochs is null ? 0 : 1);
        Require(said <= 1, $"The source '{source.Name}' has more than one of weight, share and epochs; keep one of them.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new InvalidDataException(sentence);
        }
    }
}
