using System.Globalization;
using Sinter.Cli.Recipes;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Shards;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Where the documents lie between cleaning and split: each stage that a recipe has takes them from the one before.</summary>
internal static class StageDocuments
{
    /// <summary>The stage that a stage takes its documents from.</summary>
    public static string Before(Recipe recipe, string stage)
    {
        string[] makers = ["clean", .. recipe.Dedup.Passes.Count > 0 ? ["dedup"] : Array.Empty<string>(), .. recipe.Decontaminate.Against.Count > 0 ? ["decontaminate"] : Array.Empty<string>()];
        var at = Array.IndexOf(makers, stage);
        return makers[at < 0 ? ^1 : at - 1];
    }

    /// <summary>The folder of the shards that a stage made.</summary>
    public static string Folder(Recipe recipe, RunFolder run, string stage) => stage switch
    {
        "clean" => new CleaningFolder(run.Cleaned).Kept,
        "dedup" => new Sinter.Data.Deduplication.DeduplicationFolder(Pass(recipe, run, recipe.Dedup.Passes.Count - 1)).Kept,
        _ => new Sinter.Data.Decontamination.DecontaminationFolder(run.Decontaminated).Kept,
    };

    /// <summary>The folder of a pass of the deduplication.</summary>
    public static string Pass(Recipe recipe, RunFolder run, int pass) =>
        Path.Combine(run.Deduplicated, string.Create(CultureInfo.InvariantCulture, $"{pass + 1}-{recipe.Dedup.Passes[pass].Name}"));

    /// <summary>The shards of a folder as inputs.</summary>
    public static IReadOnlyList<InputFile> Shards(string folder) => [.. ShardWriter.Files(folder).Select(static path => InputFile.OfPath(path, Path.GetFileName(path)))];
}
