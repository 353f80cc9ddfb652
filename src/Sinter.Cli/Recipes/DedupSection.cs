using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication;

namespace Sinter.Cli.Recipes;

/// <summary>The <c>dedup</c> section: which documents, and which parts of them, are there more than once. The stage is there where passes are named.</summary>
internal sealed record DedupSection
{
    /// <summary>The passes.</summary>
    [RecipeKey("The passes, one after another, each a profile (`sinter data dedup --list` shows them) or a profile with options; without any there is no such stage.")]
    public IReadOnlyList<StepSetting> Passes { get; init; } = [];

    /// <summary>The survivor rule.</summary>
    [RecipeKey("Which of the documents that are the same stays: the first in the input, the longest, the best by `dedup.scoreField`, or by `dedup.sourceOrder`.", Allowed = ["first", "longest", "best", "source"])]
    public string Keep { get; init; } = "first";

    /// <summary>The field of the rule <c>best</c>.</summary>
    [RecipeKey("The metadata field with the number of which the greatest is the best.")]
    public string? ScoreField { get; init; }

    /// <summary>The sources of the rule <c>source</c>.</summary>
    [RecipeKey("The beginnings of the names of sources, the most trusted first.")]
    public IReadOnlyList<string> SourceOrder { get; init; } = [];

    /// <summary>The least similarity of what goes.</summary>
    [RecipeKey("A document goes only where its true similarity with the one that stays is at least this.", Minimum = 0, Maximum = 1)]
    public double MinimumSimilarity { get; init; }

    /// <summary>The memory of a pass.</summary>
    [RecipeKey("About how much memory a pass may take, in MB; what does not fit goes to the disk.", Minimum = 100, Maximum = 1_000_000, ChangesResult = false)]
    public int MemoryMegabytes { get; init; } = 1000;

    /// <summary>What finds duplicates in a pass.</summary>
    /// <exception cref="ArgumentException">There is no such profile, or an option is wrong.</exception>
    public static IDuplicateFinder Finder(StepSetting pass) =>
        DeduplicationProfiles.Find(pass.Step).Create(pass.Options.Where(static option => option.Key is not StepSetting.NameOption).ToDictionary(StringComparer.Ordinal));
}
