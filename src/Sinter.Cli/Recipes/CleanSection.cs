using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;

namespace Sinter.Cli.Recipes;

/// <summary>The <c>clean</c> section: which documents are kept.</summary>
internal sealed record CleanSection
{
    /// <summary>A named list of steps.</summary>
    [RecipeKey("A named list of steps (`sinter data steps` shows them): gopher-datatrove, gopher-dolma, c4, fineweb, refinedweb or course.")]
    public string? Profile { get; init; }

    /// <summary>The steps, after those of the profile; one that the profile has changes its options.</summary>
    [RecipeKey("The steps, each a name or a name with options. One that the profile has changes its options there; others follow it. Without profile and steps: normalise, minimumWords, repetition, exactDuplicates.")]
    public IReadOnlyList<StepSetting> Steps { get; init; } = [];

    /// <summary>Assemblies with steps of the user's.</summary>
    [RecipeKey("Assemblies (.dll) with steps of your own.")]
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Whether dropped documents are measured by all steps.</summary>
    [RecipeKey("Whether dropped documents are measured by the later steps too, so that other limits can be tried without reading them again.")]
    public bool ScoreDropped { get; init; } = true;

    /// <summary>The shards' form.</summary>
    [RecipeKey("The form of the shards of kept and dropped documents.", Allowed = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])]
    public string Format { get; init; } = "jsonl.gz";

    private static IReadOnlyList<StepSetting> Plain { get; } = [new("normalise"), new("minimumWords"), new("repetition"), new("exactDuplicates")];

    /// <summary>The steps that run, of the profile and of the recipe.</summary>
    /// <exception cref="InvalidDataException">There is no such profile.</exception>
    public IReadOnlyList<StepSetting> AllSteps() => Profile is null && Steps.Count == 0 ? Plain : StepMerge.Of(Profile is null ? [] : CleaningProfiles.Find(Profile).Steps, Steps);

    /// <summary>Makes the steps, and so checks them.</summary>
    /// <exception cref="InvalidDataException">A step, an option or the order is wrong.</exception>
    public CleaningChain Chain() => CleaningChain.Create(Plugins.Aggregate(StepCatalog.BuiltIn, static (catalog, plugin) => catalog.WithPlugin(plugin)), AllSteps());
}
