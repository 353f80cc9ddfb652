using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary>A verb that tunes a model that is there: a run whose recipe has no text, made of the verb's options.</summary>
internal static class TuningRun
{
    /// <summary>The name of a run by its folder, as a recipe may have it.</summary>
    public static string NameOf(string folder)
    {
        var name = string.Concat(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')).Trim('.');
        return name.Length is > 0 and <= 100 ? name : "tuned";
    }

    /// <summary>The folder of the model that a user names to start from, which must be whole.</summary>
    /// <param name="path">A model folder, or a run folder, whose final model is meant.</param>
    /// <exception cref="IOException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">It is an adapter, or damaged.</exception>
    public static ModelFolder Start(string path)
    {
        var located = LoadedModel.Locate(path);
        return AdapterFolder.IsAdapter(located)
            ? throw new InvalidDataException($"'{located}' holds an adapter, and a tuning starts from a whole model; merge it first with 'sinter model adapter merge', or name its base model.")
            : ModelFolder.Open(located);
    }

    /// <summary>Carries the recipe out in a folder, or what is not done of it yet.</summary>
    public static int Run(Recipe recipe, string folder, TextWriter output)
    {
        var run = new RunFolder(folder);
        if (!File.Exists(run.Recipe) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"The folder '{folder}' holds something that is no run; name a new one with --out.");
        }

        using var interruption = new Interruption();
        IReadOnlyList<PlannedStage> plan;
        using (var progress = ProgressViews.Create(output))
        {
            plan = new StageRunner(recipe, run, progress).Run(() => StagePlanner.Plan(StageList.Of(recipe), recipe, run), interruption.Token);
        }

        RunSummary.Write(run, plan, output);
        return ExitCode.Done;
    }
}
