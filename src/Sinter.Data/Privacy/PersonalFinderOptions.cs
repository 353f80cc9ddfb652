namespace Sinter.Data.Privacy;

/// <summary>What a <see cref="PersonalDataFinder"/> looks for, and what it passes over.</summary>
public sealed record PersonalFinderOptions
{
    /// <summary>The score that a find must have where nothing else is said: what is likelier right than wrong.</summary>
    public const double DefaultMinimumScore = 0.5;

    /// <summary>The kinds to find (<see cref="PersonalKinds"/>; <c>nationalId</c> stands for those of all countries); null for all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>The least score of a find, from 0 to 1.</summary>
    public double MinimumScore { get; init; } = DefaultMinimumScore;

    /// <summary>Least scores of single kinds, which go before <see cref="MinimumScore"/>.</summary>
    public IReadOnlyDictionary<string, double> MinimumScores { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What is passed over.</summary>
    public PersonalAllowList Allow { get; init; } = PersonalAllowList.Empty;

    /// <summary>The countries, by two letters of upper case, whose national forms of telephone numbers are looked for; null for all that are known. International forms are found always.</summary>
    public IReadOnlyList<string>? PhoneCountries { get; init; }
}
