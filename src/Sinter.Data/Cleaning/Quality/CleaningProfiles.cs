namespace Sinter.Data.Cleaning.Quality;

/// <summary>The cleaning of known data sets, as far as single documents go; what compares documents comes behind.</summary>
public static class CleaningProfiles
{
    private static readonly IReadOnlyDictionary<string, string> Defaults = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<CleaningProfile> All { get; } =
    [
        new(
            "gopher-datatrove",
            "The quality and repetition rules of Gopher (MassiveText) as the tool datatrove reads them.",
            [Step("extract"), Step("normalise"), Step("gopherRepetition"), Step("gopherQuality")]),
        new(
            "gopher-dolma",
            "The quality and repetition rules of Gopher as the tool Dolma reads them, with the limits of Dolma 1.5.",
            [
                Step("extract"),
                Step("normalise"),
                Step("gopherQuality", ("dialect", GopherDialect.Dolma)),
                Step("gopherRepetition", ("dialect", GopherDialect.Dolma), ("maximumDuplicateLineCharacters", "0.3")),
            ]),
        new(
            "c4",
            "The line and document rules of C4, without its list of bad words; English was kept from a probability of 0.99 on.",
            [Step("extract"), Step("normalise"), Language("0.99"), Step("c4")]),
        new(
            "fineweb",
            "The filters of FineWeb: English, Gopher's repetition and quality, C4 without its punctuation rule, and its own four rules.",
            [
                Step("extract"),
                Step("normalise"),
                Language("0.65"),
                Step("gopherRepetition"),
                Step("gopherQuality"),
                Step("c4", ("endPunctuation", "false")),
                Step("fineWeb"),
            ]),
        new(
            "refinedweb",
            "The filters of RefinedWeb as DCLM published them: English, Gopher's quality and repetition, and its rules for lines.",
            [
                Step("extract"),
                Step("normalise"),
                Language("0.65"),
                Step("gopherQuality"),
                Step("gopherRepetition"),
                Step("refinedWebLines"),
            ]),
        new(
            "course",
            "The cleaning of the course 'Pretraining LLMs' (DeepLearning.AI with Upstage): row lengths, repetition, English, exact duplicates.",
            [Step("extract"), Step("normalise"), Step("course"), Language("0.4"), Step("exactDuplicates")]),
    ];

    /// <summary>The profile of a name; throws <see cref="InvalidDataException"/> where there is none.</summary>
    public static CleaningProfile Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.Ordinal))
        ?? throw new InvalidDataException($"There is no profile '{name}'{Suggestion.For(name, [.. All.Select(static profile => profile.Name)])}");

    private static StepSetting Language(string minimumProbability) => Step("language", ("keep", "[\"en\"]"), ("minimumProbability", minimumProbability));

    private static StepSetting Step(string name, params (string Name, string Value)[] options) =>
        new(name, options.Length == 0 ? Defaults : options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal));
}
